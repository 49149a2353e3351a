"""Makefiles, and what shares their assignments: just, qmake, Doxygen, findlib."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, is_tag_name, name_rank
from releasebot.version.formats.logical_lines import Line, logical_lines
from releasebot.version.formats.shape import number_count
from releasebot.version.formats.sources import file_source
from releasebot.version.formats.value import is_specific
from releasebot.version.place import Dynamic, Finding, Place

_ASSIGNMENT = re.compile(
    r"[ ]*(?:(?:export|override|private|unexport)[ \t]+)*([\w.-]+)[ \t]*(?::::?|::|[:?+!])?=[ \t]*"
    r"(?:\\(?:\r\n|\r|\n)[ \t]*)*"
)
_VALUE = re.compile(r"(?:[^\\#\r\n]|\\.|\\(?:\r\n|[\r\n]))*")
_REFERENCE = re.compile(r"\$[({]([\w.-]+)[)}]")
_FILE = re.compile(r"(?:cat|<|file|head -n ?1)[ \t]+([\w./-]{1,100})")
_PROJECT = frozenset(
    {"NAME", "PROJECT", "PROJECT_NAME", "APP", "APP_NAME", "BIN", "BINARY", "PACKAGE", "TARGET"}
)
_FIELDS = frozenset({"PROJECT_NUMBER"})
_MAX_HOPS = 5


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version among a makefile's variables; recipes are not looked at.

    Rank 1 have `VERSION` and its like and a variable named after the project (`LEDGER_VERSION`
    beside `NAME := ledger`), rank 2 the tag of an image. A value that a command gives is dynamic.
    Doxygen's `PROJECT_NUMBER` has rank 0
    (https://www.doxygen.nl/manual/config.html#cfg_project_number).
    """
    variables = [_Variable(line) for line in _assignments(text)]
    by_name: dict[str, _Variable] = {}
    for one in variables:
        by_name.setdefault(one.name, one)
    projects = {by_name[name].value.casefold() for name in _PROJECT if name in by_name}
    candidates = []
    for one in variables:
        finding = _finding(one, _rank(one, projects), by_name)
        if finding:
            candidates.append(Candidate(finding))
    return choose(candidates, selector)


class _Variable:
    """An assignment: the value stands at `start:end` without blanks and quotes."""

    def __init__(self, line: Line) -> None:
        found = _ASSIGNMENT.match(line.text)
        name_end = found.end() if found else 0
        value = _VALUE.match(line.text, name_end)
        raw = (value[0] if value else "").rstrip()
        self.name = found[1] if found else ""
        self.quote = raw[0] if len(raw) > 1 and raw[0] in "\"'" and raw[-1] == raw[0] else ""
        self.value = raw[1:-1] if self.quote else raw
        self.start = line.start + name_end + len(self.quote)
        self.end = self.start + len(self.value)


def _assignments(text: str) -> list[Line]:
    """The lines that assign a variable, outside of recipes and of `define` bodies."""
    found = []
    defining = False
    for line in logical_lines(text):
        word = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
        if word == "define":
            defining = True
        elif word == "endef":
            defining = False
        elif not defining and not line.text.startswith("\t") and _ASSIGNMENT.match(line.text):
            found.append(line)
    return found


def _rank(variable: _Variable, projects: set[str]) -> int:
    """The rank of a variable; names of other things than the project are tools."""
    prefix, _, last = variable.name.casefold().rpartition("_")
    if last == "version" and prefix and prefix in projects:
        return KNOWN
    if is_tag_name(variable.name):
        return LIKELY if number_count(variable.value) > 2 else HIDDEN  # noqa: PLR2004 - 1.2.3
    if variable.name in _FIELDS:
        return FIELD
    trust = name_rank(variable.name)
    return HIDDEN if trust is None or trust > LIKELY else trust


def _finding(variable: _Variable, rank: int, by_name: dict[str, _Variable]) -> Finding | None:
    meant = variable
    for _ in range(_MAX_HOPS):
        reference = _REFERENCE.fullmatch(meant.value)
        if reference is None or reference[1] not in by_name:
            break
        meant = by_name[reference[1]]
    if is_specific(meant.value):
        return Place(meant.value, meant.start, meant.end, variable.name, meant.quote, rank)
    if rank > KNOWN or not variable.value or (variable.value.isdecimal()):
        return None
    files = [file_source(name) for name in _FILE.findall(variable.value[:_LONGEST])]
    sources = tuple(source for source in files if source)
    return Dynamic(variable.value, variable.start, variable.end, variable.name, sources, rank)


_LONGEST = 2000
