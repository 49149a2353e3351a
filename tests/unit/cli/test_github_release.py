"""`releasebot release` with a GitHub beside the git remote, the program run as its users do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.confluence.publisher import faults_of
from tests.fakes.confluence.site import serving
from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.projects import SPEC, Ended, Project, git, make_project

CONFIG = f'[github]\nrepository = "{REPOSITORY}"\n'
GUARDS = ("tree", "branch", "version", "order")
PACKAGE = '{{"name": "order-api", "version": "{}"}}\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(
        tmp_path, {"package.json": PACKAGE.format("1.2.3"), "releasebot.toml": CONFIG}
    )


@pytest.fixture
def github(project: Project) -> Iterator[FakeGithub]:
    with fake_github(project.remote) as server:
        project.env = server.env
        yield server


def states(ended: Ended) -> dict[str, str]:
    assert ended.code == 0, ended.err
    return {step["name"]: step["state"] for step in ended.json["steps"]}


def step(ended: Ended, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in ended.json["steps"] if one["name"] == name)
    return found


def requests(github: FakeGithub, since: int = 0) -> list[str]:
    return [one.line.replace(f"/repos/{REPOSITORY}", "") for one in github.requests[since:]]


def test_a_release_on_github_is_made_last_and_told_to_the_workflow(
    project: Project, github: FakeGithub, tmp_path: Path
) -> None:
    outputs = tmp_path / "outputs"
    ended = project.run("release", "--format", "json", GITHUB_OUTPUT=str(outputs))
    assert list(states(ended)) == [*GUARDS, "tag", "github", "published"]
    release = github.release()
    assert (release.draft, release.published_times, release.prerelease) == (False, 1, False)
    assert release.commit == project.head
    assert [asset.name for asset in release.assets] == ["RELEASE_NOTES.md", "SHA256SUMS"]
    page = f"{github.base}/{REPOSITORY}/releases/tag/v1.2.3"
    assert step(ended, "published")["where"] == page
    assert f"\n{page}\n" in outputs.read_text()


def test_a_release_that_is_done_costs_two_requests(project: Project, github: FakeGithub) -> None:
    project.run("release")
    before = len(github.requests)
    ended = project.run("release", "--format", "json")
    assert set(states(ended).values()) == {"already_so"}
    assert requests(github, before) == ["GET /releases/tags/v1.2.3", "GET /releases"]


def test_a_merge_that_raises_no_version_asks_github_nothing(
    project: Project, github: FakeGithub
) -> None:
    project.run("release")
    project.commit("fix: a typo", {"README.md": "x"})
    before = len(github.requests)
    assert project.run("release").code == 0
    assert len(github.requests) == before


def test_a_plan_reads_what_a_release_reads_and_writes_nothing(
    project: Project, github: FakeGithub
) -> None:
    planned = project.run("plan", "--format", "json")
    assert states(planned)["github"] == "absent"
    assert step(planned, "published")["wanted"] == f"publish v1.2.3 in {REPOSITORY} as the latest"
    assert github.writes == []
    looked = requests(github)
    project.run("release")
    assert requests(github, len(looked))[: len(looked)] == looked


def test_status_tells_a_draft_from_a_release(project: Project, github: FakeGithub) -> None:
    project.run("release")
    github.release().draft = True
    ended = project.run("status", "--format", "json")
    assert ended.json["complete"] is False
    assert "draft" in step(ended, "github")["found"]
    assert states(project.run("release", "--format", "json"))["published"] == "made"


def test_a_draft_is_left_for_a_person_where_the_configuration_says_so(
    project: Project, github: FakeGithub
) -> None:
    project.commit("chore: draft", {"releasebot.toml": f"{CONFIG}publish = false\n"})
    ended = project.run("release", "--format", "json")
    assert "published" not in states(ended)
    assert github.release().draft
    assert states(project.run("release", "--format", "json"))["github"] == "already_so"


def test_an_enterprise_server_is_reached_where_the_configuration_says(project: Project) -> None:
    with fake_github(project.remote, below="/api/v3") as github:
        config = f'{CONFIG}api_url = "{github.base}"\n'
        project.commit("chore: configure", {"releasebot.toml": config})
        project.env = {"GH_ENTERPRISE_TOKEN": github.token}
        assert states(project.run("release", "--format", "json"))["published"] == "made"
        assert f"(https://127.0.0.1/{REPOSITORY}/commit/" in github.release().body


def test_a_prerelease_is_marked_as_one(project: Project, github: FakeGithub) -> None:
    project.commit("feat: next", {"package.json": PACKAGE.format("2.0.0-rc.1")})
    assert project.run("release").code == 0
    assert github.release("v2.0.0-rc.1").prerelease
    assert github.memory.latest is None


def test_the_hotfix_of_an_older_line_does_not_become_the_latest(
    project: Project, github: FakeGithub
) -> None:
    base = project.head
    project.commit("feat!: next", {"package.json": PACKAGE.format("2.0.0")})
    assert project.run("release").code == 0
    git(project.folder, "checkout", "-q", "-b", "1.x", base)
    project.commit("fix: old", {"package.json": PACKAGE.format("1.2.4")})
    git(project.folder, "push", "-q", "origin", "1.x")
    ended = project.run("release", "--format", "json")
    assert states(ended)["published"] == "made"
    assert step(ended, "published")["wanted"].endswith("as not the latest")
    assert github.memory.latest == github.release("v2.0.0").id


@pytest.mark.parametrize(("latest", "version"), [("always", "1.2.3"), ("never", "3.0.0")])
def test_what_becomes_the_latest_can_be_set(
    project: Project, github: FakeGithub, latest: str, version: str
) -> None:
    github.add("v2.0.0")
    config = f'{CONFIG}latest = "{latest}"\n'
    files = {"releasebot.toml": config, "package.json": PACKAGE.format(version)}
    project.commit("chore: configure", files)
    assert project.run("release").code == 0
    assert (github.memory.latest is not None) is (latest == "always")


def test_files_of_the_project_are_attached(project: Project, github: FakeGithub) -> None:
    config = f'{CONFIG}files = ["dist/*.tgz"]\n'
    project.commit("chore: configure", {"releasebot.toml": config, ".gitignore": "dist\n"})
    missing = project.run("release")
    assert missing.code == 2
    assert "dist/*.tgz" in missing.err
    assert project.remote_tags() == {}
    project.write({"dist/api.tgz": "built"})
    assert project.run("release").code == 0
    names = [asset.name for asset in github.release().assets]
    assert names == ["RELEASE_NOTES.md", "api.tgz", "SHA256SUMS"]
    (project.folder / "dist" / "api.tgz").unlink()
    assert set(states(project.run("release", "--format", "json")).values()) == {"already_so"}


@pytest.mark.parametrize(
    "name", ["주문.txt", "a b.txt", "SHA256SUMS", "RELEASE_NOTES.md", ".hidden"]
)
def test_a_file_that_github_would_rename_is_refused(
    project: Project, github: FakeGithub, name: str
) -> None:
    config = f'{CONFIG}files = ["{name}"]\n'
    project.commit("chore: configure", {"releasebot.toml": config, name: "x"})
    ended = project.run("release")
    assert ended.code == 2
    assert name in ended.err
    assert github.writes == []


def test_another_remote_is_skipped_with_its_reason(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    ended = project.run("release", "--format", "json", GITHUB_TOKEN="x")
    assert step(ended, "github") == {
        "name": "github", "state": "skipped", "seconds": 0.0,
        "reason": "origin is no GitHub repository; github.repository can name one",
    }  # fmt: skip


def test_no_token_is_a_reason_too(project: Project) -> None:
    ended = project.run("release", "--format", "json")
    assert "GITHUB_TOKEN" in step(ended, "github")["reason"]
    assert "published" not in states(ended)


def test_github_can_be_switched_off(project: Project, github: FakeGithub) -> None:
    project.commit("chore: off", {"releasebot.toml": "[github]\nenabled = false\n"})
    ended = project.run("release", "--format", "json")
    assert list(states(ended)) == [*GUARDS, "tag"]
    assert github.requests == []


def test_a_token_that_may_not_write_stops_the_release_before_the_tag(
    project: Project, github: FakeGithub
) -> None:
    github.memory.role = "read"
    ended = project.run("release")
    assert ended.code == 3
    assert "may read team/order-api but not write" in ended.err
    assert project.remote_tags() == {}
    assert github.writes == []


@pytest.mark.usefixtures("github")
def test_a_repository_that_is_not_there_stops_the_release_before_the_tag(project: Project) -> None:
    config = CONFIG.replace("order-api", "other")
    project.commit("chore: configure", {"releasebot.toml": config})
    ended = project.run("release")
    assert ended.code == 5
    assert "team/other" in ended.err
    assert project.remote_tags() == {}


@pytest.mark.usefixtures("github")
def test_a_token_that_is_refused_is_not_shown(project: Project) -> None:
    ended = project.run("release", GITHUB_TOKEN="ghp_somebody_elses")
    assert ended.code == 5
    assert "does not accept the token from GITHUB_TOKEN" in ended.err
    assert "somebody_elses" not in ended.err + ended.out


def test_an_immutable_release_with_other_files_is_a_conflict_that_names_them(
    project: Project, github: FakeGithub
) -> None:
    github.memory.seals = True
    assert project.run("release").code == 0
    github.release().assets[0].content = b"other"
    ended = project.run("release")
    assert ended.code == 4
    assert "RELEASE_NOTES.md: wanted sha256 " in ended.err
    assert "raise the version" in ended.err


@pytest.mark.usefixtures("github")
def test_a_release_of_another_commit_is_a_conflict(project: Project) -> None:
    project.run("release")
    git(project.remote, "tag", "-d", "v1.2.3")
    git(project.folder, "tag", "-d", "v1.2.3")
    project.commit("feat: more", {"a": "1"})
    ended = project.run("release")
    assert ended.code == 4
    assert f"wanted it from {project.head[:9]}" in ended.err


def test_notes_beyond_githubs_limit_are_cut_and_attached_whole(
    project: Project, github: FakeGithub
) -> None:
    for number in range(8):
        project.commit(f"feat: {number}\n\nBREAKING CHANGE: " + "가나다라 " * 5_000, {})
    assert project.run("release").code == 0
    release = github.release()
    assert len(release.body) <= 125_000
    notes = release.asset("RELEASE_NOTES.md")
    assert notes
    assert len(notes.content.decode()) > 180_000
    assert states(project.run("release", "--format", "json"))["github"] == "already_so"


def test_a_named_workflow_is_started_once_on_the_tag(project: Project, github: FakeGithub) -> None:
    github.memory.workflows["deploy.yml"] = True
    project.commit("chore: configure", {"releasebot.toml": f'{CONFIG}dispatch = ["deploy.yml"]\n'})
    ended = project.run("release", "--format", "json")
    assert states(ended)["workflows"] == "made"
    assert [run.commit for run in github.memory.runs] == [project.head]
    assert [run.branch for run in github.memory.runs] == ["v1.2.3"]
    before = len(github.requests)
    assert states(project.run("release", "--format", "json"))["workflows"] == "already_so"
    assert len(github.memory.runs) == 1
    assert len(github.requests) - before == 3


@pytest.mark.usefixtures("github")
def test_a_workflow_that_is_not_there_is_named_before_anything_is_written(project: Project) -> None:
    project.commit("chore: configure", {"releasebot.toml": f'{CONFIG}dispatch = ["deploy.yml"]\n'})
    ended = project.run("release")
    assert ended.code == 2
    assert "deploy.yml" in ended.err
    assert project.remote_tags() == {}


def test_tag_loads_no_library_for_github_or_the_network(project: Project) -> None:
    ended = project.run("tag", PYTHONPROFILEIMPORTTIME="1")
    assert ended.code == 0
    loaded = {line.rpartition("|")[2].strip() for line in ended.err.splitlines()}
    assert "releasebot.git.repository" in loaded
    unwanted = {"github", "requests", "urllib3", "rich", "click", "yaml", "releasebot.github.place"}
    assert not loaded & unwanted


def test_the_document_is_attached_whole_and_without_what_is_internal(
    project: Project, github: FakeGithub
) -> None:
    spec = {
        "openapi": "3.0.0",
        "info": {"title": "주문 API", "version": "1.2.3"},
        "paths": {"/a": {"$ref": "parts/a.json"}, "/secret": {"x-internal": True, "get": {}}},
    }
    item = {"get": {"responses": {"200": {"description": "성공"}}}}
    files = {"swagger.json": json.dumps(spec), "parts/a.json": json.dumps(item)}
    off = "[site]\nenabled = false\n[confluence]\nenabled = false\n"
    project.commit("feat: spec", files | {"releasebot.toml": CONFIG + off})
    assert project.run("release").code == 0
    attached = github.release().asset("openapi.json")
    assert attached
    paths = json.loads(attached.content)["paths"]
    assert list(paths) == ["/a"]
    assert paths["/a"]["get"]["responses"]["200"]["description"] == "성공"
    assert states(project.run("release", "--format", "json"))["github"] == "already_so"


def test_a_tag_with_a_slash_has_a_release_like_any_other(
    project: Project, github: FakeGithub
) -> None:
    config = f'{CONFIG}[tag]\ntemplate = "{{name}}/v{{version}}"\n'
    project.commit("chore: one of many", {"releasebot.toml": config})
    assert project.run("release").code == 0
    release = github.release("order-api/v1.2.3")
    assert (release.draft, release.published_times) == (False, 1)
    before = len(github.requests)
    assert set(states(project.run("release", "--format", "json")).values()) == {"already_so"}
    assert len(github.requests) - before == 2


def test_a_shallow_clone_makes_the_same_release_as_a_whole_one(
    project: Project, github: FakeGithub, tmp_path: Path
) -> None:
    project.run("release")
    for number in range(30):
        project.commit_here(f"fix: {number}", {})
    project.commit("feat: next", {"package.json": PACKAGE.format("1.3.0")})
    shallow = tmp_path / "shallow"
    address = f"file://{project.remote}"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", address, str(shallow))
    assert Project(shallow, project.remote, project.env).run("release").code == 0
    body = github.release("v1.3.0").body
    assert sum(f"- {number} (" in body for number in range(30)) == 30
    assert set(states(project.run("release", "--format", "json")).values()) == {"already_so"}
    assert github.release("v1.3.0").body == body


def test_the_release_tells_where_the_api_is_documented(
    project: Project, github: FakeGithub
) -> None:
    with serving("cloud") as site:
        project.env.update(site.environ)
        pages = f'[confluence]\nurl = "{site.url}"\nspace = "DOCS"\nproduct = "cloud"\n'
        shown = '[site]\nurl = "https://docs.example.com/"\n'
        spec = json.dumps(SPEC, ensure_ascii=False)
        project.commit(
            "docs: api", {"swagger.json": spec, "releasebot.toml": CONFIG + shown + pages}
        )
        page = step(project.run("release", "--format", "json"), "confluence")["where"]
        body = github.release().body
        assert page.startswith(f"{site.url}/wiki/spaces/DOCS/pages/")
        assert body.endswith(
            f"API: <https://docs.example.com/> · <{page}>\n<!-- /releasebot links -->"
        )
        assert set(states(project.run("release", "--format", "json")).values()) == {"already_so"}
        assert github.release().body == body
        assert faults_of(site) == []
