"""Cobertura's XML, which Istanbul, coverage.py, JaCoCo's and .NET's converters write.

A class has its file and its `lines`; a line with branches says how many of them ran, as in
`condition-coverage="50% (1/2)"` (<https://cobertura.sourceforge.net/xml/coverage-04.dtd>). Lines
of methods repeat those of their class. A file may have many classes, and its name is relative to a
`source`.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from releasebot.gates.limits.coverage import Count, FileCoverage, judge
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import said
from releasebot.gates.reports.xml import DEEPEST, new_parser, too_deep, walk

_MOST_LINES = 5_000_000
_MOST_SOURCES = 20
_LONGEST_SOURCE = 4096
_CONDITIONS = re.compile(r"\((?P<covered>\d{1,9})/(?P<total>\d{1,9})\)")


def read(report: Path, asked: Asked) -> Reading:
    """Judged by its files.

    Raises:
        Unreadable: it is no such report, is cut off, or measures nothing.
    """
    classes = _Classes()
    walk(report, classes.parser, classes)
    branches = any(one.conditions for one in classes.files.values())
    return judge(
        [
            FileCoverage(classes.placed(name), one.counts(branches))
            for name, one in classes.files.items()
        ],
        asked,
    )


class _File:
    """The lines of a file: by their numbers, as classes inside one another repeat them."""

    def __init__(self) -> None:
        self.ran: set[int] = set()
        self.missed: set[int] = set()
        self.conditions: dict[int, tuple[int, int]] = {}

    def counts(self, branches: bool) -> dict[str, Count]:  # noqa: FBT001  private, and named so
        ran = len(self.ran)
        found = {"lines": Count(ran, ran + len(self.missed - self.ran))}
        if branches:
            pairs = self.conditions.values()
            found["branches"] = Count(sum(one for one, _ in pairs), sum(two for _, two in pairs))
        return found


class _Classes:
    """What has been read so far."""

    def __init__(self) -> None:
        self.parser = new_parser()
        self.sources: list[str] = []
        self.depth = 0
        self.files: dict[str, _File] = {}
        self._lines = 0
        self._file: _File | None = None
        self._in_methods = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_deep()
        if self.depth == 1 and name != "coverage":
            raise Unreadable(f"the report is no Cobertura XML: it starts with <{said(name, 50)}>")
        if name == "class":
            self._file = self.files.setdefault(attributes.get("filename", ""), _File())
        elif name == "methods":
            self._in_methods = True
        elif name == "source" and len(self.sources) < _MOST_SOURCES:
            self.sources.append("")
            self.parser.CharacterDataHandler = self._source
        elif name == "line" and self._file is not None and not self._in_methods:
            self._lines += 1
            if self._lines > _MOST_LINES:
                raise Unreadable(f"the report has more than {_MOST_LINES:,} lines of code")
            _add(self._file, attributes)

    def end(self, name: str) -> None:
        """An element has ended."""
        self.depth -= 1
        if name == "methods":
            self._in_methods = False
        elif name == "class":
            self._file = None
        elif name == "source":
            self.parser.CharacterDataHandler = None

    def placed(self, file: str) -> str:
        """The file's name beside the source that it is in: the only one, or where it is found."""
        if PurePath(file).is_absolute() or not self.sources:
            return file
        places = [f"{source.strip().rstrip('/')}/{file}" for source in self.sources]
        return next((one for one in places if _is_there(one)), places[0])

    def _source(self, text: str) -> None:
        if len(self.sources[-1]) < _LONGEST_SOURCE:
            self.sources[-1] += text


def _is_there(place: str) -> bool:
    try:
        return Path(place).is_file()
    except (OSError, ValueError):
        return False


def _add(file: _File, attributes: dict[str, str]) -> None:
    try:
        number, hits = int(attributes["number"]), int(attributes["hits"])
    except (KeyError, ValueError) as error:
        raise Unreadable("the report is no Cobertura XML: a line has no number or hits") from error
    (file.ran if hits > 0 else file.missed).add(number)
    found = _CONDITIONS.search(attributes.get("condition-coverage", ""))
    if found:
        covered, total = int(found["covered"]), int(found["total"])
        most, _ = file.conditions.get(number, (0, 0))
        file.conditions[number] = max(most, covered), total
