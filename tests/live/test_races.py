"""Many runs at the same moment against one remote: one wins, nobody loses anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import IDENTITY, Project, git, make_project

RUNS = 20
TURNS = int(os.environ.get("RACE_TURNS", "2"))
PACKAGE = {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'}


def clones(project: Project, place: Path) -> list[Path]:
    made = [place / f"clone{number}" for number in range(RUNS)]
    for folder in made:
        git(place, "clone", "-q", str(project.remote), str(folder))
    return made


def tag_at_once(folders: list[Path]) -> list[tuple[int, str]]:
    """Each clone's exit code and what it said, all started together."""
    running = [
        subprocess.Popen(
            (sys.executable, "-m", "releasebot", "tag"),
            cwd=folder, env={**os.environ, **IDENTITY}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for folder in folders
    ]  # fmt: skip
    said = [one.communicate(timeout=120)[1] for one in running]
    return [(one.returncode, text) for one, text in zip(running, said, strict=True)]


@pytest.mark.parametrize("turn", range(TURNS))
def test_runs_of_one_commit_make_one_tag_and_all_succeed(tmp_path: Path, turn: int) -> None:
    project = make_project(tmp_path, PACKAGE | {"turn": str(turn)})
    folders = clones(project, tmp_path)
    ended = tag_at_once(folders)
    assert [code for code, _ in ended] == [0] * RUNS, ended
    assert project.remote_tags() == {"v1.2.3": project.head}
    there = git(project.remote, "rev-parse", "v1.2.3")
    for folder in folders:
        assert git(folder, "for-each-ref", "--format=%(objectname)", "refs/tags") in {"", there}


@pytest.mark.parametrize("turn", range(TURNS))
def test_of_runs_of_different_commits_one_wins_and_the_others_name_it(
    tmp_path: Path, turn: int
) -> None:
    project = make_project(tmp_path, PACKAGE | {"turn": str(turn)})
    folders = clones(project, tmp_path)
    for number, folder in enumerate(folders):
        (folder / "mine").write_text(str(number))
        git(folder, "add", "mine")
        git(folder, "commit", "-q", "-m", f"feat: {number}")
        git(folder, "push", "-q", "origin", f"HEAD:refs/heads/run{number}")
    ended = tag_at_once(folders)
    winner = project.remote_tags()["v1.2.3"]
    heads = [git(folder, "rev-parse", "HEAD") for folder in folders]
    for head, folder, (code, said) in zip(heads, folders, ended, strict=True):
        assert code == (0 if head == winner else 4), said
        if head != winner:
            assert winner[:9] in said
            assert git(folder, "tag") == ""
    assert list(project.remote_tags()) == ["v1.2.3"]
