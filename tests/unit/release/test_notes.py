"""Releases of real repositories: which commits they hold, and what follows them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from releasebot.cli.session import Options, Session
from releasebot.errors import ConflictError, UsageError
from releasebot.git.root import Surroundings
from releasebot.release.next_release import next_release
from releasebot.release.notes import asked_span, read_release
from releasebot.release.past import Past
from tests.projects import Project, git, make_project


def past(folder: Path) -> Past:
    here = Surroundings(folder / "none", folder / "none", folder, os.environ)
    return Past(Session(Options(), here, interactive=False).world)


def described(project: Project, asked: str = "") -> list[str]:
    found = past(project.folder)
    release = read_release(found, asked_span(found, asked))
    return [change.description for change in release.changes]


def change(project: Project, message: str, *tags: str, path: str = "f") -> str:
    number = len(list(project.folder.iterdir()))
    made = project.commit(message, {f"{path}{number}-{abs(hash(message))}": message})
    for tag in tags:
        git(project.folder, "tag", "-a", "-m", tag, tag)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path, {"package.json": '{"name": "shop", "version": "1.0.0"}\n'})
    git(project.folder, "tag", "v1.0.0")
    return project


def test_a_release_holds_what_came_after_the_one_before(project: Project) -> None:
    change(project, "fix: a", "v1.0.1")
    change(project, "fix: b", "v1.0.2", "unrelated", "v1.0.2-rc.1")
    change(project, "fix: c")
    assert described(project, "1.0.2") == ["b"]
    assert described(project, "v1.0.1") == ["a"]
    assert described(project, "1.0.1..") == ["c", "b"]
    assert described(project, "v1.0.0..1.0.2") == ["b", "a"]
    assert described(project) == ["first"]


def test_notes_of_a_final_version_cover_its_candidates(project: Project) -> None:
    change(project, "feat: a", "v1.1.0-beta.1")
    change(project, "feat: b", "v1.1.0-rc.1")
    change(project, "fix: c", "v1.1.0-rc.2", "v1.1.0")
    assert described(project, "1.1.0") == ["c", "b", "a"]
    assert described(project, "1.1.0-rc.2") == ["c"]
    assert described(project, "1.1.0-rc.1") == ["b", "a"]


def test_a_reverted_change_and_its_revert_are_no_changes(project: Project) -> None:
    change(project, "feat: good")
    bad = change(project, "feat!: bad")
    git(project.folder, "revert", "--no-edit", bad)
    assert described(project, "v1.0.0..") == ["good"]
    assert next_release(past(project.folder)).version == "1.1.0"
    git(project.folder, "revert", "--no-edit", "HEAD")
    assert described(project, "v1.0.0..") == ["bad", "good"]
    assert next_release(past(project.folder)).version == "2.0.0"


def test_a_revert_of_an_earlier_release_is_told(project: Project) -> None:
    bad = change(project, "feat: bad", "v1.1.0")
    git(project.folder, "revert", "--no-edit", bad)
    assert described(project, "v1.1.0..") == ["feat: bad"]


def test_a_merged_title_and_the_same_commit_are_one_change(project: Project) -> None:
    git(project.folder, "checkout", "-q", "-b", "work")
    made = change(project, "feat: pay")
    git(project.folder, "checkout", "-q", "main")
    git(project.folder, "merge", "-q", "--no-ff", "-m", "Merge pull request #9 from a/work",
        "-m", "feat: pay", "work")  # fmt: skip
    found = past(project.folder)
    (only,) = read_release(found, asked_span(found, "v1.0.0..")).changes
    assert (only.hash, only.refs) == (made, ("#9",))


@pytest.mark.parametrize(
    ("messages", "version"),
    [
        (("fix: a",), "1.0.1"), (("fix: a", "feat: b"), "1.1.0"), (("docs: a",), ""),
        (("chore: a\n\nBREAKING CHANGE: b",), "2.0.0"), (("just words",), "1.0.1"),
        (("refactor!: a", "fix: b"), "2.0.0"), ((), ""),
    ],
)  # fmt: skip
def test_the_next_version_is_what_the_commits_ask_for(
    project: Project, messages: tuple[str, ...], version: str
) -> None:
    for message in messages:
        change(project, message)
    assert next_release(past(project.folder)).version == version


def test_before_1_0_0_a_breach_raises_the_minor_version(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"package.json": '{"name": "x", "version": "0.3.1"}\n'})
    git(project.folder, "tag", "v0.3.1")
    change(project, "feat!: a")
    assert next_release(past(project.folder)).version == "0.4.0"


def test_a_channel_goes_up_to_its_final_version(project: Project) -> None:
    change(project, "feat: a")
    assert next_release(past(project.folder), phase="rc").version == "1.1.0-rc.1"
    git(project.folder, "tag", "v1.1.0-rc.1")
    assert next_release(past(project.folder), phase="rc").version == ""
    change(project, "fix: b")
    assert next_release(past(project.folder), phase="rc").version == "1.1.0-rc.2"
    git(project.folder, "tag", "v1.1.0-rc.2")
    assert next_release(past(project.folder)).version == "1.1.0"
    change(project, "feat!: c")
    assert next_release(past(project.folder), phase="rc").version == "2.0.0-rc.1"
    assert next_release(past(project.folder), phase="beta").version == "2.0.0-beta.1"


def test_a_hotfix_follows_its_own_line(project: Project) -> None:
    change(project, "feat!: new", "v2.0.0")
    git(project.folder, "checkout", "-q", "-b", "old", "v1.0.0")
    change(project, "fix: old")
    assert next_release(past(project.folder)).version == "1.0.1"
    assert next_release(past(project.folder), line="1.x").version == "1.0.1"
    change(project, "feat!: too much")
    with pytest.raises(ConflictError, match=r"v2\.0\.0"):
        next_release(past(project.folder))
    with pytest.raises(UsageError, match="not in the line"):
        next_release(past(project.folder), line="1.x")


def test_a_project_never_released_gets_the_version_that_it_states(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"package.json": '{"name": "x", "version": "0.2.0"}\n'})
    assert next_release(past(project.folder)).version == "0.2.0"
    assert described(project) == ["first"]


def test_a_shallow_clone_says_the_same_as_a_whole_one(project: Project, tmp_path: Path) -> None:
    for message, tag in (("feat: a", "v1.1.0"), ("fix: b", "v1.1.1"), ("feat: c", "v1.2.0")):
        change(project, message, tag)
    change(project, "fix: d")
    git(project.folder, "push", "-q", "origin", "main", "--tags")
    full = past(project.folder)
    for version in ("1.2.0", "1.1.1", "1.1.0"):
        clone = tmp_path / version
        git(tmp_path, "clone", "-q", "--depth=1", f"file://{project.remote}", str(clone))
        part = past(clone)
        assert read_release(part, part.span(version)) == read_release(full, full.span(version))
        assert next_release(past(clone)) == next_release(full)


def test_a_clone_without_tags_is_not_taken_for_a_first_release(
    project: Project, tmp_path: Path
) -> None:
    change(project, "feat: a")
    git(project.folder, "push", "-q", "origin", "main", "--tags")
    git(tmp_path, "clone", "-q", "--no-tags", str(project.remote), str(tmp_path / "clone"))
    found = past(tmp_path / "clone")
    assert found.before("1.1.0") == "1.0.0"
    assert next_release(found) == next_release(past(project.folder))


def test_a_service_of_a_monorepo_has_its_own_releases(tmp_path: Path) -> None:
    project = make_project(
        tmp_path,
        {
            "releasebot.toml": '[tag]\ntemplate = "{name}/v{version}"\n',
            "api/package.json": '{"name": "api", "version": "1.0.0"}\n',
            "web/package.json": '{"name": "web", "version": "3.0.0"}\n',
        },
    )
    for tag in ("api/v1.0.0", "web/v3.0.0"):
        git(project.folder, "tag", tag)
    change(project, "feat: for the API", path="api/f")
    change(project, "feat!: for the web", path="web/f")
    (project.folder / "api" / "releasebot.toml").write_text('[tag]\ntemplate = "api/v{version}"\n')
    found = past(project.folder / "api")
    assert next_release(found).version == "1.1.0"


def test_people_are_named_and_new_ones_welcomed(project: Project) -> None:
    author = "--author=이 신입 <7+lee@users.noreply.github.com>"
    message = "feat: a\n\nCo-authored-by: Kim Dev <kim@example.invalid>"
    git(project.folder, "commit", "-q", "--allow-empty", author, "-m", message)
    found = past(project.folder)
    release = read_release(found, asked_span(found, "v1.0.0.."))
    assert (release.authors, release.newcomers) == (("@lee", "Kim Dev"), ("@lee",))


@pytest.mark.parametrize(("most", "welcomed"), [(0, ()), (2, ()), (3, ("New",)), (9, ("New",))])
def test_nobody_is_called_new_where_the_search_ended_early(
    project: Project, most: int, welcomed: tuple[str, ...]
) -> None:
    for number in range(2):
        change(project, f"fix: {number}")
    git(project.folder, "tag", "v1.0.1")
    new = "--author=New <new@example.invalid>"
    git(project.folder, "commit", "-q", "--allow-empty", new, "-m", "fix: x")
    project.write({"releasebot.toml": f"[notes]\nnewcomers = {most}\n"})
    found = past(project.folder)
    assert read_release(found, asked_span(found, "v1.0.1..")).newcomers == welcomed


@pytest.mark.parametrize("asked", ["--output=x..HEAD", "v1.0.0...HEAD", "9.9.9", "nothing..HEAD"])
def test_a_range_that_is_none_is_refused(project: Project, asked: str) -> None:
    with pytest.raises(UsageError):
        described(project, asked)
    assert not (project.folder / "x..HEAD").exists()
