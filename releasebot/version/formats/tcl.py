"""Tcl and fish: `package provide`, `set version 1.2.3`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, LIKELY, name_rank
from releasebot.version.formats.value import is_specific, is_version
from releasebot.version.place import Finding, Place

_LINE = re.compile(r"[^\r\n]+")
_PACKAGE = re.compile(r"[ \t]*package[ \t]+(?:provide|ifneeded)[ \t]+(\S+)[ \t]+(\"?)([^\s\";]+)")
_SET = re.compile(
    r"[ \t]*(?:variable|set)(?:[ \t]+--?[\w-]+)*[ \t]+([\w:]+)[ \t]+([\"'{]?)([^\s\"'{};]+)"
    r"[\"'}]?[ \t]*(?:;.*|\#.*)?$"
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Tcl or fish.

    `package provide` has rank 0 (https://www.tcl-lang.org/man/tcl/TclCmd/package.html).
    """
    return choose(_candidates(text), selector)


def _candidates(text: str) -> Iterator[Candidate]:
    for line in _LINE.finditer(text):
        package = _PACKAGE.match(line[0])
        setting = None if package else _SET.match(line[0])
        if package and is_version(package[3]):
            yield Candidate(_place(line.start(), package, "package", FIELD))
        elif setting and is_specific(setting[3]):
            rank = name_rank(setting[1])
            rank = HIDDEN if rank is None or rank > LIKELY else rank
            yield Candidate(_place(line.start(), setting, setting[1], rank))


def _place(line: int, found: re.Match[str], name: str, rank: int) -> Place:
    start, end = line + found.start(3), line + found.end(3)
    return Place(found[3], start, end, name, found[2], rank)
