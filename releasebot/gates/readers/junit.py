"""JUnit XML, as jest-junit, pytest and Surefire write it.

There is no standard; the elements are those that Jenkins' JUnit plugin reads
(<https://github.com/testmoapp/junitxml>). Tests are counted by their own elements: writers disagree
about what the attributes of suites count. A test that failed and then passed when it was run again
(Surefire's `flakyFailure`) has passed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from releasebot.gates.reading import MOST_REMARKS, Asked, Reading, Unreadable
from releasebot.gates.reports.data import said
from releasebot.gates.reports.remarks import Remarks, counted, named
from releasebot.gates.reports.xml import DEEPEST, new_parser, too_deep, walk

_LONGEST_TEXT = 8192
_NAMED = 3
_BREAKS = re.compile(r"[\s()'\"<>]+")
_PLACE = re.compile(r"(?P<file>[^:]*[^:/]\.\w{1,5}):(?P<line>\d{1,7})(?::(?P<column>\d{1,7}))?")
_FOREIGN = {"node_modules", "site-packages", "node:internal"}
"""Folders of a stack trace that are not the project's."""


def read(report: Path, asked: Asked) -> Reading:
    """Failed where a test failed; figures `tests`, `failures`, `skipped` and `seconds`.

    Raises:
        Unreadable: it is no JUnit XML, is cut off, or no test ran.
    """
    del asked
    tests = _Tests()
    walk(report, tests.parser, tests)
    ran = tests.count - tests.skipped
    if not tests.count and not tests.failures:
        raise Unreadable("the report has no test in it")
    if ran <= 0 and not tests.failures:
        raise Unreadable(f"no test ran: {counted(tests.count, 'test')}, all of them skipped")
    figures = {
        "tests": float(tests.count),
        "failures": float(tests.failures),
        "skipped": float(tests.skipped),
    }
    if math.isfinite(tests.seconds) and tests.seconds >= 0:
        figures["seconds"] = round(tests.seconds, 3)
    return Reading(
        faults=tuple(_faults(tests)),
        figures=figures,
        remarks=tuple(tests.remarks.kept),
        more=tests.remarks.more,
    )


def _faults(tests: _Tests) -> Iterator[str]:
    if tests.failures:
        of = f"{tests.failures} of {counted(tests.count, 'test')} failed, wanted none"
        yield f"{of}: {named(tests.names, tests.failures)}"
    elif tests.stated:
        yield f"the report states {counted(tests.stated, 'failure')}, wanted none; it names none"


class _Tests:
    """What has been read so far. A suite of a million tests has a million calls of `start`."""

    def __init__(self) -> None:
        self.parser = new_parser()
        self.depth = 0
        self.count = 0
        self.failures = 0
        self.skipped = 0
        self.seconds = 0.0
        self.stated = 0
        """Failures and errors by the attributes of the outermost suites."""
        self.names: list[str] = []
        self.remarks = Remarks()
        self._case: dict[str, str] | None = None
        self._failed = self._passed_over = False
        self._message: str | None = None
        self._text: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_deep()
        if name == "testcase":
            self.count += 1
            self._case = attributes
            self._failed = self._passed_over = False
            try:
                self.seconds += float(attributes["time"])
            except (KeyError, ValueError):
                self.seconds += _number(attributes.get("time", ""))
        else:
            self._other(name, attributes)

    def end(self, name: str) -> None:
        """An element has ended."""
        self.depth -= 1
        if name == "testcase":
            self._case = None
        elif self._message is not None and name in {"failure", "error"}:
            self._fail()

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 1 and name not in {"testsuites", "testsuite"}:
            raise Unreadable(f"the report is no JUnit XML: it starts with <{said(name, 50)}>")
        if name == "testsuite" and self.depth <= 2:  # noqa: PLR2004  in <testsuites>, or alone
            stated = (_number(attributes.get(key, "")) for key in ("failures", "errors"))
            self.stated += int(sum(one for one in stated if 0 < one < math.inf))
        elif name in {"failure", "error"}:
            self._message = attributes.get("message", "")
            self._text, self._length = [], 0
            if len(self.remarks.kept) < MOST_REMARKS:  # else nobody reads it
                self.parser.CharacterDataHandler = self._characters
        elif name == "skipped" and self._case is not None and not self._passed_over:
            self._passed_over = True
            self.skipped += 1

    def _characters(self, text: str) -> None:
        self._text.append(text[:_LONGEST_TEXT])
        self._length += len(text)
        if self._length >= _LONGEST_TEXT:
            self.parser.CharacterDataHandler = None

    def _fail(self) -> None:
        """A failure or an error is complete; a test that has both failed once."""
        message, self._message = self._message or "", None
        self.parser.CharacterDataHandler = None
        if self._case is not None and self._failed:
            return
        self._failed = True
        self.failures += 1
        case = self._case or {}
        name = _name(case)
        if len(self.names) < _NAMED:
            self.names.append(name)
        text = "".join(self._text)
        file, at = _place(text, case.get("file"))
        first = message.strip() or next(iter(text.strip().splitlines()), "it failed")
        self.remarks.add("error", f"{name}: {said(first)}", file=file, at=at)


def _name(case: dict[str, str]) -> str:
    """The test as people know it: pytest's class is its module, jest-junit's repeats the name."""
    name, place = case.get("name", ""), case.get("classname", "")
    if not name and not place:
        return "a suite"
    return said(name if place in name or not place else f"{place} {name}", 120)


def _place(text: str, stated: str | None) -> tuple[str | None, tuple[int | None, int | None]]:
    """Where a test failed: the first place of the project's own that its text names."""
    found = None
    for token in _BREAKS.split(text):
        place = _PLACE.fullmatch(token.rstrip(":,.;").removeprefix("file://"))
        if place is None or _FOREIGN & set(PurePosixPath(place["file"]).parts):
            continue
        at = int(place["line"]), int(place["column"]) if place["column"] else None
        if stated is None or place["file"].endswith(stated):
            return place["file"], at
        found = found or (place["file"], at)
    return (stated, (None, None)) if stated else found or (None, (None, None))


def _number(text: str) -> float:
    """A number as some writers spell it (`1,234.5`); 0 where it is none."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return 0.0
