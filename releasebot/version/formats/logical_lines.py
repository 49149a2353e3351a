"""Lines of texts in which a backslash at the end of a line joins the next one to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


class Line(Struct, frozen=True):
    """A logical line: it stands at `start:end` of the text, its line break not included."""

    text: str
    start: int
    end: int


def logical_lines(text: str) -> Iterator[Line]:
    """The lines of a text, those that a backslash joins taken together, breaks and all."""
    at = 0
    while at < len(text):
        start = at
        while True:
            found = _LINE.match(text, at)
            if found is None:
                return
            at = found.end()
            if not found[1].endswith("\\") or at >= len(text):
                break
        yield Line(text[start : found.end(1)], start, found.end(1))
