"""ESLint's `--format json`: an array with an object for each file that was looked at.

Severity 2 is an error, 1 a warning (<https://eslint.org/docs/latest/use/formatters/#json>). How
many warnings are too many is for ESLint's own `--max-warnings`, and then for its exit code.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import document
from releasebot.gates.reports.remarks import Remarks, complaints

_ERROR = 2


class _Message(Struct):
    severity: int
    message: str
    rule: str | None = field(name="ruleId", default=None)
    line: int | None = None
    column: int | None = None


class _File(Struct):
    file: str = field(name="filePath")
    messages: list[_Message]


def read(report: Path, asked: Asked) -> Reading:
    """Failed where there is an error; figures `errors`, `warnings` and `files`.

    Raises:
        Unreadable: it is no such report, or no file was looked at.
    """
    files = document(report, list[_File], what="report of ESLint")
    if not files:
        raise Unreadable("no file was looked at")
    remarks = Remarks()
    found = [(one, message) for one in files for message in one.messages]
    found.sort(key=lambda pair: -pair[1].severity)
    for one, message in found:
        remarks.add(
            "error" if message.severity >= _ERROR else "warning",
            message.message,
            file=one.file,
            at=(message.line, message.column),
            rule=message.rule,
        )
    errors = sum(message.severity >= _ERROR for _, message in found)
    figures = {"warnings": float(len(found) - errors), "files": float(len(files))}
    return complaints(errors, remarks, figures, asked)
