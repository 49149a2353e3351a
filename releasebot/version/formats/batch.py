"""Batch files of Windows: `set VERSION=1.2.3`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import LIKELY, name_rank
from releasebot.version.formats.value import is_specific
from releasebot.version.place import Finding, Place

_LINE = re.compile(r"[^\r\n]+")
_SET = re.compile(r"(?i)[ \t]*@?set[ \t]+(\"?)([\w.]+)=(\"?)([^\s\"&|%]+)\"?[ \t]*(?:&.*|rem .*)?$")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version among the variables that a batch file sets."""
    return choose(_candidates(text), selector)


def _candidates(text: str) -> Iterator[Candidate]:
    for line in _LINE.finditer(text):
        found = _SET.match(line[0])
        if found and is_specific(found[4]):
            rank = name_rank(found[2])
            rank = HIDDEN if rank is None or rank > LIKELY else rank
            start, end = line.start() + found.start(4), line.start() + found.end(4)
            yield Candidate(Place(found[4], start, end, found[2], found[1] or found[3], rank))
