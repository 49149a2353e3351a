"""Where the keys of a TOML text stand, which tomllib does not tell.

The text has already been parsed by tomllib, so it is known to be valid TOML 1.0, and this scanner
only has to find the keys and the items of arrays in it. It keeps a stack of its own: nesting costs
no recursion.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from msgspec import Struct

from releasebot.config.problem import KeyPath

_TOKEN = re.compile(
    r'''
    (?P<string> """ (?: \\. | [^\\] )*? "{3,5} | \'\'\' .*? \'{3,5}
              | " (?: \\. | [^"\\\n] )* " | ' [^'\n]* ' )
  | (?P<comment> \#[^\n]* )
  | (?P<newline> \n )
  | (?P<mark> [\[\]{},=.] )
  | (?P<bare> [^\s\#"'\[\]{},=.]+ )
    ''',
    re.VERBOSE | re.DOTALL,
)


class Position(Struct, frozen=True):
    """A place in a text, in lines and characters, both from 1."""

    line: int
    column: int


class _Token(Struct, frozen=True):
    kind: str
    text: str
    start: int


class Positions:
    """The places of every key and every array item of one TOML text."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._starts = _Scan(self._text).starts

    def __contains__(self, path: KeyPath) -> bool:
        """Whether the text has this key or item."""
        return path in self._starts

    def of(self, path: KeyPath) -> Position:
        """Where the last key of `path` stands, or the nearest table above that is in the text."""
        while path and path not in self._starts:
            path = path[:-1]
        start = self._starts.get(path, 0)
        line_start = self._text.rfind("\n", 0, start) + 1
        return Position(self._text.count("\n", 0, start) + 1, start - line_start + 1)


class _Open(Struct):
    """An array or inline table that has been opened and not closed."""

    path: KeyPath
    is_array: bool
    index: int = 0
    awaits: bool = True
    """Whether an item or a key comes next."""


class _Scan:
    """One pass over a text. `starts` has the offset of each key and item, where it first stands."""

    def __init__(self, text: str) -> None:
        self.starts: dict[KeyPath, int] = {}
        self._counts: dict[KeyPath, int] = {}  # arrays of tables: how many tables so far
        self._tokens = _tokens(text)
        self._table: KeyPath = ()
        for token in self._tokens:
            if token.text == "[":
                self._header(token)
            elif token.kind != "newline":
                self._pair(token)

    def _header(self, start: _Token) -> None:
        """`[a.b]` or `[[a.b]]`, from its first bracket on."""
        token = next(self._tokens)
        is_array = token.text == "["
        keys = self._key(next(self._tokens) if is_array else token, "]")
        if is_array:
            next(self._tokens)  # the second closing bracket
        path: KeyPath = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            self.starts.setdefault(path, start.start)
            if is_array and number == len(keys):
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
                self.starts.setdefault(path, start.start)
        self._table = path

    def _pair(self, start: _Token) -> None:
        """One `key = value` of a table, with all that its value holds."""
        value = self._assign(start, self._table)
        opened: list[_Open] = []
        for token in self._tokens:
            inner = opened[-1] if opened else None
            if token.kind == "newline":
                if not inner:
                    return
            elif token.text in {"]", "}"}:
                opened.pop()
            elif token.text == "," and inner:
                inner.index += 1
                inner.awaits = True
            elif inner and inner.awaits and not inner.is_array:
                inner.awaits = False
                value = self._assign(token, inner.path)
            else:
                if inner and inner.awaits:
                    inner.awaits = False
                    value = (*inner.path, inner.index)
                    self.starts[value] = token.start
                if token.text in {"[", "{"}:
                    opened.append(_Open(value, token.text == "["))

    def _assign(self, token: _Token, table: KeyPath) -> KeyPath:
        """The path of the key that begins at `token`; the equals sign behind it is read too."""
        path = table
        for key in self._key(token, "="):
            path = (*path, key)
            self.starts.setdefault(path, token.start)
        return path

    def _key(self, token: _Token, end: str) -> tuple[str, ...]:
        """The parts of a dotted key from `token` up to the mark `end`, which is read too."""
        parts: list[str] = []
        while token.text != end:
            if token.kind == "bare":
                parts.append(token.text)
            elif token.kind == "string":
                parts.append(tomllib.loads(f"key = {token.text}")["key"])
            token = next(self._tokens)
        return tuple(parts)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "comment":
            yield _Token(match.lastgroup, match[0], match.start())
