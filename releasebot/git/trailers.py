"""Trailers of a message, as git-interpret-trailers(1) reads them: lines `Key: value` at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TRAILER = re.compile(r"[A-Za-z0-9-]+[ \t]*:")
_MOST = 300


def with_trailers(message: str, trailers: Sequence[tuple[str, str]]) -> str:
    """The message with these trailers at its end, in the paragraph of those that it has already.

    A value stays on its line whatever is in it.
    """
    if not trailers:
        return message
    lines = "".join(f"{key}: {one_line(value)}\n" for key, value in trailers)
    text = message.rstrip("\n")
    return f"{text}\n{'' if _ends_in_trailers(text) else chr(10)}{lines}"


def trailer(body: str, key: str) -> str:
    """The value of a trailer in a message's body, which is what follows its subject; else empty.

    A value of several lines becomes one, and so do several of the key.
    """
    last = body.strip("\n").rpartition("\n\n")[2]
    lines = last.splitlines()
    if not lines or not _are_trailers(lines):
        return ""
    found: list[str] = []
    is_ours = False
    for line in lines:
        if not line[:1].isspace():
            name, _, line = line.partition(":")  # noqa: PLW2901  the rest of the line
            is_ours = name.strip().casefold() == key.casefold()
        if is_ours:
            found += line.split()
    return " ".join(found)


def one_line(text: str) -> str:
    """The text without line ends and all else that is not shown, in at most 300 characters."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:_MOST]


def _ends_in_trailers(text: str) -> bool:
    """Whether the last paragraph, which is not the only one, is made of trailers alone."""
    before, blank, last = text.rpartition("\n\n")
    if not blank or not before.strip():
        return False
    return _are_trailers(last.splitlines())


def _are_trailers(lines: Sequence[str]) -> bool:
    starts = [line for line in lines if not line[:1].isspace()]  # the others continue a value
    return lines[0] in starts and all(_TRAILER.match(line) for line in starts)
