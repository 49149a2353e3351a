"""The JSON report of coverage.py (`coverage json`, `pytest --cov-report=json`).

A file's `summary` has the counts (<https://coverage.readthedocs.io/en/latest/commands/cmd_json.html>).
coverage.py's own percentage counts lines and branches together; here they are two figures.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from releasebot.gates.limits.coverage import Count, FileCoverage, judge
from releasebot.gates.reading import Asked, Reading
from releasebot.gates.reports.data import document


class _Summary(Struct):
    covered_lines: int
    num_statements: int
    num_branches: int | None = None
    covered_branches: int | None = None


class _File(Struct):
    summary: _Summary


class _Report(Struct):
    files: dict[str, _File]
    totals: _Summary


def read(report: Path, asked: Asked) -> Reading:
    """Judged by the files.

    Raises:
        Unreadable: it is no such report, or measures nothing.
    """
    found = document(report, _Report, what="report of coverage.py")
    return judge(
        [FileCoverage(name, _counts(one.summary)) for name, one in found.files.items()], asked
    )


def _counts(one: _Summary) -> dict[str, Count]:
    counts = {"lines": Count(one.covered_lines, one.num_statements)}
    if one.num_branches is not None and one.covered_branches is not None:
        counts["branches"] = Count(one.covered_branches, one.num_branches)
    return counts
