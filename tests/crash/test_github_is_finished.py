"""A release on GitHub that is killed anywhere is finished by the same command, from another clone.

The program is killed with SIGKILL at the moment when GitHub has carried out a request and not yet
answered it, and at moments that nobody chose. What GitHub did is on record: each effect once.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.github.rules import Request
from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.projects import IDENTITY, Project, git, make_project

pytestmark = pytest.mark.slow
KILLED = -signal.SIGKILL
MOMENTS = int(os.environ.get("CRASH_MOMENTS", "1"))
EVERY = bool(os.environ.get("CRASH_EVERY_REQUEST"))
"""Every request, not only those before and at each change."""
FILES = {
    "package.json": '{"name": "order-api", "version": "1.2.3"}\n',
    "releasebot.toml": f'[github]\nrepository = "{REPOSITORY}"\nfiles = ["api.tgz"]\n'
    'dispatch = ["deploy.yml"]\n',
    "api.tgz": "built",
}


@dataclass(frozen=True)
class Reference:
    """What an undisturbed release leaves, the requests it sent, and the time it took."""

    template: Path
    state: dict[str, Any]
    requests: tuple[str, ...]
    seconds: float


def fresh(template: Path, place: Path) -> Project:
    shutil.copytree(template, place, symlinks=True)
    return Project(place / "app", place / "app.git")


def start(project: Project, github: FakeGithub) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        (sys.executable, "-m", "releasebot", "release"),
        cwd=project.folder, env={**os.environ, **IDENTITY, **github.env},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def state(project: Project, github: FakeGithub) -> dict[str, Any]:
    """Everything that a release leaves for others, and how often each of it was made."""
    release = github.release()
    return {
        "tags": project.remote_tags(),
        "release": (release.draft, release.prerelease, release.body, release.commit),
        "files": {asset.name: asset.digest for asset in release.assets},
        "published": release.published_times,
        "latest": github.memory.latest == release.id,
        "runs": [run.commit for run in github.memory.runs],
        "made": dict(made(github)),
    }


def made(github: FakeGithub) -> Counter[str]:
    """How often each new thing was made: requests that were carried out."""
    return Counter(
        request.path.rpartition("/")[2] + request.query.get("name", "")
        for request, reply in zip(github.requests, github.replies, strict=True)
        if request.verb == "POST" and reply.status in {201, 204}
    )


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    place = tmp_path_factory.mktemp("github")
    prepared = make_project(place / "template", FILES)
    git(prepared.folder, "remote", "set-url", "origin", "../app.git")
    project = fresh(place / "template", place / "undisturbed")
    with fake_github(project.remote) as github:
        github.memory.workflows["deploy.yml"] = True
        began = time.monotonic()
        assert start(project, github).wait(120) == 0
        seconds = time.monotonic() - began
        lines = tuple(f"{one.line}{one.query.get('name', '')}" for one in github.requests)
        return Reference(place / "template", state(project, github), lines, seconds)


def finish(project: Project, github: FakeGithub, reference: Reference, place: Path) -> None:
    """The plain command, from another clone, ends where an undisturbed run ends."""
    github.on_request = None
    other = place / "other"
    git(place, "clone", "-q", str(project.remote), str(other))
    clone = Project(other, project.remote, github.env)
    again = clone.run("release", "--format", "json")
    assert again.code == 0, again.err
    assert state(project, github) == reference.state


def moments(requests: tuple[str, ...]) -> Iterator[int]:
    """The number of each request that changes something, and of the one before it."""
    for number, line in enumerate(requests, 1):
        following = requests[number] if number < len(requests) else ""
        if EVERY or not line.startswith("GET") or not following.startswith("GET"):
            yield number


def test_a_release_makes_each_thing_once(reference: Reference) -> None:
    assert reference.state["made"] == {
        "releases": 1,
        "assetsRELEASE_NOTES.md": 1,
        "assetsapi.tgz": 1,
        "assetsSHA256SUMS": 1,
        "dispatches": 1,
    }
    assert (reference.state["published"], reference.state["latest"]) == (1, True)


@pytest.mark.parametrize("part", range(4))
def test_killed_when_a_request_was_carried_out_another_clone_finishes(
    reference: Reference, tmp_path: Path, part: int
) -> None:
    for number in [*moments(reference.requests)][part::4]:
        place = tmp_path / str(number)
        project = fresh(reference.template, place)
        with fake_github(project.remote) as github:
            github.memory.workflows["deploy.yml"] = True
            started = threading.Event()
            children: list[subprocess.Popen[bytes]] = []

            def kill(seen: int, request: Request, at: int = number) -> None:
                del request
                if seen == at:
                    started.wait(10)  # noqa: B023  used up in this turn
                    children[0].kill()  # noqa: B023
                    children[0].wait(10)  # noqa: B023

            github.on_request = kill
            children.append(start(project, github))
            started.set()
            assert children[0].wait(120) == KILLED, reference.requests[number - 1]
            finish(project, github, reference, place)


def test_killed_at_any_moment_another_clone_finishes(reference: Reference, tmp_path: Path) -> None:
    dice = random.Random(20260102)
    for turn in range(MOMENTS):
        place = tmp_path / str(turn)
        project = fresh(reference.template, place)
        with fake_github(project.remote) as github:
            github.memory.workflows["deploy.yml"] = True
            child = start(project, github)
            time.sleep(dice.uniform(0.2, 1) * reference.seconds)
            child.kill()
            child.wait(10)
            finish(project, github, reference, place)
