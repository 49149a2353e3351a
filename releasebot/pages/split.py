"""Pages that have too much, as several: the first keeps its key, the others follow below it.

A page is cut between blocks, a table or list that is too large by itself between its rows or items.
How large a page is depends on who draws it, so the caller measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from releasebot.pages.anchors import anchors
from releasebot.pages.model import (
    Block,
    Blocks,
    Expand,
    Heading,
    Inline,
    ListBlock,
    Page,
    PageLink,
    PageTree,
    Panel,
    Paragraph,
    Quote,
    Row,
    Table,
    Tabs,
    Text,
)

Size = Callable[[Page], int]
"""How many bytes a page's blocks take where they are drawn."""

_SMALLEST = 8
_WORDS = {
    "ko": ("이어지는 부분", "앞부분", "부분"),
    "en": ("Continued on", "Continued from", "part"),
}


def split(tree: PageTree, limit: int, *, size: Size, bound: Size) -> PageTree:
    """The tree with no page whose blocks take more than `limit` bytes, as far as they can be cut.

    `bound` is never less than `size` and cheaper. Links are left as they are: `moved_places` tells
    where their targets are now. A tree whose pages all fit is given back as it is.
    """
    cutter = _Cutter(limit, size, bound)
    root = _rebuilt(tree.root, cutter, tree.language)
    return tree if root is tree.root else replace(tree, root=root)


def moved_places(tree: PageTree) -> dict[tuple[str, str], str]:
    """The part that each place of a page that was split is on, by the page's key and the anchor."""
    return {
        (page.part_of, anchor): page.key
        for page, _ in tree.walk()
        if page.part_of
        for anchor in anchors(page.blocks)
    }


class _Cutter:
    """Cuts a page's blocks into groups that fit."""

    def __init__(self, limit: int, size: Size, bound: Size) -> None:
        self._limit = limit
        self._size = size
        self._bound = bound

    def fits(self, page: Page, limit: int = 0) -> bool:
        most = limit or self._limit
        if self._bound(page) <= most:
            return True
        return self._size is not self._bound and self._size(page) <= most

    def parts(self, page: Page) -> list[Blocks]:
        """The page's blocks in groups that fit, each as large as can be."""
        groups: list[list[Block]] = [[]]
        sizes = [0]
        for block in self._pieces(page.blocks, page, self._limit // 2):
            size = self._size(replace(page, blocks=(block,)))
            if groups[-1] and sizes[-1] + size > self._limit:
                groups.append(_headings_to_carry(groups[-1]))
                sizes.append(0)
            groups[-1].append(block)
            sizes[-1] += size
        return [tuple(group) for group in groups if group]

    def _pieces(self, blocks: Iterable[Block], page: Page, limit: int) -> Iterator[Block]:
        """The blocks, those too large by themselves cut at their rows or items."""
        for block in blocks:
            alone = replace(page, blocks=(block,))
            halves = () if self.fits(alone, limit) else _halves(block)
            if halves:
                yield from self._pieces(halves, page, limit)
            else:
                yield block


def _headings_to_carry(group: list[Block]) -> list[Block]:
    """Headings that would stand alone at the end of a part go with what they head."""
    start = len(group)
    while start > 1 and isinstance(group[start - 1], Heading):
        start -= 1
    carried = group[start:]
    del group[start:]
    return carried


def _halves(block: Block) -> Blocks:
    """The block as two of its kind; nothing where it cannot be cut."""
    match block:
        case Table(rows=rows) if len(rows) >= _SMALLEST:
            middle = _row_to_cut_at(rows)
            above = _rows_above(rows, middle)
            return (
                replace(block, rows=rows[:middle]),
                replace(block, rows=(*above, *rows[middle:])),
            )
        case ListBlock(items=items) if len(items) > 1:
            middle = len(items) // 2
            start = block.start + middle if block.ordered else block.start
            return (
                replace(block, items=items[:middle]),
                replace(block, items=items[middle:], start=start),
            )
        case Tabs(tabs=tabs) if len(tabs) > 1:
            middle = len(tabs) // 2
            return replace(block, tabs=tabs[:middle]), replace(block, tabs=tabs[middle:])
        case Tabs(tabs=(only,)):
            return tuple(
                replace(block, tabs=(replace(only, children=half),))
                for half in _halved(only.children)
            )
        case Expand(children=children) | Panel(children=children) | Quote(children=children):
            return tuple(replace(block, children=half) for half in _halved(children))
        case _:
            return ()


def _halved(children: Blocks) -> tuple[Blocks, ...]:
    """The children in two groups; the halves of the only one."""
    if len(children) == 1:
        return tuple((half,) for half in _halves(children[0]))
    middle = len(children) // 2
    return (children[:middle], children[middle:]) if middle else ()


def _row_to_cut_at(rows: Sequence[Row]) -> int:
    """The row nearest to the middle that is nested least, in the middle half of the table."""
    middle, quarter = len(rows) // 2, len(rows) // 4
    near = range(max(quarter, 1), len(rows) - quarter)
    return min(near, key=lambda number: (rows[number].depth, abs(number - middle)))


def _rows_above(rows: Sequence[Row], place: int) -> tuple[Row, ...]:
    """The rows that the one at `place` is nested in, to be read again above it."""
    above: list[Row] = []
    depth = rows[place].depth
    for row in reversed(rows[:place]):
        if row.depth < depth:
            above.append(replace(row, anchor=""))
            depth = row.depth
    return tuple(reversed(above))


def _rebuilt(page: Page, cutter: _Cutter, language: str) -> Page:
    children = tuple(_rebuilt(child, cutter, language) for child in page.children)
    if any(new is not old for new, old in zip(children, page.children, strict=True)):
        page = replace(page, children=children)
    if page.part_of or cutter.fits(page):
        return page
    pieces = cutter.parts(page)
    return _in_parts(page, pieces, language) if len(pieces) > 1 else page


def _in_parts(page: Page, pieces: list[Blocks], language: str) -> Page:
    onward, back, part = _WORDS.get(language, _WORDS["en"])
    count = len(pieces)
    keys = [page.key, *(f"{page.key}#{number}" for number in range(2, count + 1))]
    titles = [page.title, *(f"{page.title} ({part} {n}/{count})" for n in range(2, count + 1))]
    later = []
    for number in range(1, count):
        before = PageLink(keys[number - 1], (Text(titles[number - 1]),))
        blocks = (_pointer(back, (before,)), *pieces[number])
        if number + 1 < count:
            after = PageLink(keys[number + 1], (Text(titles[number + 1]),))
            blocks = (*blocks, _pointer(onward, (after,)))
        slug = f"{page.slug}-{number + 1}"
        later.append(
            Page(keys[number], slug, titles[number], blocks, in_menu=False, part_of=page.key)
        )
    all_parts = [PageLink(key, (Text(str(n)),)) for n, key in enumerate(keys[1:], 2)]
    first = (*pieces[0], _pointer(onward, _apart(all_parts, part)))
    return replace(page, blocks=first, children=(*later, *page.children))


def _apart(links: Iterable[PageLink], part: str) -> Iterator[Inline]:
    for number, link in enumerate(links):
        yield Text(" · " if number else f"{part} ")
        yield link


def _pointer(words: str, links: Iterable[Inline]) -> Block:
    return Panel("info", (Paragraph((Text(f"{words}: "), *links)),))
