"""The demo's folder: made once, found again, and nobody else's ever touched."""

from __future__ import annotations

import json
import os
import threading
import tomllib
from pathlib import Path, PurePosixPath

import pytest

from releasebot.cli.demo_folder import DemoFolder, prepare
from releasebot.cli.demo_project import HISTORY, history, project_files
from releasebot.errors import OutsideError, UsageError
from tests.projects import git

EXAMPLE = Path(__file__).parents[3] / "examples" / "nestjs"


def demo(tmp_path: Path) -> DemoFolder:
    return DemoFolder(tmp_path / "build" / "demo")


def stamps(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and its bytes."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_first_run_makes_a_clean_checkout_and_a_remote_at_the_same_commit(tmp_path: Path) -> None:
    folder = demo(tmp_path)
    assert prepare(folder, os.environ)
    assert git(folder.checkout, "status", "--porcelain") == ""
    assert git(folder.checkout, "rev-parse", "HEAD") == git(folder.remote, "rev-parse", "main")
    subjects = git(folder.checkout, "log", "--reverse", "--format=%s").splitlines()
    assert subjects == [subject for subject, _ in HISTORY]


def test_a_second_run_finds_it_and_touches_nothing(tmp_path: Path) -> None:
    folder = demo(tmp_path)
    prepare(folder, os.environ)
    before = stamps(folder.place)
    assert not prepare(folder, os.environ)
    assert stamps(folder.place) == before


def test_made_anew_it_has_the_same_commits(tmp_path: Path) -> None:
    folder = demo(tmp_path)
    prepare(folder, os.environ)
    first = git(folder.checkout, "rev-parse", "HEAD")
    git(folder.checkout, "commit", "-q", "--allow-empty", "-m", "mine")
    assert prepare(folder, os.environ, anew=True)
    assert git(folder.checkout, "rev-parse", "HEAD") == first


def test_making_it_anew_keeps_what_a_person_put_beside_it(tmp_path: Path) -> None:
    folder = demo(tmp_path)
    prepare(folder, os.environ)
    (folder.place / "notes.txt").write_text("mine")
    prepare(folder, os.environ, anew=True)
    assert (folder.place / "notes.txt").read_text() == "mine"


def test_a_git_work_tree_around_it_does_not_see_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    prepare(demo(tmp_path), os.environ)
    assert git(tmp_path, "status", "--porcelain", "--untracked-files=all") == ""


def test_an_empty_folder_may_become_the_demos(tmp_path: Path) -> None:
    assert prepare(DemoFolder(tmp_path), os.environ)


@pytest.mark.parametrize("anew", [False, True])
def test_a_folder_of_somebody_else_is_refused_and_left_alone(tmp_path: Path, anew: bool) -> None:  # noqa: FBT001  the parameter of the test
    (tmp_path / "bookshop").mkdir()
    (tmp_path / "bookshop" / "thesis.txt").write_text("years of work")
    before = stamps(tmp_path)
    with pytest.raises(UsageError, match="not the demo's own folder"):
        prepare(DemoFolder(tmp_path), os.environ, anew=anew)
    assert stamps(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["bookshop"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    with pytest.raises(UsageError, match="is a file"):
        prepare(demo(tmp_path), os.environ)
    with pytest.raises(UsageError, match="is a file"):
        prepare(DemoFolder(tmp_path / "build"), os.environ)


@pytest.mark.parametrize("lost", ["bookshop", "bookshop.git", "bookshop/.git"])
def test_a_damaged_demo_is_said_so_and_kept_until_it_is_made_anew(
    tmp_path: Path, lost: str
) -> None:
    folder = demo(tmp_path)
    prepare(folder, os.environ)
    (folder.place / lost).rename(tmp_path / "taken")
    before = stamps(folder.place)
    with pytest.raises(UsageError, match="is damaged") as raised:
        prepare(folder, os.environ)
    assert "--fresh" in raised.value.hint
    assert stamps(folder.place) == before
    assert prepare(folder, os.environ, anew=True)
    assert not prepare(folder, os.environ)


def test_a_folder_that_cannot_be_written_is_said_so() -> None:
    with pytest.raises(OutsideError, match="cannot be written"):
        prepare(DemoFolder(Path("/proc/releasebot-demo")), os.environ)


def test_runs_at_the_same_time_make_it_once(tmp_path: Path) -> None:
    folder = demo(tmp_path)
    made: list[bool] = []
    runs = [
        threading.Thread(target=lambda: made.append(prepare(folder, os.environ))) for _ in range(4)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted(made) == [False, False, False, True]
    assert not prepare(folder, os.environ)


def test_every_file_of_the_project_comes_with_one_commit() -> None:
    commits = history()
    committed = [path for commit in commits for path, _ in commit.files]
    assert sorted(committed) == sorted(path for path, _ in project_files())
    assert all(commit.files for commit in commits)


def test_the_projects_places_state_one_version() -> None:
    content = {path: text.decode() for path, text in project_files()}
    assert json.loads(content["package.json"])["version"] == "1.4.0"
    assert json.loads(content["package-lock.json"])["packages"][""]["version"] == "1.4.0"
    assert json.loads(content["swagger.json"])["info"]["version"] == "1.4.0"
    assert ".setVersion('1.4.0')" in content["src/swagger.ts"]
    assert "version: 1.4.0" in content["config/default.yaml"]
    assert 'version: "1.4.0"' in content["config/production.yaml"]
    assert "image: moonlight/books-api:1.4.0" in content["docker-compose.yml"]
    assert 'image.version="1.4.0"' in content["Dockerfile"]


def test_the_projects_api_is_large_enough_to_be_looked_at() -> None:
    spec = json.loads(dict(project_files())["swagger.json"])
    operations = [operation for item in spec["paths"].values() for operation in item.values()]
    assert len(operations) >= 24
    assert len({tag for operation in operations for tag in operation["tags"]}) >= 5


@pytest.mark.skipif(not EXAMPLE.is_dir(), reason="the examples are not part of this distribution")
def test_the_project_is_the_whole_example_that_git_tracks() -> None:
    listed = git(EXAMPLE, "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    wanted = {name: (EXAMPLE / name).read_bytes() for name in listed if name != "export.sh"}
    assert dict(project_files()) == wanted


@pytest.mark.skipif(not EXAMPLE.is_dir(), reason="the examples are not part of this distribution")
def test_an_installed_package_carries_every_file_of_the_project() -> None:
    pyproject = tomllib.loads((EXAMPLE.parents[1] / "pyproject.toml").read_text("utf-8"))
    carried = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {PurePosixPath(source).parts[:2] for source in carried} == {("examples", "nestjs")}
    named = {PurePosixPath(source).parts[2] for source in carried}
    assert named == {path.split("/")[0] for path, _ in project_files()}
