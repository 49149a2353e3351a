"""Processes that a gate has started and left behind, in whatever group or session.

They are known by a variable of their environment, as Jenkins knows those of a build (its
ProcessTreeKiller). Where there is no /proc, only the process group is ended, by `process.attend`.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress

from releasebot.gates.environment import MARK

_ROUNDS = 10
_GRACE_SECONDS = 2.0
_LOOK_AGAIN_SECONDS = 0.02
_PROCESSES = "/proc"
_PIECE = 1 << 16


def end_marked(start: str, *, exact: bool) -> int:
    """How many processes bore the mark and were ended.

    The mark is `start`, or with `exact` False anything that starts so. They are asked to end, and
    ended by force after two seconds. While they start others, it is tried a bounded number of
    times.
    """
    ended: set[int] = set()
    until = time.monotonic() + _GRACE_SECONDS
    number = signal.SIGTERM
    for _ in range(_ROUNDS):
        running = set(_marked(start, exact=exact))
        if not running:
            break
        for pid in running - ended if number is signal.SIGTERM else running:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        ended |= running
        while time.monotonic() < until and any(_bears(pid, start, exact=exact) for pid in running):
            time.sleep(_LOOK_AGAIN_SECONDS)
        if time.monotonic() >= until:
            number = signal.SIGKILL
            time.sleep(_LOOK_AGAIN_SECONDS)
    return len(ended)


def _marked(start: str, *, exact: bool) -> Iterator[int]:
    own = os.getpid()
    with suppress(OSError), os.scandir(_PROCESSES) as found:
        for one in found:
            pid = int(one.name) if one.name.isdecimal() else own
            if pid != own and _bears(pid, start, exact=exact):
                yield pid


def _bears(pid: int, start: str, *, exact: bool) -> bool:
    """Whether the process runs with the mark; a zombie has no environment any more."""
    try:
        file = os.open(f"{_PROCESSES}/{pid}/environ", os.O_RDONLY)
    except OSError:
        return False
    environment = b""
    try:
        while piece := os.read(file, _PIECE):
            environment += piece
    except OSError:
        return False
    finally:
        os.close(file)
    variable = f"{MARK}={start}".encode() + (b"\0" if exact else b"")
    return environment.startswith(variable) or b"\0" + variable in environment
