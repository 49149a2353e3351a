"""A string that matches a regular expression of a schema (ECMA 262), made without running it.

Running a pattern that somebody else wrote can take for ever; reading it cannot.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

MAX_PATTERN = 1000
_MAX_DEPTH = 20
_MAX_RESULT = 2000
_CLASSES = {"d": "0", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a", "p": "a", "P": "0"}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_PREFERRED = "a1A0 -_./:@#"
_CANDIDATES = tuple(_PREFERRED) + tuple(chr(code) for code in range(33, 127)) + ("가", "é")


class _UnsupportedError(Exception):
    """The pattern holds something that cannot be made by writing characters in a row."""


class _Node(Struct, frozen=True):
    """A piece of a pattern: what it writes when each of its repeatable parts is repeated more."""

    write: Callable[[int], str]


def matching(pattern: str, *, at_least: int = 0, at_most: int | None = None) -> str | None:
    """A string of the wanted length that `pattern` matches; None where none can be made.

    Look-around and back-references are not supported.
    """
    if len(pattern) > MAX_PATTERN:
        return None
    try:
        node = _Parser(pattern).parse()
        for more in range(1, at_least + 2):
            made = node.write(more)
            if len(made) >= at_least:
                return made if at_most is None or len(made) <= at_most else None
    except _UnsupportedError:
        return None
    return None


class _Parser:
    """Recursive descent over the pattern."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._depth = 0

    def parse(self) -> _Node:
        node = self._alternatives()
        if self._at < len(self._text):
            raise _UnsupportedError
        return node

    def _alternatives(self) -> _Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _UnsupportedError
        first = self._sequence()
        while self._peek() == "|":
            self._at += 1
            self._sequence()
        self._depth -= 1
        return first

    def _sequence(self) -> _Node:
        parts: list[_Node] = []
        while self._at < len(self._text) and self._peek() not in {"|", ")"}:
            atom = self._atom()
            if atom is not None:
                parts.append(self._repeated(atom))
        return _Node(lambda more: _bounded("".join(part.write(more) for part in parts)))

    def _atom(self) -> _Node | None:
        char = self._take()
        match char:
            case "^" | "$":
                return None
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case ".":
                return _constant("a")
            case "*" | "+" | "?":
                raise _UnsupportedError
            case _:
                return _constant(char)

    def _group(self) -> _Node:
        if self._peek() == "?":
            self._at += 1
            if self._peek() == "<" and self._text[self._at + 1 : self._at + 2] not in {"=", "!"}:
                self._at = self._text.find(">", self._at) + 1
                if not self._at:
                    raise _UnsupportedError
            elif self._take() != ":":
                raise _UnsupportedError
        node = self._alternatives()
        if self._take() != ")":
            raise _UnsupportedError
        return node

    def _escape(self) -> _Node | None:
        char = self._take()
        if char in {"b", "B"}:
            return None
        return _constant(self._escaped(char))

    def _escaped(self, char: str) -> str:
        if char in {"p", "P"} and self._peek() == "{":
            self._at = self._text.find("}", self._at) + 1
            if not self._at:
                raise _UnsupportedError
            return _CLASSES[char]
        if char in _CLASSES:
            return _CLASSES[char]
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char in {"x", "u"}:
            return self._code({"x": 2, "u": 4}[char])
        if char.isdigit() or char == "k":
            raise _UnsupportedError
        return char

    def _code(self, length: int) -> str:
        digits = self._text[self._at : self._at + length]
        self._at += length
        try:
            return chr(int(digits, 16))
        except ValueError:
            raise _UnsupportedError from None

    def _class(self) -> _Node:
        negated = self._peek() == "^"
        self._at += negated
        ranges: list[tuple[str, str]] = []
        while self._peek() != "]":
            start = self._member(ranges)
            ends = self._text[self._at + 1 : self._at + 2]
            if start and self._peek() == "-" and ends not in {"]", ""}:
                self._at += 1
                end = self._member(ranges)
                ranges.append((start, end or start))
            elif start:
                ranges.append((start, start))
        self._at += 1
        return _constant(_choose(ranges, negated=negated))

    def _member(self, ranges: list[tuple[str, str]]) -> str:
        """One character of a class; a class within it goes to `ranges` and gives nothing."""
        char = self._take()
        if char != "\\":
            return char
        char = self._take()
        wide = {"d": ("0", "9"), "w": ("a", "z"), "s": (" ", " ")}.get(char)
        if wide:
            ranges.append(wide)
            return ""
        if char == "b":
            return "\b"
        return self._escaped(char)

    def _repeated(self, atom: _Node) -> _Node:
        least, most = self._quantifier()
        if self._peek() == "?" and (least, most) != (1, 1):
            self._at += 1
        if (least, most) == (1, 1):
            return atom

        def write(more: int) -> str:
            count = least + more - 1 if most is None else min(least + more - 1, most)
            return _bounded(atom.write(1) * max(count, least))

        return _Node(write)

    def _quantifier(self) -> tuple[int, int | None]:
        char = self._peek()
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if char in simple:
            self._at += 1
            return simple[char]
        if char != "{":
            return 1, 1
        end = self._text.find("}", self._at)
        low, comma, high = self._text[self._at + 1 : end].partition(",")
        if end < 0 or not low.isdecimal() or not (high.isdecimal() or not high):
            return 1, 1
        self._at = end + 1
        least = min(int(low[:6]), _MAX_RESULT + 1)
        return least, (int(high[:6]) if high else None if comma else least)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise _UnsupportedError
        self._at += 1
        return char


def _constant(text: str) -> _Node:
    return _Node(lambda _: text)


def _choose(ranges: list[tuple[str, str]], *, negated: bool) -> str:
    """A character inside the ranges, or outside them, a letter or digit where there is one."""

    def inside(char: str) -> bool:
        return any(low <= char <= high for low, high in ranges)

    for char in _CANDIDATES:
        if inside(char) != negated:
            return char
    if negated or not ranges:
        raise _UnsupportedError
    return ranges[0][0]


def _bounded(text: str) -> str:
    if len(text) > _MAX_RESULT:
        raise _UnsupportedError
    return text
