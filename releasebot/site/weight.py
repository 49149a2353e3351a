"""How heavy a page is, told from its blocks, and trees whose pages are all light."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from releasebot.pages.model import (
    Block,
    CodeBlock,
    Expand,
    Heading,
    ListBlock,
    Page,
    PageTree,
    Panel,
    Plot,
    Quote,
    Tabs,
)
from releasebot.pages.split import split

HEAVIEST: Final = 150_000
"""Bytes that a built page may weigh, without what the theme loads beside it."""
_OWN: Final = 85_000
"""Of these, what its blocks may take: the rest is the menu, which a page of a large site shares."""

_COLOURED: Final = 2.6
"""How many times heavier code is with its words coloured."""
_LISTED: Final = 600
"""Bytes of a heading's link to itself and of its line beside the page."""
_DRAWN: Final = 2_000
_POINT: Final = 150
_MARK: Final = 105
"""Bytes of a plot: its axes and words, a point, and a point's mark and value in one series."""
_WRAPPED: Final = 250
"""Bytes around the blocks of a tab or a box."""


def light(tree: PageTree) -> PageTree:
    """The tree with its heavy pages in parts; links still name the page as it was."""
    return split(tree, _OWN, size=weight, bound=weight)


def weight(page: Page) -> int:
    """About how many bytes the page's blocks take as HTML, rather too many than too few.

    A block other than code takes less than it takes as JSON: 0.5 to 0.96 times in the documents
    that were measured.
    """
    return _weight(page.blocks)


def _weight(blocks: Iterable[Block]) -> int:
    total = 0
    for block in blocks:
        match block:
            case CodeBlock(text=text):
                total += int(len(text.encode()) * _COLOURED) + _WRAPPED
            case Plot(labels=labels, series=series):
                marks = sum(_MARK + len(one.name.encode()) for one in series)
                total += _DRAWN + len(labels) * (_POINT + marks)
            case Heading():
                total += len(msgspec.json.encode(block)) + _LISTED
            case Tabs(tabs=tabs):
                total += sum(_weight(tab.children) + _WRAPPED for tab in tabs)
            case Expand(children=children) | Panel(children=children) | Quote(children=children):
                total += _weight(children) + _WRAPPED
            case ListBlock(items=items):
                total += sum(_weight(item) for item in items)
            case _:
                total += len(msgspec.json.encode(block))
    return total
