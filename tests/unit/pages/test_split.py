from __future__ import annotations

import msgspec
import pytest

from releasebot.pages.model import (
    Block,
    Code,
    Expand,
    Heading,
    ListBlock,
    Page,
    PageTree,
    Panel,
    Paragraph,
    Row,
    Tab,
    Table,
    Tabs,
    Text,
)
from releasebot.pages.split import moved_places, split

LIMIT = 4_000


def size(page: Page) -> int:
    return len(msgspec.json.encode(page.blocks))


def parts(*blocks: Block) -> list[Page]:
    """The page with these blocks and its later parts."""
    page = Page("page", "page", "Page", blocks, (Page("below", "below", "Below", ()),))
    tree = PageTree(Page("root", "", "API", (), (page,)), "API", "1", "en")
    first = split(tree, LIMIT, size=size, bound=size).root.children[0]
    return [first, *(child for child in first.children if child.part_of)]


def row(name: str, depth: int = 0) -> Row:
    return Row(((Code(name),), (Text("words " * 10),)), "" if depth else name, depth)


def names(page: Page) -> list[str]:
    tables = (block for block in page.blocks if isinstance(block, Table))
    cells = (row.cells[0][0] for table in tables for row in table.rows)
    return [cell.text for cell in cells if isinstance(cell, Code)]


def test_what_fits_is_the_same_tree() -> None:
    tree = PageTree(Page("root", "", "API", (Paragraph(()),)), "API", "1", "en")
    assert split(tree, LIMIT, size=size, bound=size) is tree


def test_a_part_begins_with_the_fields_that_its_rows_are_nested_in() -> None:
    nested = [row("order"), row("items", 1), *(row(f"f{n}", 2) for n in range(60))]
    found = parts(Table(((Text("a"),), (Text("b"),)), tuple(nested)))
    assert len(found) > 1
    assert all(names(page)[:2] == ["order", "items"] for page in found)
    shown = [name for page in found for name in names(page) if name.startswith("f")]
    assert shown == [f"f{n}" for n in range(60)]
    anchors = [r.anchor for p in found for b in p.blocks if isinstance(b, Table) for r in b.rows]
    assert anchors.count("order") == 1


def test_headings_go_with_what_they_head() -> None:
    sections: list[Block] = []
    for number in range(30):
        sections += [Heading(2, f"a{number}", ()), Heading(3, f"b{number}", ())]
        sections.append(Paragraph((Text("words " * 40),)))
    found = parts(*sections)
    assert len(found) > 1
    for page in found:
        own = [block for block in page.blocks if not isinstance(block, Panel)]
        assert not isinstance(own[-1], Heading)
    assert [block for page in found for block in page.blocks if block in sections] == sections


@pytest.mark.parametrize(
    "block",
    [
        Tabs(
            (
                Tab(
                    "only",
                    (Expand("open", tuple(Paragraph((Text("x" * 90),)) for _ in range(90))),),
                ),
            )
        ),
        ListBlock(tuple((Paragraph((Text("x" * 90),)),) for _ in range(90))),
    ],
)
def test_boxes_within_boxes_are_cut(block: Block) -> None:
    found = parts(block)
    assert len(found) > 2
    assert all(size(page) < LIMIT + 700 for page in found)  # the links to other parts come on top


def test_parts_stand_in_no_menu_and_their_places_are_known() -> None:
    found = parts(*(Heading(2, f"h{n}", (Text("words " * 30),)) for n in range(60)))
    assert [page.in_menu for page in found] == [True, *([False] * (len(found) - 1))]
    tree = PageTree(Page("root", "", "API", (), tuple(found)), "API", "1", "en")
    moved = moved_places(tree)
    assert ("page", "h0") not in moved
    assert moved["page", "h59"] == found[-1].key
