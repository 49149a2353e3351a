"""What a reader is asked, and what it finds in a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct, field

from releasebot.config.gates_schema import GateSettings

MOST_REMARKS = 200
"""How many remarks a reading holds; the others are counted."""


class Remark(Struct, frozen=True, omit_defaults=True):
    """One complaint of a tool, about a place where it named one."""

    level: Literal["error", "warning", "note"]
    message: str
    file: str | None = None
    """As the tool wrote it: absolute, or relative to the folder that the gate ran in."""
    line: int | None = None
    column: int | None = None
    rule: str | None = None


class Reading(Struct, frozen=True):
    """What a report says.

    `faults` are sentences, each a reason why the gate has failed (found against wanted); a gate
    without any has passed. `figures` are measured values by their names, such as `tests`, `lines`
    (per cent) or `p95` (milliseconds). `remarks` are at most `MOST_REMARKS`, `more` counts the
    rest. `samples` are what later releases are compared with; they stay small.
    """

    faults: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    more: int = 0
    samples: dict[str, tuple[float, ...]] = field(default_factory=dict)


class Past(Struct, frozen=True):
    """What the same gate measured for an earlier release."""

    version: str
    figures: dict[str, float] = field(default_factory=dict)
    samples: dict[str, tuple[float, ...]] = field(default_factory=dict)


def _no_past() -> Sequence[Past]:
    return ()


class Asked(Struct, frozen=True):
    """What a reader may need beside the report.

    `folder` is where the command ran and `top` the work tree, both absolute with links resolved.
    `past` fetches the earlier releases' figures, newest first; it may ask a server, so it is
    called only where it is needed, and raises a ReleasebotError where the server does not answer.
    `code` is the exit code of the command, negative for the signal that ended it.
    """

    gate: GateSettings
    folder: Path
    top: Path
    today: date
    code: int = 0
    past: Callable[[], Sequence[Past]] = _no_past


class Unreadable(Exception):  # noqa: N818  it is a finding, the gate "could not run"
    """The report cannot be judged: missing, truncated, garbage, too large, or an outage's."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Read(Protocol):
    """A reader: one report in, what it says out, in bounded memory whatever the report is."""

    def __call__(self, report: Path, asked: Asked) -> Reading:
        """What the report says.

        Raises:
            Unreadable: it cannot be judged.
        """
        ...
