"""The places of a page that links can name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasebot.pages.model import (
    Block,
    ChildPages,
    CodeBlock,
    Endpoint,
    Expand,
    Heading,
    ListBlock,
    Panel,
    Paragraph,
    Plot,
    Quote,
    Rule,
    Table,
    Tabs,
)


def anchors(blocks: Iterable[Block]) -> Iterator[str]:
    """Every anchor that the blocks offer, in reading order."""
    for block in blocks:
        match block:
            case Heading(anchor=anchor):
                yield anchor
            case Table(rows=rows):
                yield from (row.anchor for row in rows if row.anchor)
            case ListBlock(items=items):
                for item in items:
                    yield from anchors(item)
            case Tabs(tabs=tabs):
                for tab in tabs:
                    yield from anchors(tab.children)
            case Quote(children=children) | Panel(children=children) | Expand(children=children):
                yield from anchors(children)
            case Paragraph() | Rule() | CodeBlock() | Endpoint() | ChildPages() | Plot():
                pass
