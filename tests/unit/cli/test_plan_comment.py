"""`releasebot plan --comment` on pull requests as CI servers check them out, and a GitHub."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.github.memory import Comment, Pull
from tests.fakes.github.server import REPOSITORY, FakeGithub, Fault, fake_github
from tests.projects import SPEC, Project, git, make_project

CONFIG = (
    f'version.ignore = ["swagger.json"]\n[github]\nrepository = "{REPOSITORY}"\n'
    '[site]\npreview_url = "https://preview.example.com/pr-{pull_request}/?at={commit}"\n'
)
PACKAGE = '{{"name": "order-api", "version": "{}"}}\n'
RACES = int(os.environ.get("RELEASEBOT_TEST_RACES", "1"))
MARK = "<!-- releasebot plan: . -->\n"
INSTALLATION = "ghs_" + "b" * 36


def spec() -> str:
    return json.dumps(SPEC, ensure_ascii=False)


def without_order(text: str) -> str:
    document = json.loads(text)
    del document["paths"]["/orders/{id}"]
    return json.dumps(document, ensure_ascii=False)


class Review:
    """A pull request numbered 12 on the remote, checked out as `actions/checkout` does it."""

    def __init__(self, project: Project, github: FakeGithub, place: Path) -> None:
        self.project, self.github, self.place = project, github, place
        self.clones = 0
        git(project.folder, "checkout", "-q", "-b", "change")

    def push(self, message: str, files: dict[str, str]) -> str:
        """A further commit of the pull request, and the merge that GitHub makes of it."""
        folder = self.project.folder
        head = self.project.commit_here(message, files)
        git(folder, "checkout", "-q", "--detach", "origin/main")
        git(folder, "merge", "-q", "--no-ff", "-m", f"Merge {head} into main", head)
        git(folder, "push", "-q", "-f", "origin", "HEAD:refs/pull/12/merge",
            f"{head}:refs/pull/12/head")  # fmt: skip
        git(folder, "checkout", "-q", "change")
        self.github.memory.pulls[12] = Pull(12, head)
        return head

    def checkout(self) -> Project:
        """A clone of depth 1, detached at the merge, without tags and branches."""
        self.clones += 1
        folder = self.place / f"clone-{self.clones}"
        folder.mkdir()
        git(folder, "init", "-q")
        git(folder, "remote", "add", "origin", f"file://{self.project.remote}")
        ref = "refs/remotes/pull/12/merge"
        git(folder, "fetch", "-q", "--no-tags", "--depth=1", "origin", f"+refs/pull/12/merge:{ref}")
        git(folder, "checkout", "-q", "--detach", ref)
        actions = {
            "GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/pull/12/merge", "CI": "true",
            "GITHUB_BASE_REF": "main", "GITHUB_EVENT_NAME": "pull_request",
        }  # fmt: skip
        return Project(folder, self.project.remote, {**self.github.env, **actions})

    @property
    def bodies(self) -> list[str]:
        return [one.body for one in self.github.memory.comments_on(12)]

    @property
    def body(self) -> str:
        (found,) = self.bodies
        return found


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    files = {
        "package.json": PACKAGE.format("1.2.3"),
        "swagger.json": spec(),
        "releasebot.toml": CONFIG,
    }
    project = make_project(tmp_path, files)
    git(project.folder, "tag", "-a", "-m", "1.2.3", "v1.2.3")
    git(project.folder, "push", "-q", "origin", "v1.2.3")
    with fake_github(project.remote) as github:
        yield Review(project, github, tmp_path)


def test_the_comment_tells_what_the_merge_will_release(review: Review) -> None:
    files = {"package.json": PACKAGE.format("2.0.0"), "swagger.json": without_order(spec())}
    head = review.push("feat(order)!: orders have no page of their own", files)
    ended = review.checkout().run("plan", "--comment")
    assert ended.code == 0, ended.err
    assert "comment: made: http" in ended.err
    body = review.body
    assert body.startswith(MARK)
    assert "**Merging this releases 2.0.0**, tagged `v2.0.0`." in body
    assert f"(https://preview.example.com/pr-12/?at={head})" in body
    assert "The changes since `1.2.3` ask for **2.0.0** (major):" in body
    assert f"- **major** feat(order): orders have no page of their own (`{head[:8]}`)" in body
    assert "#### API changes since `main`\n\n**Breaking changes**\n\n- `GET /orders/{id}`:" in body
    assert "| tag | to do | make and push v2.0.0 at " in body
    assert "| branch | skipped | pull request 12 is released after its merge into main |" in body
    assert "already so" not in body


def test_a_plan_of_a_pull_request_needs_no_comment_and_no_branch(review: Review) -> None:
    review.push("feat: more", {"package.json": PACKAGE.format("1.3.0")})
    ended = review.checkout().run("plan", "--format", "json")
    assert ended.code == 0, ended.err
    (branch,) = (one for one in ended.json["steps"] if one["name"] == "branch")
    assert branch["state"] == "skipped"
    assert review.checkout().run("release").code == 3
    assert review.project.remote_tags() == {"v1.2.3": review.project.remote_tags()["v1.2.3"]}


def test_one_comment_is_kept_up_to_date_with_few_requests(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    assert review.checkout().run("plan", "--comment").code == 0
    assert "**Merging this releases nothing**: 1.2.3 was released at" in review.body
    assert "`releasebot version set 1.2.4`" in review.body
    review.push("feat: two", {"package.json": PACKAGE.format("1.3.0")})
    review.github.requests.clear()
    again = review.checkout()
    assert again.run("plan", "--comment").code == 0
    asked = [one.line for one in review.github.requests]
    root = f"/repos/{REPOSITORY}"
    told = [one for one in asked if "/issues/" in one or "/pulls/" in one or one == "GET /user"]
    (number,) = (one.id for one in review.github.memory.comments_on(12))
    assert told == [
        f"GET {root}/pulls/12", f"GET {root}/issues/12/comments", "GET /user",
        f"PATCH {root}/issues/comments/{number}",
    ]  # fmt: skip
    assert "releases 1.3.0**" in review.body
    writes = len(review.github.writes)
    assert "comment: unchanged" in again.run("plan", "--comment").err
    assert len(review.github.writes) == writes


def test_people_and_other_programs_keep_their_comments(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    memory = review.github.memory
    theirs = [
        Comment(1, 12, f"{MARK}I copied the mark", "lee-dev"),
        Comment(2, 12, f"> {MARK}\nwhat is this?", "kim-dev"),
        Comment(3, 12, "hello", "kim-dev"),
    ]
    memory.comments.update({one.id: one for one in theirs})
    before = [one.body for one in theirs]
    for token in (review.github.token, INSTALLATION):
        review.github.token = review.github.rules.token = token
        clone = review.checkout()
        for _ in range(2):
            assert clone.run("plan", "--comment").code == 0
    assert review.bodies[:3] == before
    assert [one.author for one in memory.comments_on(12)[3:]] == ["kim-dev", "github-actions[bot]"]


def test_a_second_page_of_comments_is_read_too(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    memory = review.github.memory
    memory.comments.update({n: Comment(n, 12, "hello", "lee-dev") for n in range(1, 131)})
    for _ in range(2):
        assert review.checkout().run("plan", "--comment").code == 0
    assert len([one for one in review.bodies if one.startswith(MARK)]) == 1


def test_runs_at_once_end_with_one_comment(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    for _ in range(RACES):
        review.github.memory.comments.clear()
        clones = [review.checkout() for _ in range(3)]
        running = [
            subprocess.Popen(
                (sys.executable, "-m", "releasebot", "plan", "--comment"), cwd=one.folder,
                env={**os.environ, **one.env}, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            for one in clones
        ]  # fmt: skip
        told = [one.communicate(timeout=300)[1] for one in running]
        assert [one.returncode for one in running] == [0, 0, 0], told
        assert len(review.bodies) == 1


def test_a_run_between_two_others_requests_settles_what_they_left(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    memory = review.github.memory
    for number in (11, 10):
        memory.comments[number] = Comment(number, 12, f"{MARK}old {number}", "kim-dev")
    assert review.checkout().run("plan", "--comment").code == 0
    assert [one.id for one in memory.comments_on(12)] == [10]
    assert "old" not in review.body


def test_a_comment_whose_answer_was_lost_is_not_made_twice(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    lost = Fault(lambda one: one.verb == "POST", status=0, carried_out=True)
    review.github.faults.append(lost)
    assert review.checkout().run("plan", "--comment").code == 0
    assert len(review.bodies) == 1


def test_a_pull_request_that_went_on_is_left_to_its_newer_run(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    late = review.checkout()
    review.push("fix: two", {"a.ts": "2\n"})
    assert "is at" in late.run("plan", "--comment").err
    assert review.bodies == []


def test_what_stands_in_the_way_is_told_and_fails_the_run(review: Review) -> None:
    review.push("feat: two", {"VERSION": "1.4.0\n", "package.json": PACKAGE.format("1.3.0")})
    ended = review.checkout().run("plan", "--comment")
    assert ended.code == 3
    (annotation,) = (line for line in ended.err.splitlines() if line.startswith("::error "))
    assert "file=VERSION,line=1" in annotation
    assert "**As it is, this cannot be released.**" in review.body
    told = "#### Versions that disagree\n\n- `package.json:1` states 1.3.0, and decides\n"
    assert told in review.body
    assert "- `VERSION:1` states 1.4.0" in review.body


def test_a_broken_document_is_told_too(review: Review) -> None:
    review.push("feat: two", {"swagger.json": "{", "package.json": PACKAGE.format("1.3.0")})
    ended = review.checkout().run("plan", "--comment")
    assert ended.code == 2
    assert "#### What stands in the way" in review.body
    assert "swagger.json" in review.body


def test_a_target_that_is_not_released_is_told(review: Review) -> None:
    config = f'release.branches = ["release/*"]\n{CONFIG}'
    review.push("feat: two", {"package.json": PACKAGE.format("1.3.0"), "releasebot.toml": config})
    ended = review.checkout().run("plan", "--comment")
    assert ended.code == 0, ended.err
    assert "releases nothing**: it goes to `main`, which is not released." in review.body


def test_a_merge_that_jenkins_made_of_a_shallow_clone_is_planned(review: Review) -> None:
    main = review.project
    git(main.folder, "checkout", "-q", "main")
    for number in range(4):
        main.commit(f"fix: older {number}", {"a.ts": f"{number}\n"})
    git(main.folder, "checkout", "-q", "-B", "change")
    review.push("feat: cancel", {"package.json": PACKAGE.format("1.3.0")})
    folder = review.place / "jenkins"
    git(review.place, "clone", "-q", "--depth=2", "--no-tags", f"file://{main.remote}", "jenkins")
    git(folder, "fetch", "-q", "--depth=3", "origin", "refs/pull/12/head")
    git(folder, "checkout", "-q", "--detach")
    git(folder, "merge", "-q", "--no-ff", "-m", "Merge", "FETCH_HEAD")
    jenkins = {"JENKINS_URL": "https://ci.example.com/", "CHANGE_ID": "12", "CHANGE_TARGET": "main"}
    ended = Project(folder, main.remote, {**review.github.env, **jenkins}).run("plan", "--comment")
    assert ended.code == 0, ended.err
    assert "**Merging this releases 1.3.0**" in review.body
    assert review.body.count("- **patch** fix: older") == 4
    assert "#### API changes since `main`" in review.body


def test_a_closed_pull_request_is_left_alone(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    review.github.memory.pulls[12].state = "closed"
    assert review.checkout().run("plan", "--comment").code == 0
    assert review.bodies == []


def test_korean_commits_make_a_korean_comment(review: Review) -> None:
    review.push("feat: 주문 취소", {"package.json": PACKAGE.format("1.3.0")})
    assert review.checkout().run("plan", "--comment").code == 0
    assert "**이 변경을 병합하면 1.3.0이(가) 릴리스됩니다.** 태그는 `v1.3.0`입니다." in review.body
    assert "- **minor** feat: 주문 취소" in review.body


HOSTILE = "feat: @org/team <script>alert(1)</script> ](https://evil.example) #7 | `x"


def test_words_of_strangers_do_nothing(review: Review) -> None:
    review.push(HOSTILE, {"package.json": PACKAGE.format("1.3.0")})
    assert review.checkout().run("plan", "--comment").code == 0
    body = review.body.removeprefix(MARK)
    assert "org/team" in body
    for acting in ("@org", "<script", "](https://evil", "https://evil", "#7"):
        assert acting not in body


def test_a_workflow_without_rights_leaves_a_file_and_another_comments(
    review: Review, tmp_path: Path
) -> None:
    head = review.push("feat: two", {"package.json": PACKAGE.format("1.3.0")})
    file = tmp_path / "plan.json"
    stranger = review.checkout()
    del stranger.env["GITHUB_TOKEN"]
    ended = stranger.run("plan", "--comment", "--to", str(file))
    assert ended.code == 0, ended.err
    assert review.github.requests == []
    poster = trusted(review, tmp_path, head)
    ended = poster.run("plan", "--comment", "--from", str(file))
    assert ended.code == 0, ended.err
    assert "releases 1.3.0**" in review.body
    assert f"(https://preview.example.com/pr-12/?at={head})" in review.body
    assert [one.verb for one in review.github.requests] == ["GET", "GET", "POST", "GET", "GET"]


def trusted(review: Review, place: Path, head: str) -> Project:
    """A checkout of the target, with what GitHub tells of the run that made the file."""
    event = place / "event.json"
    event.write_text(json.dumps({"action": "completed", "workflow_run": {"head_sha": head}}))
    git(review.project.folder, "checkout", "-q", "main")
    told = {"GITHUB_EVENT_PATH": str(event), "GITHUB_EVENT_NAME": "workflow_run"}
    return Project(review.project.folder, review.project.remote, review.github.env | told)


def test_a_file_about_another_pull_request_is_refused(review: Review, tmp_path: Path) -> None:
    head = review.push("feat: two", {"package.json": PACKAGE.format("1.3.0")})
    file = tmp_path / "plan.json"
    assert review.checkout().run("plan", "--comment", "--to", str(file)).code == 0
    review.github.memory.pulls[13] = Pull(13, "c" * 40)
    poster = trusted(review, tmp_path, head)
    written = json.loads(file.read_text())
    file.write_text(json.dumps({**written, "pull_request": 13}))
    for words in ((), ("--pull-request", "13")):
        ended = poster.run("plan", "--comment", "--from", str(file), *words)
        assert ended.code == 4
        assert "is not of pull request 13" in ended.err
    file.write_text(json.dumps({**written, "commit": "d" * 40, "parents": []}))
    assert poster.run("plan", "--comment", "--from", str(file)).code == 4
    assert review.github.writes == []


def test_without_the_right_to_comment_the_way_is_told(review: Review) -> None:
    review.push("fix: one", {"a.ts": "1\n"})
    review.github.memory.may_comment = False
    ended = review.checkout().run("plan", "--comment")
    assert ended.code == 3
    assert "pull-requests: write" in ended.err


def test_options_that_do_not_fit_are_refused(review: Review, tmp_path: Path) -> None:
    strange = tmp_path / "strange.json"
    strange.write_text('{"html": "<b>"}')
    for words, said in (
        (("--to", "x"), "--to needs --comment"),
        (("--comment", "--to", "x", "--from", "y"), "exclude each other"),
        (("--comment", "--head", "a"), "--head needs --from"),
        (("--comment", "--preview-url", "javascript:x"), "no http or https address"),
        (("--comment",), "no pull request is built here"),
        (("--comment", "--from", "nowhere.json"), "cannot be read"),
        (("--comment", "--from", str(strange)), "is no plan for a comment"),
    ):
        ended = review.project.run("plan", *words)
        assert ended.code == 2
        assert said in ended.err
    assert review.github.requests == []
