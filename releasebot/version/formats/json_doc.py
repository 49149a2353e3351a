"""JSON, and what people call JSON: with comments, trailing commas, or the whole of JSON5.

Strict JSON (RFC 8259) is walked with the scanner of the standard library, which skips what nobody
asked for at its own speed. A text that it refuses is read by the tolerant scanner of `json5_scan`.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import cast

from releasebot.version.formats.document import locate_selected
from releasebot.version.formats.judge import judge
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.place import Finding

_DEEPEST = 5
_LONGEST_LIST = 50
_MOST_MEMBERS = 300
"""Beyond these, the objects and lists inside an object or a list are data, not settings."""
_SPACE = " \t\n\r"
_BLANKS = re.compile(r"[ \t\n\r]*")
_BARE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_STRICT = False  # control characters in strings do no harm here
_DECODER = json.JSONDecoder(strict=_STRICT)


class _UnreadableError(Exception):
    """The text is not strict JSON."""


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The project's version in any JSON text, or what the selector names.

    Raises:
        UsageError: the text is neither JSON nor JSON5, or the selector cannot be read.
    """
    if selector is not None:
        return locate_selected(scalars, text, selector)
    return judge(scalars(text, [("*",) * depth for depth in range(1, _DEEPEST + 1)]))


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:
    """The scalars of the text; of a key that stands twice, the last, as every parser takes it.

    Raises:
        UsageError: the text is neither JSON nor JSON5.
    """
    try:
        found: Sequence[Scalar] = _Walk(text, only).read()
    except (_UnreadableError, ValueError, RecursionError, IndexError):
        from releasebot.version.formats import json5_scan  # strict JSON is the rule

        found = json5_scan.scalars(text)
    last = {one.path: one for one in found}
    return found if len(last) == len(found) else list(last.values())


class _Walk:
    """One pass over strict JSON that looks only inside what may hold a wanted path."""

    def __init__(self, text: str, only: Sequence[Path] | None) -> None:
        self.text = text
        self.only = only
        self.found: list[Scalar] = []

    def read(self) -> list[Scalar]:
        start = self._space(0)
        end = self._value(start, (), self.only)
        if self._space(end) != len(self.text):
            raise _UnreadableError
        return self.found

    def _value(self, at: int, path: Path, wanted: Sequence[Path] | None) -> int:
        """Read the value at this offset; the offset behind it.

        `wanted` holds what is left of the wanted paths below here, None for all of them.
        """
        if wanted is not None and not wanted:
            return _DECODER.raw_decode(self.text, at)[1]
        character = self.text[at]
        if character in "{[" and wanted is not None and not any(wanted):
            return _DECODER.raw_decode(self.text, at)[1]
        if character == "{":
            return self._object(at + 1, path, wanted)
        if character == "[":
            return self._list(at + 1, path, wanted)
        return self._scalar(at, path, keep=wanted is None or () in wanted)

    def _scalar(self, at: int, path: Path, *, keep: bool) -> int:
        if self.text[at] == '"':
            value, end = scanstring(self.text, at + 1, _STRICT)
            if keep:
                self.found.append(Scalar(path, value, at + 1, end - 1, '"'))
            return cast(int, end)
        bare = _BARE.match(self.text, at)
        if bare is None:
            raise _UnreadableError
        if keep:
            self.found.append(Scalar(path, bare[0], at, bare.end(), number=True))
        return bare.end()

    def _object(self, at: int, path: Path, wanted: Sequence[Path] | None) -> int:
        text, at = self.text, self._space(at)
        if text[at] == "}":
            return at + 1
        for count in itertools.count():
            if text[at] != '"':
                raise _UnreadableError
            key, at = scanstring(text, at + 1, _STRICT)
            at = self._space(at)
            if text[at] != ":":
                raise _UnreadableError
            at = self._space(at + 1)
            star = count < _MOST_MEMBERS or not path or text[at] not in "{["
            at = self._space(self._value(at, (*path, key), _below(wanted, key, star=star)))
            if text[at] == "}":
                return at + 1
            if text[at] != ",":
                raise _UnreadableError
            at = self._space(at + 1)
        raise AssertionError  # the count is endless

    def _list(self, at: int, path: Path, wanted: Sequence[Path] | None) -> int:
        text, at = self.text, self._space(at)
        if text[at] == "]":
            return at + 1
        index = 0
        while True:
            inside = _below(wanted, str(index), star=index < _LONGEST_LIST)
            at = self._space(self._value(at, (*path, index), inside))
            if text[at] == "]":
                return at + 1
            if text[at] != ",":
                raise _UnreadableError
            at = self._space(at + 1)
            index += 1

    def _space(self, at: int) -> int:
        if self.text[at : at + 1] not in _SPACE:  # the usual case of minified JSON
            return at
        end = _BLANKS.match(self.text, at)
        return end.end() if end else at


def _below(wanted: Sequence[Path] | None, key: str, *, star: bool = True) -> Sequence[Path] | None:
    """What is left of the wanted paths inside `key`."""
    if wanted is None:
        return None
    return [path[1:] for path in wanted if path and (path[0] == key or (star and path[0] == "*"))]
