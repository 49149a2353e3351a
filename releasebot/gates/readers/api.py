"""`releasebot api diff --format json`: what a change of the API means for its clients."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from releasebot.gates.reading import Asked, Reading
from releasebot.gates.reports.data import document
from releasebot.gates.reports.remarks import Remarks, complaints

_LEVELS: dict[str, Literal["error", "warning", "note"]] = {
    "breaking": "error",
    "warning": "warning",
    "info": "note",
}


class _Change(Struct):
    id: str
    level: Literal["breaking", "warning", "info"]
    message: str
    operation: str | None = None
    revision_file: str | None = None
    revision_line: int | None = None


class _Verdict(Struct):
    breaking: bool
    bump: str
    changes: list[_Change]
    accepted: list[_Change] = []


def read(report: Path, asked: Asked) -> Reading:
    """Failed where a change breaks clients and is not accepted.

    Figures: `breaking`, `warnings`, `changes` and `accepted`.

    Raises:
        Unreadable: it is no such report.
    """
    verdict = document(report, _Verdict, what="verdict of api diff")
    remarks = Remarks()
    for one in sorted(verdict.changes, key=lambda change: list(_LEVELS).index(change.level)):
        operation = f"{one.operation}: " if one.operation else ""
        remarks.add(
            _LEVELS[one.level],
            f"{operation}{one.message}",
            file=one.revision_file,
            at=(one.revision_line, None),
            rule=one.id,
        )
    breaking = sum(one.level == "breaking" for one in verdict.changes)
    figures = {
        "breaking": float(breaking),
        "warnings": float(sum(one.level == "warning" for one in verdict.changes)),
        "changes": float(len(verdict.changes)),
        "accepted": float(len(verdict.accepted)),
    }
    return complaints(max(breaking, int(verdict.breaking)), remarks, figures, asked)
