"""TOML 1.0 (https://toml.io/en/v1.0.0), read for where its values stand.

The scanner is more lenient than the specification where that costs nothing (a key that stands
twice, a template's hole in a value's place), since it is not the one to refuse a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.errors import UsageError
from releasebot.version.formats.document import locate_selected
from releasebot.version.formats.judge import judge
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.text_escape import unescape
from releasebot.version.place import Finding
from releasebot.version.text import line_of

_BLANK = re.compile(r"[ \t]*")
_NOTHING = re.compile(r"(?:[ \t\r\n\ufeff]+|\#[^\r\n]*|\{%[^%\r\n]*%\})*")
_BARE_KEY = re.compile(r"[^\s=.\[\]{}\"'#,]+")
_STRING = re.compile(r"\"([^\"\\\r\n]*(?:\\.[^\"\\\r\n]*)*)\"|'([^'\r\n]*)'")
_BARE = re.compile(r"\{\{[^\r\n]*?\}\}|[^\s,\[\]{}#\"']+(?: [0-9][^\s,\[\]{}#\"']*)?")
_DEEPEST = 100


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The project's version in any TOML text, or what the selector names.

    Raises:
        UsageError: the text is not TOML, or the selector cannot be read.
    """
    if selector is not None:
        return locate_selected(scalars, text, selector)
    return judge(scalars(text))


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:  # noqa: ARG001 - it reads all
    """Every scalar of the text, whatever `only` says: a TOML file is small.

    Raises:
        UsageError: the text is not TOML.
    """
    return _Scan(text).read()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Scalar] = []
        self.tables: dict[Path, int] = {}
        """How many items the arrays of tables have so far."""

    def read(self) -> list[Scalar]:
        at = self._skip(0)
        prefix: Path = ()
        while at < len(self.text):
            if self.text[at] == "[":
                prefix, at = self._header(at)
            else:
                at = self._pair(at, prefix, 0)
            at = self._line_end(at)
        return self.found

    def _header(self, at: int) -> tuple[Path, int]:
        array = self.text.startswith("[[", at)
        keys, at = self._keys(at + 1 + array)
        close = "]]" if array else "]"
        if not self.text.startswith(close, at):
            raise self._unreadable(at)
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self.tables:
                path = (*path, self.tables[path] - 1)
        path = (*path, keys[-1])
        if array:
            self.tables[path] = self.tables.get(path, 0) + 1
        if path in self.tables:
            path = (*path, self.tables[path] - 1)
        return path, at + len(close)

    def _pair(self, at: int, prefix: Path, depth: int) -> int:
        keys, at = self._keys(at)
        if self.text[at : at + 1] != "=":
            raise self._unreadable(at)
        return self._value(self._blank(at + 1), (*prefix, *keys), depth)

    def _keys(self, at: int) -> tuple[list[str], int]:
        keys: list[str] = []
        while True:
            at = self._blank(at)
            quoted = _STRING.match(self.text, at)
            bare = quoted or _BARE_KEY.match(self.text, at)
            if bare is None:
                raise self._unreadable(at)
            keys.append(_string_value(quoted) if quoted else bare[0])
            at = self._blank(bare.end())
            if self.text[at : at + 1] != ".":
                return keys, at
            at += 1

    def _value(self, at: int, path: Path, depth: int) -> int:
        text = self.text
        if depth > _DEEPEST:
            raise self._unreadable(at)
        if text.startswith(('"""', "'''"), at):
            return self._long_string(at, path)
        string = _STRING.match(text, at)
        if string:
            value = _string_value(string)
            self.found.append(Scalar(path, value, at + 1, string.end() - 1, text[at]))
            return string.end()
        if text[at : at + 1] == "[":
            return self._array(self._skip(at + 1), path, depth + 1)
        if text[at : at + 1] == "{" and not text.startswith("{{", at):
            return self._inline_table(self._skip(at + 1), path, depth + 1)
        bare = _BARE.match(text, at)
        if bare is None:
            raise self._unreadable(at)
        hole = bare[0].startswith("{{")
        self.found.append(Scalar(path, bare[0], at, bare.end(), number=not hole))
        return bare.end()

    def _long_string(self, at: int, path: Path) -> int:
        """A multi-line string: up to five quotes may end it, the last three being its end."""
        text, quote = self.text, self.text[at]
        end = at + 3
        while True:
            end = text.find(quote * 3, end)
            if end < 0:
                raise self._unreadable(at)
            if quote == "'" or not _is_escaped(text, end, at + 3):
                break
            end += 1
        for _ in range(2):
            end += text.startswith(quote, end + 3)
        start = at + 3
        if text.startswith("\r\n", start):
            start += 2
        elif text.startswith(("\n", "\r"), start):
            start += 1
        raw = text[start:end]
        value = unescape(raw) if quote == '"' else raw
        self.found.append(Scalar(path, value, start, end, quote))
        return end + 3

    def _array(self, at: int, path: Path, depth: int) -> int:
        index = 0
        while self.text[at : at + 1] != "]":
            at = self._skip(self._value(at, (*path, index), depth))
            index += 1
            if self.text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self.text[at : at + 1] != "]":
                raise self._unreadable(at)
        return at + 1

    def _inline_table(self, at: int, path: Path, depth: int) -> int:
        while self.text[at : at + 1] != "}":
            at = self._skip(self._pair(at, path, depth))
            if self.text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self.text[at : at + 1] != "}":
                raise self._unreadable(at)
        return at + 1

    def _line_end(self, at: int) -> int:
        at = self._blank(at)
        if at < len(self.text) and self.text[at] not in "\r\n#":
            raise self._unreadable(at)
        return self._skip(at)

    def _skip(self, at: int) -> int:
        match = _NOTHING.match(self.text, at)
        return match.end() if match else at

    def _blank(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        return match.end() if match else at

    def _unreadable(self, at: int) -> UsageError:
        return UsageError(
            f"line {line_of(self.text, at)}: not TOML",
            hint="correct the file, or describe the place with --pattern",
        )


def _string_value(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    return unescape(match[1])


def _is_escaped(text: str, at: int, start: int) -> bool:
    """Whether an odd number of backslashes stands right before this offset."""
    count = 0
    while at - count > start and text[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1
