"""Runs at the same moment: however they interleave, they end in one release, published once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from releasebot.github.client import Client
from releasebot.github.complete import complete, publish
from releasebot.github.patience import Patience
from releasebot.github.place import Place
from releasebot.github.releases import Release, Releases
from releasebot.github.token import Token
from releasebot.github.wanted import File, Wanted
from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.projects import git, make_project

ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))
RUNS = 6
TAG = "v1.2.3"
FILES = tuple(File(f"{name}.txt", "text/plain", name.encode(), fixed=True) for name in "abc")


def at_once(run: Callable[[], Release]) -> list[Release]:
    """What each run ends with; all begin together, and every error is raised."""
    gate = threading.Barrier(RUNS)

    def one() -> Release:
        gate.wait(10)
        return run()

    with ThreadPoolExecutor(RUNS) as pool:
        return [each.result() for each in [pool.submit(one) for _ in range(RUNS)]]


@pytest.mark.parametrize("hides", [0, 3], ids=["list is up to date", "list lags behind"])
def test_runs_at_once_end_in_one_release_with_each_file_once(tmp_path: Path, hides: int) -> None:
    project = make_project(tmp_path)
    git(project.folder, "tag", TAG)
    git(project.folder, "push", "-q", "origin", TAG)
    wanted = Wanted(TAG, project.head, lambda most: "- first"[:most], FILES)
    for _ in range(ROUNDS):
        with fake_github(project.remote) as github:
            github.memory.hides = hides

            def run(github: FakeGithub = github) -> Release:
                place = Place(REPOSITORY, "github.com", github.base)
                patience = Patience(60, sleep=lambda _: None)
                releases = Releases(Client(place, Token(github.token, "GITHUB_TOKEN"), patience))
                complete(releases, wanted)
                return publish(releases, wanted, lambda _: True)

            ended = at_once(run)
            release = github.release()
            assert {one.id for one in ended} == {release.id}
            assert (release.draft, release.published_times) == (False, 1)
            names = sorted(asset.name for asset in release.assets)
            assert names == ["SHA256SUMS", "a.txt", "b.txt", "c.txt"]
