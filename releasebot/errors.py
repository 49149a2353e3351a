"""Every error a person can meet: one sentence, a hint that fixes it, and the exit code.

ReleasebotError
├── UsageError           2   the command line, the configuration or an input file is wrong
├── GateError            3   a gate said no: nothing may be released as things are
├── GateNotRunError      6   a gate could not say anything: an outage, a missing tool
├── ConflictError        4   the world is otherwise than asked
└── OutsideError         5   something outside failed: run again to finish
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller; the same table for every command."""

    DONE = 0
    BUG = 1
    USAGE = 2
    GATE = 3
    CONFLICT = 4
    OUTSIDE = 5
    GATE_NOT_RUN = 6
    NOTHING = 10
    INTERRUPTED = 130


class ReleasebotError(Exception):
    """A condition that ends the command, said in words that its reader can act on.

    `message` is one sentence: what, where (file:line where there is one), found against wanted.
    `hint` says what to do next and may be empty. `details` are further lines that belong below the
    sentence, such as the candidates of an ambiguity or the last lines a child program wrote.
    """

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, message: str, *, hint: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details


class UsageError(ReleasebotError):
    """The command line, the configuration or an input file has to be changed by its author."""

    exit_code = ExitCode.USAGE


class GateError(ReleasebotError):
    """A condition for releasing does not hold; nothing was written."""

    exit_code = ExitCode.GATE


class GateNotRunError(ReleasebotError):
    """Whether a condition for releasing holds could not be found out; nothing was written."""

    exit_code = ExitCode.GATE_NOT_RUN


class ConflictError(ReleasebotError):
    """What is there differs from what was asked, and it is not ours to replace."""

    exit_code = ExitCode.CONFLICT


class OutsideError(ReleasebotError):
    """A server, a network or another program failed; the same command finishes the work later."""

    exit_code = ExitCode.OUTSIDE
