"""Real servers for live tests: started on a free port of loopback, ended by their own process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def running(
    *argv: str, env: Mapping[str, str] | None = None, log: Path | None = None
) -> Iterator[None]:
    """The program, up while entered; what it writes goes to `log`."""
    place = log or Path(os.devnull)
    with place.open("ab") as written:
        child = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=written, stderr=written, env=env
        )
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(10)


def need(*programs: str) -> None:
    """Skip the test by name where a program is not installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed here")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 30) -> None:
    """Return when something answers on the port."""
    for _ in range(int(seconds * 20)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing answers on port {port}")
