"""Inline elements as Markdown.

Emphasis, code and badges are inline HTML, which nests in any order and inside words, where
asterisks would not; links are Markdown, so that a builder rewrites and checks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, assert_never

from releasebot.pages.model import (
    Badge,
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Page,
    PageLink,
    Strike,
    Strong,
    Text,
)
from releasebot.site import escape
from releasebot.site.layout import Layout

METHODS: Final = frozenset(
    {"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"}
)
_PARAMETER = re.compile(r"(\{[^{}]*\})")


def inlines(content: Inlines, *, page: Page, layout: Layout) -> str:
    """The elements on one line, for a paragraph, a heading or a table's cell of `page`."""
    return "".join(_inline(one, page, layout) for one in content).strip()


def badge(text: str, tone: str) -> str:
    """A label; one that is an HTTP method has that method's colour."""
    upper = text.upper()
    if upper in METHODS:
        return f'<span class="rb-method rb-method--{upper.lower()}">{upper}</span>'
    return f'<span class="rb-badge rb-badge--{tone}">{escape.label(text)}</span>'


def path_template(path: str) -> str:
    """A path as code, its parameters set apart."""
    shown = "".join(
        f'<span class="rb-parameter">{escape.label(part)}</span>'
        if variable
        else escape.label(part)
        for part, variable in path_parts(path)
    )
    return f"<code>{shown}</code>"


def path_parts(path: str) -> Iterator[tuple[str, bool]]:
    """The parts of a path template, and of each whether it is a parameter."""
    for number, part in enumerate(_PARAMETER.split(escape.one_line(path).strip())):
        yield part, number % 2 == 1


def _inline(  # noqa: PLR0911  one return for each kind of element
    element: Inline, page: Page, layout: Layout
) -> str:
    match element:
        case Text(text=text):
            return escape.prose(text)
        case Code(text=text):
            return escape.code(text)
        case Badge(text=text, tone=tone):
            return badge(text, tone)
        case LineBreak():
            return "<br> "  # a search index joins what stands on both sides
        case Link() | PageLink():
            return _link(element, page, layout)
        case Strong(children=children):
            return f"<strong>{_nested(children, page, layout)}</strong>"
        case Emphasis(children=children):
            return f"<em>{_nested(children, page, layout)}</em>"
        case Strike(children=children):
            return f"<del>{_nested(children, page, layout)}</del>"
        case _:
            assert_never(element)


def _nested(children: Inlines, page: Page, layout: Layout) -> str:
    return "".join(_inline(child, page, layout) for child in children)


def _link(link: Link | PageLink, page: Page, layout: Layout) -> str:
    """A link; where its target is none of ours and no address, what it says remains."""
    text = "".join(_inline(child, page, layout) for child in without_links(link.children))
    match link:
        case Link(href=href):
            target = escape.address(href)
        case PageLink(page=key, anchor=anchor):
            target = layout.link(page, key, anchor)
        case _:
            assert_never(link)
    return f"[{text or escape.EMPTY}]({target})" if target else text


def without_links(children: Inlines) -> Inlines:
    """The children with every link replaced by what it says: no link may hold another."""
    flat: list[Inline] = []
    for child in children:
        match child:
            case Link(children=inner) | PageLink(children=inner):
                flat += without_links(inner)
            case Strong(children=inner):
                flat.append(Strong(without_links(inner)))
            case Emphasis(children=inner):
                flat.append(Emphasis(without_links(inner)))
            case Strike(children=inner):
                flat.append(Strike(without_links(inner)))
            case Text() | Code() | Badge() | LineBreak():
                flat.append(child)
    return tuple(flat)
