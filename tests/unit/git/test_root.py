"""Which project a run is about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from releasebot.errors import UsageError
from releasebot.git.root import Surroundings, find_root
from tests.projects import git, make_project

NOWHERE = Path("/usr/bin/releasebot")


def surroundings(
    folder: Path | None,
    *,
    started: Path = NOWHERE,
    package: Path = NOWHERE,
    environ: Mapping[str, str] | None = None,
) -> Surroundings:
    return Surroundings(started, package, folder, environ or {})


def test_a_subfolder_leads_to_the_project(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    below = project.folder / "src" / "orders"
    below.mkdir(parents=True)
    found = find_root(surroundings(below))
    assert found.project == found.worktree == project.folder


def test_the_programs_own_path_leads_to_the_project_from_anywhere(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    program = project.folder / ".venv" / "bin" / "releasebot"
    program.parent.mkdir(parents=True)
    program.touch()
    assert find_root(surroundings(Path("/"), started=program)).project == project.folder


def test_a_symlink_to_the_program_is_followed_to_its_repository(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    program = project.folder / "tools" / "releasebot.pyz"
    program.parent.mkdir()
    program.touch()
    link = tmp_path / "bin" / "releasebot"
    link.parent.mkdir()
    link.symlink_to(program)
    assert find_root(surroundings(Path("/"), started=link)).project == project.folder


def test_a_symlinked_checkout_is_the_checkout(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    link = tmp_path / "current"
    link.symlink_to(project.folder)
    assert find_root(surroundings(link)).project == project.folder


def test_two_repositories_are_never_chosen_between(tmp_path: Path) -> None:
    one, other = make_project(tmp_path / "a"), make_project(tmp_path / "b")
    program = one.folder / "releasebot"
    program.touch()
    with pytest.raises(UsageError) as caught:
        find_root(surroundings(other.folder, started=program))
    assert str(one.folder) in caught.value.message
    assert str(other.folder) in caught.value.message
    assert "--repo" in caught.value.hint


def test_the_source_checkout_of_releasebot_releases_another_project(tmp_path: Path) -> None:
    source, other = make_project(tmp_path / "releasebot"), make_project(tmp_path / "b")
    package = source.folder / "releasebot"
    package.mkdir()
    assert find_root(surroundings(other.folder, package=package)).project == other.folder
    assert find_root(surroundings(source.folder, package=package)).project == source.folder


def test_the_source_checkout_of_releasebot_is_never_released_from_elsewhere(
    tmp_path: Path,
) -> None:
    source = make_project(tmp_path / "releasebot")
    package = source.folder / "releasebot"
    package.mkdir()
    with pytest.raises(UsageError, match="not a git repository"):
        find_root(surroundings(tmp_path, package=package))


def test_a_named_repository_wins_over_everything(tmp_path: Path) -> None:
    one, other = make_project(tmp_path / "a"), make_project(tmp_path / "b")
    found = find_root(surroundings(one.folder), repo=other.folder)
    assert found.project == other.folder
    by_variable = surroundings(one.folder, environ={"RELEASEBOT_REPO": str(other.folder)})
    assert find_root(by_variable).project == other.folder
    assert find_root(by_variable, repo=one.folder).project == one.folder


def test_a_named_file_stands_for_its_folder(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"package.json": "{}", "scripts/releasebot": "#!/bin/sh\n"})
    found = find_root(surroundings(Path("/")), repo=project.folder / "scripts" / "releasebot")
    assert found.project == project.folder


def test_a_linked_work_tree_is_a_root_of_its_own(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    git(project.folder, "worktree", "add", "-q", str(tmp_path / "linked"))
    found = find_root(surroundings(tmp_path / "linked"))
    assert found.worktree == tmp_path / "linked"
    assert found.repository == project.folder / ".git"


def test_in_a_linked_work_tree_the_program_of_the_main_one_means_the_linked_one(
    tmp_path: Path,
) -> None:
    project = make_project(tmp_path)
    git(project.folder, "worktree", "add", "-q", str(tmp_path / "linked"))
    program = project.folder / "releasebot"
    program.touch()
    found = find_root(surroundings(tmp_path / "linked", started=program))
    assert found.worktree == tmp_path / "linked"


def test_a_subproject_of_a_monorepo_is_its_own_project(tmp_path: Path) -> None:
    project = make_project(
        tmp_path,
        {"package.json": "{}", "services/api/package.json": "{}", "services/api/src/a.ts": ""},
    )
    found = find_root(surroundings(project.folder / "services/api/src"))
    assert found.project == project.folder / "services/api"
    assert found.worktree == project.folder


def test_a_configuration_further_up_is_stronger_than_a_manifest(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"releasebot.toml": "", "services/api/package.json": "{}"})
    assert find_root(surroundings(project.folder / "services/api")).project == project.folder


def test_two_subprojects_of_one_repository_are_not_chosen_between(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"a/package.json": "{}", "b/package.json": "{}"})
    program = project.folder / "a" / "releasebot"
    program.touch()
    with pytest.raises(UsageError, match="two projects"):
        find_root(surroundings(project.folder / "b", started=program))


def test_a_submodule_is_a_repository_of_its_own(tmp_path: Path) -> None:
    inner, outer = make_project(tmp_path / "in"), make_project(tmp_path / "out")
    allowed = ("-c", "protocol.file.allow=always")
    git(outer.folder, *allowed, "submodule", "add", "-q", str(inner.remote), "lib")
    found = find_root(surroundings(outer.folder / "lib"))
    assert found.worktree == outer.folder / "lib"


def test_a_ci_workspace_is_the_last_resort(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    for variable in ("GITHUB_WORKSPACE", "WORKSPACE"):
        found = find_root(surroundings(Path("/"), environ={variable: str(project.folder)}))
        assert found.project == project.folder
        assert found.why == variable


def test_outside_any_repository_the_error_says_where_was_looked(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_root(surroundings(tmp_path))
    assert "not a git repository" in caught.value.message
    assert str(tmp_path) in caught.value.message
    assert "--repo" in caught.value.hint


def test_a_bare_repository_is_named_as_such(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    with pytest.raises(UsageError, match="bare repository"):
        find_root(surroundings(project.remote))


def test_a_deleted_current_folder_is_no_crash() -> None:
    with pytest.raises(UsageError, match="no longer exists"):
        find_root(surroundings(None))


def test_a_place_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        find_root(surroundings(tmp_path), repo=tmp_path / "missing")
