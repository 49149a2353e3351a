"""Running text in storage format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from msgspec import Struct

from releasebot.confluence.macros import status
from releasebot.confluence.markup import attribute, running
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
    Tone,
)

_COLOURS: dict[Tone, str] = {
    "neutral": "",
    "info": "Blue",
    "success": "Green",
    "warning": "Yellow",
    "danger": "Red",
}
_SCHEMES = ("http://", "https://", "mailto:")


class Place(Struct, frozen=True):
    """Where running text stands: on the page `key`, in a tree whose pages bear `titles`."""

    key: str
    titles: Mapping[str, str]
    in_link: bool = False
    """Whether a link is around it, in which Confluence allows neither a link nor a macro."""


def inlines(children: Inlines, place: Place) -> str:
    """The text in storage format."""
    return "".join([_inline(child, place) for child in children])


def _inline(child: Inline, place: Place) -> str:  # noqa: PLR0911  one case per kind of text
    match child:
        case Text(text):
            return running(text)
        case Code(text):
            return f"<code>{running(text)}</code>" if text else ""
        case Strong(within):
            return f"<strong>{inlines(within, place)}</strong>"
        case Emphasis(within):
            return f"<em>{inlines(within, place)}</em>"
        case Strike(within):
            return f"<del>{inlines(within, place)}</del>"
        case Link() | PageLink():
            return _link(child, place)
        case Badge(text, tone):
            bare = f"<code>{running(text)}</code>" if text else ""
            return bare if place.in_link else status(text, _COLOURS[tone])
        case LineBreak():
            return "<br />"
        case _:
            assert_never(child)


def _link(link: Link | PageLink, place: Place) -> str:
    if place.in_link:
        return inlines(link.children, place)
    text = inlines(link.children, Place(place.key, place.titles, in_link=True))
    if isinstance(link, Link):
        safe = link.href.lower().startswith(_SCHEMES)
        return f'<a href="{attribute(link.href)}">{text}</a>' if safe else text
    title = place.titles.get(link.page)
    if title is None:  # a link to nowhere keeps its text
        return text
    anchor = f' ac:anchor="{attribute(link.anchor)}"' if link.anchor else ""
    elsewhere = f'<ri:page ri:content-title="{attribute(title)}" />'
    page = "" if link.page == place.key and anchor else elsewhere
    return f"<ac:link{anchor}>{page}<ac:link-body>{text}</ac:link-body></ac:link>"
