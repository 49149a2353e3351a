"""Whole releases at the same moment from many clones: one tag, one release, one set of pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.shared_targets import Targets, targets
from tests.projects import IDENTITY, Project, git

pytestmark = pytest.mark.slow
RUNS = int(os.environ.get("RACE_RUNS", "4"))


def release_at_once(clones: list[Project]) -> list[tuple[int, str]]:
    """Each clone's exit code and what it said, all started together."""
    running = [
        subprocess.Popen(
            (sys.executable, "-m", "releasebot", "release"),
            cwd=clone.folder, env={**os.environ, **IDENTITY, **clone.env},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for clone in clones
    ]  # fmt: skip
    said = [one.communicate(timeout=300)[1] for one in running]
    return [(one.returncode, text) for one, text in zip(running, said, strict=True)]


def assert_one_of_each(race: Targets) -> None:
    """One tag pushed once, one release published once, every page written once."""
    assert list(race.project.remote_tags()) == ["v1.2.3"]
    assert race.state()["pushes"] == "refs/tags/v1.2.3\n"
    release = race.github.release()
    assert (release.draft, release.published_times) == (False, 1)
    assert release.commit == race.project.remote_tags()["v1.2.3"]
    pages = list((race.place / "shared" / "confluence" / "pages").glob("*.json"))
    assert pages
    assert {json.loads(page.read_bytes())["version"] for page in pages} == {1}


def test_releases_of_one_commit_are_one_release_and_all_succeed(tmp_path: Path) -> None:
    with targets(tmp_path) as race:
        ended = release_at_once([race.clone(f"clone{number}") for number in range(RUNS)])
        assert [code for code, _ in ended] == [0] * RUNS, ended
        assert_one_of_each(race)


def test_of_releases_of_different_commits_one_wins_and_the_others_name_it(tmp_path: Path) -> None:
    with targets(tmp_path) as race:
        clones = [race.clone(f"clone{number}") for number in range(RUNS)]
        for number, clone in enumerate(clones):
            clone.write({"mine": str(number)})
            git(clone.folder, "add", "mine")
            git(clone.folder, "commit", "-q", "-m", f"feat: {number}")
            git(clone.folder, "push", "-q", "origin", f"HEAD:refs/heads/run{number}")
        ended = release_at_once(clones)
        winner = race.project.remote_tags()["v1.2.3"]
        for clone, (code, said) in zip(clones, ended, strict=True):
            assert code == (0 if clone.head == winner else 4), said
            if clone.head != winner:
                assert winner[:9] in said
        assert_one_of_each(race)
