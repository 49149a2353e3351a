"""A tolerant scanner for JSON5 (https://spec.json5.org) and JSON with comments.

It also takes what templates leave in a value's place, such as `${VERSION}` without quotes, so that
a file with one hole in it can still be read around the hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.text import line_of

_TOKEN = re.compile(
    r"""(?P<space>[\s\ufeff]+|//[^\n\r]*|/\*|\{%[^%\n]*%\})
    |(?P<string>"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')
    |(?P<hole>\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}|<[A-Za-z_][^<>\n]*>|@[\w.]+@|%[\w.]+%)
    |(?P<mark>[{}\[\]:,])
    |(?P<bare>[^\s"'{}\[\]:,/<>@%\\]+)""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_DEEPEST = 500
_LINE_ENDS = {"\n", "\r", "\r\n", "\u2028", "\u2029"}


class _Token(Struct, frozen=True):
    kind: str
    text: str
    start: int
    end: int


class _Open(Struct):
    """An object or a list that is not closed yet."""

    is_object: bool
    key: str | None = None
    count: int = 0
    colon: bool = False
    filled: bool = False
    """A value is complete; only a comma or the end may follow."""


def scalars(text: str) -> Sequence[Scalar]:
    """Every scalar of the text.

    Raises:
        UsageError: the text is not even JSON5.
    """
    return _Scan(text).read()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Scalar] = []
        self.stack: list[_Open] = []
        self.done = False

    def read(self) -> list[Scalar]:
        for token in _tokens(self.text):
            if self.done:
                raise _unreadable(self.text, token.start)
            if token.kind == "mark":
                self._mark(token)
            else:
                self._value(token)
            self.done = not self.stack
        if not self.done:
            raise _unreadable(self.text, len(self.text))
        return self.found

    def _mark(self, token: _Token) -> None:
        top = self.stack[-1] if self.stack else None
        match token.text:
            case "{" | "[" if len(self.stack) < _DEEPEST and not self._wants_key(token):
                if top:
                    top.filled = True
                self.stack.append(_Open(is_object=token.text == "{"))
            case "}" if top and top.is_object:
                self.stack.pop()
            case "]" if top and not top.is_object:
                self.stack.pop()
            case "," if top and (top.filled or top.key is None):
                top.key, top.colon, top.filled = None, False, False
                top.count += 1
            case ":" if top and top.is_object and top.key is not None and not top.colon:
                top.colon = True
            case _:
                raise _unreadable(self.text, token.start)

    def _value(self, token: _Token) -> None:
        if self._wants_key(token):
            self.stack[-1].key = _text_of(token)
            return
        if self.stack:
            self.stack[-1].filled = True
        start, end, quote = token.start, token.end, ""
        if token.kind == "string":
            start, end, quote = start + 1, end - 1, token.text[0]
        bare = token.kind == "bare"
        self.found.append(Scalar(self._path(), _text_of(token), start, end, quote, number=bare))

    def _wants_key(self, token: _Token) -> bool:
        """Whether a key is due; a value where a comma or a colon is due is an error."""
        top = self.stack[-1] if self.stack else None
        wants_key = bool(top and top.is_object and top.key is None)
        if top and (top.filled or (top.is_object and not wants_key and not top.colon)):
            raise _unreadable(self.text, token.start)
        return wants_key

    def _path(self) -> Path:
        return tuple((one.key or "") if one.is_object else one.count for one in self.stack)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        kind, end = match.lastgroup or "", match.end()
        if kind != "space":
            yield _Token(kind, match[0], at, end)
        elif match[0] == "/*":
            close = text.find("*/", end)
            if close < 0:
                raise _unreadable(text, at)
            end = close + len("*/")
        at = end


def _text_of(token: _Token) -> str:
    if token.kind != "string":
        return token.text
    inner = token.text[1:-1]
    if "\\" not in inner:
        return inner
    halves = _ESCAPE.sub(_unescape, inner).encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le", "surrogatepass")  # two halves make one character


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "ux" and code[1:]:
        return chr(int(code[1:], 16))
    if code in _LINE_ENDS:
        return ""
    return _ESCAPED.get(code, code)


def _unreadable(text: str, at: int) -> UsageError:
    return UsageError(
        f"line {line_of(text, at)}: not JSON, not even with comments or as JSON5",
        hint="correct the file, or describe the place with --pattern",
    )
