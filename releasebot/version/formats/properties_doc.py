"""Java's .properties files; the dots of a key separate the steps of its path.

Source: java.util.Properties.load, https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releasebot.version.formats.document import locate_selected
from releasebot.version.formats.judge import judge
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.text_escape import unescape
from releasebot.version.place import Finding

_LINE = re.compile(r"[^\r\n]*")
_BREAK = re.compile(r"\r\n?|\n")
_KEY = re.compile(r"[ \t\f]*((?:[^\\=: \t\f]|\\.)+)[ \t\f]*[=:]?[ \t\f]*", re.DOTALL)
_QUOTES = "\"'"


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The project's version by the names of the keys, or what the selector names.

    Raises:
        UsageError: the selector cannot be read.
    """
    if selector is not None:
        return locate_selected(scalars, text, selector)
    return judge(scalars(text))


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:  # noqa: ARG001 - it reads all
    """Every setting; of a key that stands twice, the last, as `Properties.load` takes it."""
    found: dict[Path, Scalar] = {}
    for start, end in _logical_lines(text):
        key = _KEY.match(text, start, end)
        if key is None:
            continue
        path = tuple(unescape(key[1]).split("."))
        first = key.end()
        raw = text[first:end].rstrip(" \t\f")
        quote = raw[0] if len(raw) > 1 and raw[0] in _QUOTES and raw[-1] == raw[0] else ""
        inner = raw[1:-1] if quote else raw
        first += len(quote)
        found[path] = Scalar(path, unescape(inner), first, first + len(inner), quote)
    return list(found.values())


def _logical_lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each setting; a line that ends in an odd number of backslashes goes on."""
    at = 0
    while at < len(text):
        start = end = at
        goes_on = True
        while goes_on:
            line = _LINE.match(text, at)
            end = line.end() if line else len(text)
            backslashes = end - len(text[at:end].rstrip("\\")) - at
            comment = text[start:end].lstrip()[:1] in {"#", "!"} if at == start else False
            goes_on = not comment and backslashes % 2 == 1 and end < len(text)
            broken = _BREAK.match(text, end)
            at = broken.end() if broken else len(text)
        if text[start:end].strip() and text[start:end].lstrip()[0] not in "#!":
            yield start, end
