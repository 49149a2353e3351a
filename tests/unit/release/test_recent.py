"""The latest releases of real repositories, told of alike before and after they are tagged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from releasebot.cli.session import Options, Session
from releasebot.git.root import Surroundings
from releasebot.release.past import Past
from releasebot.release.recent import Recent, recent_releases
from releasebot.release.world import World
from tests.many_releases import DAY, project_with_releases
from tests.projects import IDENTITY, Project, git, make_project, recorded_git


def world_of(folder: Path, **env: str) -> World:
    surroundings = Surroundings(
        folder / "x", folder / "x", folder, {**os.environ, **IDENTITY, **env}
    )
    return Session(Options(repo=folder), surroundings, interactive=False).world


def recent(folder: Path, most: int = 30, **env: str) -> Recent:
    return recent_releases(Past(world_of(folder, **env)), most)


def versions(found: Recent) -> list[str]:
    return [one.version for one in found.releases]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_with_releases(tmp_path_factory.mktemp("many"), 12)


def test_today_is_told_of_alike_before_and_after_it_is_tagged(
    tmp_path: Path,
) -> None:
    project = project_with_releases(tmp_path, 3)
    before = recent(project.folder)
    assert versions(before) == ["1.3.0", "1.2.0", "1.1.0", "1.0.0"]
    git(project.folder, "tag", "-a", "-m", "x", "v1.3.0")
    assert recent(project.folder) == before
    assert before.releases[0].previous_tag == "v1.2.0"
    assert before.commits["1.3.0"] == project.head


def test_each_release_has_its_changes_people_and_how_long_it_took(many: Project) -> None:
    newest = recent(many.folder).releases[0]
    assert [change.description for change in newest.changes] == [
        "1.12.0",
        "고침 12",
        "일을 하나 더 했다 (#12)",
    ]
    assert newest.authors == ("Kim Dev",)
    assert newest.span[1] - newest.span[0] == 2 * DAY


def test_no_more_are_told_of_than_asked_for_and_the_next_one_is_named(many: Project) -> None:
    found = recent(many.folder, 3)
    assert versions(found) == ["1.12.0", "1.11.0", "1.10.0"]
    assert found.before == "1.9.0"
    assert [one.previous_tag for one in found.releases][-1] == "v1.9.0"
    assert len(found.releases[-1].changes) == 3
    assert recent(many.folder, 13).before == ""


def test_tags_of_another_branch_change_nothing(tmp_path: Path) -> None:
    project = project_with_releases(tmp_path, 3)
    before = recent(project.folder)
    git(project.folder, "checkout", "-q", "-b", "hotfix", "v1.1.0")
    project.commit_here("fix: elsewhere", {"a": "b"})
    git(project.folder, "tag", "v1.1.1")
    git(project.folder, "tag", "v9.0.0")
    git(project.folder, "checkout", "-q", "main")
    assert recent(project.folder) == before


def test_what_came_after_the_tag_of_the_stated_version_is_no_part_of_it(tmp_path: Path) -> None:
    project = project_with_releases(tmp_path, 2)
    git(project.folder, "tag", "v1.2.0")
    before = recent(project.folder)
    project.commit_here("feat: not released yet", {"a": "b"})
    assert recent(project.folder) == before


def test_a_prerelease_is_told_of_until_its_final_version_is_out(tmp_path: Path) -> None:
    package = '{{"name": "a", "version": "{}"}}'
    project = make_project(tmp_path, {"package.json": package.format("1.0.0-rc.1")})
    git(project.folder, "tag", "v1.0.0-rc.1")
    project.commit_here("fix: more", {"package.json": package.format("1.0.0-rc.2")})
    assert versions(recent(project.folder)) == ["1.0.0-rc.2", "1.0.0-rc.1"]
    project.commit_here("feat: done", {"package.json": package.format("1.0.0")})
    found = recent(project.folder)
    assert versions(found) == ["1.0.0"]
    assert len(found.releases[0].changes) == 3


@pytest.mark.parametrize("most", [2, 30])
def test_a_shallow_clone_tells_what_a_whole_one_does(
    tmp_path: Path, many: Project, most: int
) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", many.remote.as_uri(), str(shallow))
    assert recent(shallow, most) == recent(many.folder, most)


def test_of_a_shallow_clone_only_what_is_told_of_is_fetched(tmp_path: Path) -> None:
    project = project_with_releases(tmp_path / "source", 60)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", project.remote.as_uri(), str(shallow))
    recent(shallow, 2)
    assert int(git(shallow, "rev-list", "--count", "HEAD")) < 60


def test_two_thousand_tags_are_read_in_a_handful_of_commands(tmp_path: Path) -> None:
    project = project_with_releases(tmp_path, 2000, spec=lambda _: None)
    env, log = recorded_git(tmp_path)
    found = recent(project.folder, 5, **env)
    assert versions(found)[:2] == ["1.2000.0", "1.1999.0"]
    assert len(log.read_text("utf-8").splitlines()) < 15
