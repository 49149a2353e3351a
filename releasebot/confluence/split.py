"""Pages too large for one request, as several: the first keeps its key, the others follow below it.

A page is cut between blocks, a table or list that is too large by itself between its rows or items.
What linked to a place on the page links to it on the part where it now is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from releasebot.confluence.storage import render
from releasebot.pages.model import (
    Block,
    Blocks,
    ChildPages,
    Heading,
    ListBlock,
    Page,
    PageLink,
    PageTree,
    Panel,
    Paragraph,
    Row,
    Table,
    Text,
)

_ROOM = 2_000
"""Bytes of a request that are not the body."""
_MOST_GROWTH = 12
"""How many times larger than its blocks as JSON a body can be: pages below that are not drawn."""
_SMALLEST = 8
_WORDS = {
    "ko": ("이어지는 부분", "앞부분", "부분"),
    "en": ("Continued on", "Continued from", "part"),
}


def split(tree: PageTree, limit: int) -> PageTree:
    """The tree with no page whose body takes more than `limit` bytes in a request, as JSON.

    A tree whose pages all fit is given back as it is.
    """
    names = {page.key: page.title for page, _ in tree.walk()}
    parts: dict[str, list[Blocks]] = {}
    for page, _ in tree.walk():
        if _may_be_large(page, limit) and _size(page, names) > limit - _ROOM:
            parts[page.key] = _parts(page, names, limit - 2 * _ROOM)
    if not parts:
        return tree
    moved = {
        (key, anchor): _part_key(key, number)
        for key, pieces in parts.items()
        for number, blocks in enumerate(pieces)
        if number
        for anchor in _anchors(blocks)
    }
    root = _rebuilt(tree.root, parts, moved, tree.language)
    return msgspec.structs.replace(tree, root=root)


def _may_be_large(page: Page, limit: int) -> bool:
    """Whether drawing the page could give so much."""
    return len(msgspec.json.encode(page.blocks)) * _MOST_GROWTH > limit


def _size(page: Page, names: Mapping[str, str]) -> int:
    return len(json.dumps(render(page, names)))


def _parts(page: Page, names: Mapping[str, str], limit: int) -> list[Blocks]:
    """The page's blocks in groups that fit, each as large as can be."""
    groups: list[list[Block]] = [[]]
    sizes = [0]
    for block in _pieces(page.blocks, page, names, limit // 2):
        size = _size(msgspec.structs.replace(page, blocks=(block,)), names)
        if groups[-1] and sizes[-1] + size > limit:
            carried = _heading_to_carry(groups[-1])
            groups.append(carried)
            sizes.append(0)
        groups[-1].append(block)
        sizes[-1] += size
    return [tuple(group) for group in groups]


def _heading_to_carry(group: list[Block]) -> list[Block]:
    """A heading that would stand alone at the end of a part goes with what it heads."""
    if len(group) > 1 and isinstance(group[-1], Heading):
        return [group.pop()]
    return []


def _pieces(
    blocks: Iterable[Block], page: Page, names: Mapping[str, str], limit: int
) -> Iterator[Block]:
    """The blocks, those too large by themselves cut at their rows or items."""
    for block in blocks:
        alone = msgspec.structs.replace(page, blocks=(block,))
        if not _may_be_large(alone, limit) or _size(alone, names) <= limit:
            yield block
            continue
        halves = _halves(block)
        if halves:
            yield from _pieces(halves, page, names, limit)
        else:
            yield block


def _halves(block: Block) -> tuple[Block, ...]:
    """The block as two of its kind; nothing where it cannot be cut."""
    if isinstance(block, Table) and len(block.rows) >= _SMALLEST:
        middle = _row_to_cut_at(block.rows)
        return (
            Table(block.header, block.rows[:middle]),
            Table(block.header, block.rows[middle:]),
        )
    if isinstance(block, ListBlock) and len(block.items) > 1:
        middle = len(block.items) // 2
        first = msgspec.structs.replace(block, items=block.items[:middle])
        start = block.start + middle if block.ordered else block.start
        return (first, msgspec.structs.replace(block, items=block.items[middle:], start=start))
    children = getattr(block, "children", ())
    if hasattr(block, "children") and len(children) > 1 and not isinstance(block, Heading):
        middle = len(children) // 2
        return (
            msgspec.structs.replace(block, children=children[:middle]),
            msgspec.structs.replace(block, children=children[middle:]),
        )
    tabs = getattr(block, "tabs", ())
    if len(tabs) > 1:
        middle = len(tabs) // 2
        return (
            msgspec.structs.replace(block, tabs=tabs[:middle]),
            msgspec.structs.replace(block, tabs=tabs[middle:]),
        )
    return ()


def _row_to_cut_at(rows: Sequence[Row]) -> int:
    """The row nearest to the middle before which no nested rows are torn from theirs."""
    middle = len(rows) // 2
    whole = [number for number, row in enumerate(rows) if number and row.depth == 0]
    return min(whole, key=lambda number: abs(number - middle), default=middle)


def _rebuilt(
    page: Page,
    parts: Mapping[str, list[Blocks]],
    moved: Mapping[tuple[str, str], str],
    language: str,
) -> Page:
    children = tuple(_rebuilt(child, parts, moved, language) for child in page.children)
    pieces = parts.get(page.key)
    if pieces is None:
        return _relinked(msgspec.structs.replace(page, children=children), moved)
    onward, back, part = _WORDS.get(language, _WORDS["en"])
    count = len(pieces)
    further = []
    for number in range(1, count):
        before = _part_title(page, number - 1, count, part)
        blocks = (_pointer(back, _part_key(page.key, number - 1), before), *pieces[number])
        if number + 1 < count:
            after = _part_title(page, number + 1, count, part)
            blocks = (*blocks, _pointer(onward, _part_key(page.key, number + 1), after))
        key, slug = _part_key(page.key, number), f"{page.slug}-{number + 1}"
        title = _part_title(page, number, count, part)
        further.append(_relinked(Page(key, slug, title, blocks), moved))
    second = _part_title(page, 1, count, part)
    first = (*pieces[0], _pointer(onward, _part_key(page.key, 1), second))
    if not any(isinstance(block, ChildPages) for block in first):
        first = (*first, ChildPages())
    whole = msgspec.structs.replace(page, blocks=first, children=(*further, *children))
    return _relinked(whole, moved)


def _pointer(words: str, key: str, title: str) -> Block:
    return Panel("info", (Paragraph((Text(f"{words}: "), PageLink(key, (Text(title),)))),))


def _part_title(page: Page, number: int, count: int, part: str) -> str:
    return f"{page.title} ({part} {number + 1}/{count})" if number else page.title


def _part_key(key: str, number: int) -> str:
    return f"{key}#{number + 1}" if number else key


def _anchors(blocks: Iterable[object]) -> Iterator[str]:
    """The anchors of headings and rows, however deep they stand."""
    for one in blocks:
        if isinstance(one, Heading | Row) and one.anchor:
            yield one.anchor
        if isinstance(one, msgspec.Struct):
            values = (getattr(one, name) for name in one.__struct_fields__)
            yield from _anchors(value for value in values if isinstance(value, tuple))
        elif isinstance(one, tuple):
            yield from _anchors(one)


def _relinked(page: Page, moved: Mapping[tuple[str, str], str]) -> Page:
    """The page's own blocks with links that lead to where places have moved."""
    return msgspec.structs.replace(page, blocks=_relink(page.blocks, moved))


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
        return msgspec.structs.replace(value, page=page, **fields)
    return msgspec.structs.replace(value, **fields) if fields else value
