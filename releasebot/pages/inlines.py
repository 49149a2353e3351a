"""Small operations on running text."""

from __future__ import annotations

from collections.abc import Iterable

from releasebot.pages.model import (
    Badge,
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    PageLink,
    Strike,
    Strong,
    Text,
)

SPACE = Text(" ")
_BREAK = LineBreak()


def line_break(count: int) -> Inlines:
    """A line break where `count` is not 0."""
    return (_BREAK,) if count else ()


def merged(parts: Iterable[Inline]) -> Inlines:
    """The same text with neighbouring `Text`s joined."""
    found: list[Inline] = []
    for part in parts:
        if type(part) is Text and found and type(found[-1]) is Text:
            found[-1] = Text(found[-1].text + part.text)
        else:
            found.append(part)
    return tuple(found)


def quoted(text: str) -> Inlines:
    """A sentence in which values stand between backquotes."""
    pieces = enumerate(text.split("`"))
    return tuple((Code if number % 2 else Text)(piece) for number, piece in pieces if piece)


def trimmed(parts: Inlines) -> Inlines:
    """The same text without line breaks and blanks at its ends."""
    found = list(parts)
    while found and _is_blank(found[0]):
        del found[0]
    while found and _is_blank(found[-1]):
        del found[-1]
    return tuple(found)


def plain(parts: Iterable[Inline]) -> str:
    """The characters alone."""
    return "".join(_plain(part) for part in parts)


def spaced(parts: Iterable[Inlines]) -> Inlines:
    """The texts that are not empty, with a blank between each two."""
    found: list[Inline] = []
    for part in parts:
        if part:
            if found:
                found.append(SPACE)
            found += part
    return tuple(found)


def listed(parts: Iterable[Inlines]) -> Inlines:
    """The texts with commas between."""
    found: Inlines = ()
    for part in parts:
        found = (*found, Text(", "), *part) if found else part
    return found


def stacked(lines: Iterable[Inlines]) -> Inlines:
    """The lines that are not empty, each on its own."""
    found: list[Inline] = []
    for line in lines:
        if line:
            if found:
                found.append(_BREAK)
            found += line
    return tuple(found)


def _is_blank(part: Inline) -> bool:
    return type(part) is LineBreak or (type(part) is Text and not part.text.strip())


def _plain(part: Inline) -> str:
    match part:
        case Text(text=text) | Code(text=text) | Badge(text=text):
            return text
        case LineBreak():
            return " "
        case (
            Strong(children=children)
            | Emphasis(children=children)
            | Strike(children=children)
            | Link(children=children)
            | PageLink(children=children)
        ):
            return plain(children)
