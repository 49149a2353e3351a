"""A gate without a report: its exit code says it all."""

from __future__ import annotations

import signal
from pathlib import Path

from releasebot.gates.reading import Asked, Reading, Unreadable

_NO_PROGRAM = {126: "its program could not be executed", 127: "its program was not found"}
"""What a shell's exit code says of the program (POSIX.1-2024, XCU 2.8.2)."""

_FROM_OUTSIDE = {signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
"""Signals by which somebody else ends a program: an operator, or a kernel without memory."""


def read(report: Path, asked: Asked) -> Reading:
    """Passed with 0. `report` is not looked at.

    Raises:
        Unreadable: the command never came to its verdict.
    """
    del report
    code = asked.code
    if code in _NO_PROGRAM:
        raise Unreadable(f"exit code {code}: {_NO_PROGRAM[code]}")
    if code < 0:
        name = signal.Signals(-code).name
        if -code in _FROM_OUTSIDE:
            raise Unreadable(f"it was ended from outside by {name}")
        return Reading(faults=(f"it was ended by {name}, wanted exit code 0",))
    return Reading(faults=(f"found exit code {code}, wanted 0",) if code else ())
