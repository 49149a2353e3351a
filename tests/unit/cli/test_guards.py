"""What has to hold before anything is released, in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import Project, git, make_project

PACKAGE = {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'}
ACTIONS = {"GITHUB_ACTIONS": "true"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, PACKAGE)


def configure(project: Project, text: str) -> None:
    project.commit("chore: configure", {"releasebot.toml": text})


def version(project: Project, number: str) -> str:
    return project.commit(
        f"feat: {number}", {"package.json": f'{{"name": "order-api", "version": "{number}"}}\n'}
    )


def test_a_commit_that_nobody_else_has_is_not_released(project: Project) -> None:
    project.commit_here("fix: mine", {"a": "1"})
    ended = project.run("tag")
    assert ended.code == 3
    assert "not on main of origin" in ended.err
    assert "git push origin main" in ended.err
    assert project.remote_tags() == {}
    assert git(project.folder, "tag") == ""
    configure_here = "[release]\npushed = false\n"
    project.commit_here("chore: configure", {"releasebot.toml": configure_here})
    assert project.run("tag").code == 0


def test_a_commit_that_the_branch_has_left_behind_is_released(project: Project) -> None:
    old = project.head
    other = project.folder.parent / "other"
    git(other.parent, "clone", "-q", str(project.remote), str(other))
    git(other, "commit", "-q", "--allow-empty", "-m", "feat: more")
    git(other, "push", "-q")
    git(project.folder, "update-ref", "-d", "refs/remotes/origin/main")
    assert project.run("tag").code == 0
    assert project.remote_tags() == {"v1.2.3": old}


def test_a_pull_request_is_never_released(project: Project) -> None:
    git(project.folder, "checkout", "-q", "--detach")
    for environ in (ACTIONS | {"GITHUB_REF": "refs/pull/12/merge"}, {"CHANGE_ID": "12"}):
        project.env = environ
        ended = project.run("release")
        assert ended.code == 3
        assert "pull request 12" in ended.err
    assert project.remote_tags() == {}


@pytest.mark.parametrize(
    "environ",
    [
        ACTIONS | {"GITHUB_REF": "refs/heads/main"},
        {"BRANCH_NAME": "main"},
        {"GIT_BRANCH": "origin/main"},
        {},
    ],
)
def test_a_detached_commit_is_released_from_the_branch_it_is_built_for(
    project: Project, environ: dict[str, str]
) -> None:
    configure(project, '[release]\nbranches = ["main"]\n')
    git(project.folder, "checkout", "-q", "--detach")
    project.env = environ
    assert project.run("tag").code == 0


def test_a_branch_that_is_not_released_is_named_with_those_that_are(project: Project) -> None:
    configure(project, '[release]\nbranches = ["main", "release/*"]\n')
    git(project.folder, "checkout", "-q", "-b", "feature/pay")
    project.commit("feat: pay", {"pay.ts": "1"})
    ended = project.run("tag")
    assert ended.code == 3
    assert "branch feature/pay" in ended.err
    assert "main or release/*" in ended.err
    git(project.folder, "checkout", "-q", "-b", "release/1.2")
    project.commit("fix: pay", {"pay.ts": "2"})
    assert project.run("tag").code == 0


def test_the_name_of_an_allowed_branch_does_not_cover_a_foreign_commit(project: Project) -> None:
    configure(project, '[release]\nbranches = ["main"]\n')
    git(project.folder, "checkout", "-q", "-b", "feature")
    project.commit("feat: not merged", {"a": "1"})
    git(project.folder, "checkout", "-q", "--detach")
    project.env = ACTIONS | {"GITHUB_REF": "refs/heads/main"}
    ended = project.run("tag")
    assert ended.code == 3
    assert "not on main of origin" in ended.err


def test_every_condition_that_does_not_hold_is_told_at_once(project: Project) -> None:
    version(project, "2.0.0")
    assert project.run("tag").code == 0
    configure(project, '[release]\nbranches = ["stable"]\n')
    version(project, "1.9.0")
    project.write({"VERSION": "1.8.0\n"})
    git(project.folder, "add", "VERSION")
    ended = project.run("release")
    assert ended.code == 3
    for found in ("branch main", "1.9.0 after 2.0.0", "1.8.0 at VERSION:1", "changed file"):
        assert found in ended.err
    assert set(project.remote_tags()) == {"v2.0.0"}


def test_a_version_comes_after_the_last_one_on_the_remote(project: Project) -> None:
    version(project, "1.10.0")
    assert project.run("tag").code == 0
    git(project.folder, "tag", "-d", "v1.10.0")
    version(project, "1.9.0")
    ended = project.run("tag")
    assert ended.code == 3
    assert "1.9.0 after 1.10.0, which is on origin" in ended.err
    version(project, "1.10.1")
    assert project.run("tag").code == 0


def test_an_older_line_is_released_from_its_branch_or_by_name(project: Project) -> None:
    for number in ("1.4.0", "2.0.0"):
        version(project, number)
        assert project.run("tag").code == 0
    git(project.folder, "checkout", "-q", "-b", "1.4.x", "v1.4.0")
    version(project, "1.4.1")
    assert project.run("tag").code == 0
    git(project.folder, "checkout", "-q", "-b", "fix", "v1.4.1")
    version(project, "1.4.2")
    assert project.run("tag").code == 3
    assert project.run("plan", "--line", "1.x").code == 0
    assert project.run("tag", "--line", "1.4.x").code == 0
    git(project.folder, "checkout", "-q", "1.4.x")
    version(project, "1.5.0")
    ended = project.run("tag")
    assert ended.code == 3
    assert "a version of the line 1.4.x" in ended.err


def test_a_candidate_of_the_next_version_does_not_hold_up_a_fix(project: Project) -> None:
    for number in ("1.9.0", "2.0.0-rc.1", "1.9.1", "2.0.0-rc.2", "2.0.0"):
        version(project, number)
        ended = project.run("tag")
        assert ended.code == 0, ended.err
    version(project, "2.0.0-rc.3")
    assert project.run("tag").code == 3


def test_a_release_that_was_begun_is_finished_after_a_later_one(project: Project) -> None:
    assert project.run("tag").code == 0
    version(project, "1.3.0")
    assert project.run("tag").code == 0
    git(project.folder, "checkout", "-q", "v1.2.3")
    ended = project.run("release", "--format", "json")
    assert ended.code == 0, ended.err


def test_a_plan_that_was_shown_is_the_one_that_is_carried_out(project: Project) -> None:
    shown = project.run("plan", "--format", "json").json["hash"]
    assert f"releasebot release --plan {shown}" in project.run("plan").out
    assert project.run("release", "--plan", shown).code == 0
    version(project, "1.3.0")
    planned = project.run("plan", "--format", "json").json["hash"]
    project.commit("fix: meanwhile", {"a": "1"})
    ended = project.run("release", "--plan", planned)
    assert ended.code == 4
    assert planned in ended.err
    assert set(project.remote_tags()) == {"v1.2.3"}


def test_a_plan_with_nothing_to_release_is_kept_too(project: Project) -> None:
    project.run("release")
    project.commit("docs: words", {"a": "1"})
    planned = project.run("plan", "--format", "json").json["hash"]
    assert project.run("release", "--plan", planned).code == 0
    version(project, "1.3.0")
    assert project.run("release", "--plan", planned).code == 4
