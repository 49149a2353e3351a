"""The one-file program, built once for all tests of a process from this folder's own wheel."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import gettempdir, mkdtemp

import pytest

from tests.projects import IDENTITY, Ended

ROOT = Path(__file__).parents[2]


def build_wheel(source: Path, into: Path) -> Path:
    """The wheel of a copy of the project; skips where what builds it is not installed."""
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into))
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    if "No module named hatchling" in done.stderr:
        pytest.skip("needs hatchling, which builds the wheel")
    assert done.returncode == 0, done.stderr
    return next(into.glob("*.whl"))


@cache
def one_file() -> Path:
    """`releasebot.pyz` for this Python; skips where no package index can be reached.

    The processes of one test run share it.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    place = Path(gettempdir()) / f"pyz-{run}" if run else Path(mkdtemp(prefix="pyz-"))
    place.mkdir(exist_ok=True)
    with (place / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        target = place / "releasebot.pyz"
        if not target.exists():
            _build(place, target)
    return target


def _build(place: Path, target: Path) -> None:
    unfinished = place / "unfinished"
    command = (
        sys.executable, "-m", "distribution.pyz", str(build_wheel(ROOT, place)), str(unfinished),
        "--for-this-python",
    )  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "No matching distribution" in done.stderr or "Connection" in done.stderr:
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr
    unfinished.rename(target)


def run_one_file(
    program: Path, *words: str, cwd: Path, cache_home: Path, env: Mapping[str, str] | None = None
) -> Ended:
    """Run it with a Python that has nothing installed: `-S` leaves out all of its packages."""
    surroundings = {**os.environ, **IDENTITY, "XDG_CACHE_HOME": str(cache_home), **(env or {})}
    done = subprocess.run(
        (sys.executable, "-S", "-E", str(program), *words), cwd=cwd, env=surroundings,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)
