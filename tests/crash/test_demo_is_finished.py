"""A demo that is killed anywhere is finished by running the same command again."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from releasebot.cli.demo_folder import DemoFolder, prepare
from tests.projects import git, run_releasebot

pytestmark = pytest.mark.slow
DRIVER = Path(__file__).with_name("kill_at.py")


@dataclass(frozen=True)
class Reference:
    """What an undisturbed demo leaves, and how many effects it had until its project was there."""

    state: dict[str, str]
    preparing: int


def state(folder: DemoFolder) -> dict[str, str]:
    """Everything a demo leaves behind: the commit, the remote's tags, every file outside of git."""
    found = {"commit": git(folder.checkout, "rev-parse", "HEAD")}
    tags = git(folder.remote, "for-each-ref", "--format=%(refname) %(*objectname)", "refs/tags")
    found |= dict(line.split(" ") for line in tags.splitlines())
    for path in sorted(folder.place.rglob("*")):
        name = path.relative_to(folder.place).as_posix()
        if path.is_file() and "/.git/" not in name and not name.startswith("bookshop.git/"):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def start(folder: DemoFolder, *, kill_at: int, log: Path) -> subprocess.Popen[bytes]:
    words = (sys.executable, str(DRIVER), str(kill_at), str(log), "demo", "--dir", folder.place)
    nothing = subprocess.DEVNULL
    return subprocess.Popen(
        words, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    )


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    place = tmp_path_factory.mktemp("demo")
    folder, log = DemoFolder(place / "whole"), place / "log"
    assert start(folder, kill_at=0, log=log).wait(120) == 0
    effects = log.read_text("utf-8").splitlines()
    last = next(
        number
        for number, effect in enumerate(effects, 1)
        if effect.startswith("os.remove") and ".unfinished" in effect
    )
    return Reference(state(folder), last)


def test_killed_at_any_effect_while_it_makes_its_project(
    reference: Reference, tmp_path: Path
) -> None:
    assert reference.preparing > 10
    wanted = {name for name in reference.state if "/build/" not in name and "refs/" not in name}
    for number in range(1, reference.preparing + 1):
        folder = DemoFolder(tmp_path / f"killed {number}")
        killed = start(folder, kill_at=number, log=tmp_path / "log").wait(60)
        assert killed == -signal.SIGKILL
        prepare(folder, os.environ)
        assert state(folder) == {name: reference.state[name] for name in wanted}, number
        assert git(folder.checkout, "status", "--porcelain") == ""


@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.6, 3.2])
def test_killed_at_a_moment_that_nobody_chose(
    reference: Reference, tmp_path: Path, seconds: float
) -> None:
    folder = DemoFolder(tmp_path / "demo")
    running = start(folder, kill_at=0, log=tmp_path / "log")
    time.sleep(seconds)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    again = run_releasebot("demo", "--dir", str(folder.place), cwd=tmp_path)
    assert again.code == 0, again.err
    assert state(folder) == reference.state
