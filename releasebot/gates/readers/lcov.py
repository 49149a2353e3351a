"""The tracefiles of lcov, which jest, gcov, cargo and many others write.

A record begins with `SF:` and ends with `end_of_record` (geninfo(1), "TRACEFILE FORMAT"). The sums
`LF`, `LH` and the like count where they are there, else the lines themselves do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from releasebot.gates.limits.coverage import Count, FileCoverage, judge
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import said, text_lines

_SUMS = {
    "lines": ("LH", "LF", "DA"),
    "branches": ("BRH", "BRF", "BRDA"),
    "functions": ("FNH", "FNF", "FNDA"),
}
"""The keys of what was run, of what there is, and of a single one."""

_PLACE_OF_HITS = {"DA": 1, "BRDA": 3, "FNDA": 0}
_SINGLE = set(_PLACE_OF_HITS)
_SUM_KEYS = {key for keys in _SUMS.values() for key in keys[:2]}
_END = "end_of_record"


def read(report: Path, asked: Asked) -> Reading:
    """Judged by its files.

    Raises:
        Unreadable: it is no tracefile, is cut off, or measures nothing.
    """
    return judge(_files(report), asked)


def _files(report: Path) -> Iterator[FileCoverage]:
    file: str | None = None
    record = _Record()
    for line in text_lines(report):
        key, _, value = line.strip().partition(":")
        if key == "SF":
            if file is not None:
                raise Unreadable(f"the record of {said(file, 100)} has no end_of_record")
            file, record = value, _Record()
        elif key == _END:
            if file is None:
                raise Unreadable("the report is no tracefile of lcov: a record has no SF")
            yield FileCoverage(file, record.counts())
            file = None
        elif file is not None:
            record.add(key, value)
        elif key and key not in {"TN", "VER"} and not key.startswith("#"):
            raise Unreadable(f"the report is no tracefile of lcov: it has {said(line, 50)!r}")
    if file is not None:
        raise Unreadable(f"the report ends in the middle, in the record of {said(file, 100)}")


class _Record:
    """The counts of one file."""

    def __init__(self) -> None:
        self.sums: dict[str, int] = {}
        self.single: dict[str, list[int]] = {}

    def add(self, key: str, value: str) -> None:
        if key in _SUM_KEYS:
            self.sums[key] = _integer(value)
        elif key in _SINGLE:
            fields = value.split(",")
            place = _PLACE_OF_HITS[key]
            hits = fields[place] if len(fields) > place else ""
            pair = self.single.setdefault(key, [0, 0])
            pair[0] += hits not in {"", "0", "-"}
            pair[1] += 1

    def counts(self) -> dict[str, Count]:
        found = {}
        for metric, (hit, all_of_them, single) in _SUMS.items():
            if hit in self.sums and all_of_them in self.sums:
                found[metric] = Count(self.sums[hit], self.sums[all_of_them])
            elif single in self.single:
                found[metric] = Count(*self.single[single])
        return found


def _integer(value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 13:  # noqa: PLR2004  no such file is
        return int(value)
    raise Unreadable(f"the report is no tracefile of lcov: found {said(value, 20)!r}, no count")
