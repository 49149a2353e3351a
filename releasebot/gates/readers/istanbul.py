"""Istanbul's `json-summary`, which jest, nyc, c8 and vitest write.

The document has an object for `total` and one for each file, with the counts of `lines`,
`branches`, `functions` and `statements`
(<https://istanbul.js.org/docs/advanced/alternative-reporters/#json-summary>).
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from releasebot.gates.limits.coverage import METRICS, Count, FileCoverage, judge
from releasebot.gates.reading import Asked, Reading
from releasebot.gates.reports.data import document

_TOTAL = "total"


class _Counted(Struct):
    total: int
    covered: int


class _File(Struct):
    lines: _Counted
    statements: _Counted
    functions: _Counted
    branches: _Counted


def read(report: Path, asked: Asked) -> Reading:
    """Judged by the files; by the total alone where no file is listed.

    Raises:
        Unreadable: it is no such summary, or measures nothing.
    """
    files = document(report, dict[str, _File], what="summary of Istanbul")
    listed = {name: one for name, one in files.items() if name != _TOTAL} or files
    return judge([FileCoverage(name, _counts(one)) for name, one in listed.items()], asked)


def _counts(one: _File) -> dict[str, Count]:
    counted: dict[str, _Counted] = {metric: getattr(one, metric) for metric in METRICS}
    return {metric: Count(count.covered, count.total) for metric, count in counted.items()}
