"""`ruff check --output-format json` (<https://docs.astral.sh/ruff/settings/#output-format>).

An array of violations, empty where there is none. Whatever ruff reports fails its exit code, and
fails the gate; newer versions say of some that they are only a warning.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from releasebot.gates.reading import Asked, Reading
from releasebot.gates.reports.data import document
from releasebot.gates.reports.remarks import Remarks, complaints


class _Location(Struct):
    row: int | None = None
    column: int | None = None


class _Violation(Struct):
    message: str
    filename: str | None
    code: str | None = None
    location: _Location | None = None
    severity: str = "error"


def read(report: Path, asked: Asked) -> Reading:
    """Failed where there is a violation; figures `errors` and `warnings`.

    Raises:
        Unreadable: it is no such report.
    """
    violations = document(report, list[_Violation], what="report of ruff")
    remarks = Remarks()
    for one in violations:
        at = (one.location.row, one.location.column) if one.location else (None, None)
        level: Literal["error", "warning"] = "warning" if one.severity == "warning" else "error"
        remarks.add(level, one.message, file=one.filename, at=at, rule=one.code)
    warnings = sum(one.severity == "warning" for one in violations)
    return complaints(len(violations) - warnings, remarks, {"warnings": float(warnings)}, asked)
