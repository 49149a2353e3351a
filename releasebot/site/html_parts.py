"""The smallest parts of a page as HTML."""

from __future__ import annotations

from functools import lru_cache
from html import escape as escaped
from typing import Final

from releasebot.site import escape
from releasebot.site.inlines import METHODS, path_parts

NOTHING: Final = "\u200b"
"""Stands where an element needs a text and has none: a space of no width."""


@lru_cache(maxsize=1 << 15)  # as in `releasebot.site.escape`
def shown(text: str) -> str:
    """A text as it is."""
    return escaped(escape.one_line(text))


def line(text: str) -> str:
    """A text on a line of its own; something of no width where it is empty."""
    return escaped(escape.one_line(text).strip()) or NOTHING


def badge(text: str, tone: str) -> str:
    """A label; one that is an HTTP method has that method's colour."""
    upper = text.upper()
    if upper in METHODS:
        return f'<span class="rb-method rb-method--{upper.lower()}">{upper}</span>'
    return (
        f'<span class="rb-badge rb-badge--{tone}">{escaped(escape.one_line(text).strip())}</span>'
    )


def path(path: str) -> str:
    """A path as code, its parameters set apart."""
    shown = "".join(
        f'<span class="rb-parameter">{escaped(part)}</span>' if variable else escaped(part)
        for part, variable in path_parts(path)
    )
    return f"<code>{shown}</code>"
