"""`releasebot.pyz`, on a machine where nothing but Python and git is installed."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from distribution.pyz import start, write_archive
from tests.live.one_file import ROOT, build_wheel, one_file, run_one_file
from tests.projects import Project, make_project

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project that keeps the program in its own tools folder."""
    made = make_project(tmp_path, None)
    (made.folder / "tools").mkdir()
    shutil.copy(one_file(), made.folder / "tools" / "releasebot.pyz")
    return made


def test_it_finds_the_project_around_itself_from_any_folder(
    project: Project, cache_home: Path, tmp_path: Path
) -> None:
    program = project.folder / "tools" / "releasebot.pyz"
    for folder in (Path("/"), tmp_path):
        ended = run_one_file(program, "version", cwd=folder, cache_home=cache_home)
        assert (ended.code, ended.out) == (0, "1.2.3\n"), ended.err


def test_it_makes_a_whole_release_with_nothing_installed(
    project: Project, cache_home: Path
) -> None:
    program = project.folder / "tools" / "releasebot.pyz"
    ended = run_one_file(
        program, "release", "--format", "json", cwd=Path("/"), cache_home=cache_home
    )
    assert ended.code == 0, ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}
    made = {step["name"] for step in ended.json["steps"] if step["state"] == "made"}
    assert {"tag", "site", "confluence"} <= made


def test_it_goes_on_without_the_extra_that_it_does_not_carry(
    project: Project, cache_home: Path
) -> None:
    program = project.folder / "tools" / "releasebot.pyz"
    settings = '[telemetry]\ntraces = true\ntextfile_folder = "."\n'
    project.commit("chore: be watched", {"releasebot.toml": settings})
    words = ("tag", "--log-format", "json")
    ended = run_one_file(program, *words, cwd=Path("/"), cache_home=cache_home)
    assert ended.code == 0, ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}
    for name in ("opentelemetry", "prometheus_client"):
        assert f"there is no {name} here; install releasebot[telemetry]" in ended.err


def test_the_client_for_github_is_in_it(project: Project, cache_home: Path) -> None:
    program = project.folder / "tools" / "releasebot.pyz"
    run_one_file(program, "version", cwd=Path("/"), cache_home=cache_home)
    (unpacked,) = (cache_home / "releasebot").iterdir()
    load = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r}); import github; print(github.__file__)"
    )
    done = subprocess.run(
        (sys.executable, "-S", "-E", "-I", "-c", load), capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(str(unpacked)), done.stderr


def test_a_command_whose_library_is_left_out_says_so(project: Project, cache_home: Path) -> None:
    program = project.folder / "tools" / "releasebot.pyz"
    ended = run_one_file(program, "api", "lint", cwd=project.folder, cache_home=cache_home)
    assert ended.code == 2
    assert "error: this needs jsonschema_rs, which " in ended.err
    assert "hint: install releasebot from its wheel" in ended.err


def test_a_cache_that_lies_in_another_repository_names_no_project(
    project: Project, tmp_path: Path
) -> None:
    home = make_project(tmp_path / "home", {"VERSION": "9.9.9\n"})
    program = tmp_path / "releasebot.pyz"
    shutil.copy(one_file(), program)
    ended = run_one_file(program, "version", cwd=project.folder, cache_home=home.folder)
    assert (ended.code, ended.out) == (0, "1.2.3\n"), ended.err


def test_runs_that_unpack_it_at_the_same_time_share_one_folder(
    project: Project, tmp_path: Path
) -> None:
    program = project.folder / "tools" / "releasebot.pyz"
    env = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path / "new")}
    runs = [
        subprocess.Popen(
            (sys.executable, "-S", "-E", program, "version"), cwd="/", env=env,
            stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [run.communicate(timeout=300)[0] for run in runs] == ["1.2.3\n"] * 2
    kept = [path.name for path in (tmp_path / "new" / "releasebot").iterdir()]
    assert len(kept) == 1
    assert kept[0].startswith("pyz-")


def test_an_archive_without_a_module_for_this_python_says_so(tmp_path: Path) -> None:
    program = tmp_path / "releasebot.pyz"
    write_archive(program, {"app/releasebot/__init__.py": b""} | start("0" * 16))
    ended = run_one_file(program, "version", cwd=tmp_path, cache_home=tmp_path / "cache")
    assert ended.code == 2
    assert "error: this archive carries nothing for cpython-" in ended.err
    assert "hint: " in ended.err


def test_a_machine_without_a_place_to_unpack_it_says_so(tmp_path: Path) -> None:
    program = tmp_path / "releasebot.pyz"
    write_archive(program, {"app/releasebot/__init__.py": b""} | start("0" * 16))
    taken = tmp_path / "taken"
    taken.write_text("a file", "utf-8")
    nowhere = {"HOME": str(taken), "TMPDIR": str(taken)}
    ended = run_one_file(program, "version", cwd=tmp_path, cache_home=taken, env=nowhere)
    assert ended.code == 2
    assert "XDG_CACHE_HOME" in ended.err or "carries nothing" in ended.err


def test_an_old_python_can_read_the_sentence_that_refuses_it() -> None:
    ast.parse((ROOT / "distribution" / "first_line.py").read_text("utf-8"), feature_version=(3, 4))


def test_equal_files_give_an_archive_of_equal_bytes(tmp_path: Path) -> None:
    files = {"app/b.py": b"2", "app/a.py": b"1"}
    for name in ("one", "two"):
        write_archive(tmp_path / name, dict(reversed(files.items())) if name == "two" else files)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_wheel_is_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    listed = subprocess.run(
        ("git", "ls-files", "-z", "releasebot", "examples", "pyproject.toml", "README.md",
         "LICENSE", ".gitignore"),
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    wheels = []
    for name in ("here", "elsewhere"):
        source = tmp_path / name / "releasebot"
        for file in filter(None, listed.stdout.split("\0")):
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, source / file)  # with another time, and other rights
        wheels.append(build_wheel(source, tmp_path / name / "dist").read_bytes())
    assert wheels[0] == wheels[1]
