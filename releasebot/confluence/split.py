"""Pages too large for one request, as several: the first keeps its key, the others follow below it.

What linked to a place on the page links to it on the part where it now is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from releasebot.confluence.storage import render
from releasebot.pages.model import ChildPages, Page, PageLink, PageTree
from releasebot.pages.split import moved_places
from releasebot.pages.split import split as split_pages

_ROOM = 2_000
"""Bytes of a request that are not the body."""
_MOST_GROWTH = 12
"""How many times larger than its blocks as JSON a body can be: pages below that are not drawn."""


def split(tree: PageTree, limit: int) -> PageTree:
    """The tree with no page whose body takes more than `limit` bytes in a request, as JSON.

    A tree whose pages all fit is given back as it is.
    """
    names = {page.key: page.title for page, _ in tree.walk()}

    def size(page: Page) -> int:
        return len(json.dumps(render(page, names)))

    parted = split_pages(tree, limit - 2 * _ROOM, size=size, bound=_bound)
    if parted is tree:
        return tree
    return replace(parted, root=_linked(parted.root, moved_places(parted)))


def _bound(page: Page) -> int:
    return len(msgspec.json.encode(page.blocks)) * _MOST_GROWTH


def _linked(page: Page, moved: Mapping[tuple[str, str], str]) -> Page:
    """The page, and those below it, with links to where places have moved, and to its parts."""
    children = tuple(_linked(child, moved) for child in page.children)
    blocks = _relink(page.blocks, moved)
    has_parts = any(child.part_of == page.key for child in children)
    if has_parts and not any(isinstance(block, ChildPages) for block in blocks):
        blocks = (*blocks, ChildPages())
    return replace(page, blocks=blocks, children=children)


def _relink(value: Any, moved: Mapping[tuple[str, str], str]) -> Any:  # noqa: ANN401  any part of a page
    if isinstance(value, tuple):
        return tuple(_relink(one, moved) for one in value)
    if not isinstance(value, msgspec.Struct):
        return value
    fields = {
        name: _relink(held, moved)
        for name in value.__struct_fields__
        if isinstance(held := getattr(value, name), tuple)
    }
    if isinstance(value, PageLink):
        page = moved.get((value.page, value.anchor), value.page)
        return replace(value, page=page, **fields)
    return replace(value, **fields) if fields else value
