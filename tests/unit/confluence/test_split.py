from __future__ import annotations

import json

import pytest

from releasebot.confluence.split import split
from releasebot.confluence.storage import render
from releasebot.confluence.titles import titles
from releasebot.pages.model import (
    Block,
    CodeBlock,
    Expand,
    Heading,
    ListBlock,
    Page,
    PageLink,
    PageTree,
    Paragraph,
    Row,
    Tab,
    Table,
    Tabs,
    Text,
)
from tests.fakes.confluence.publisher import Publisher, faults_of
from tests.fakes.confluence.site import serving
from tests.fakes.trees import shop

LIMIT = 20_000


def text(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def tree(*blocks: Block) -> PageTree:
    link = Paragraph((PageLink("large", (Text("끝으로"),), "row-199"),))
    large = Page("large", "large", "큰 쪽", blocks, (Page("below", "below", "아래", ()),))
    root = Page("overview", "overview", "API", (link,), (large,))
    return PageTree(root, "API", "1.0.0", "ko")


def rows(count: int) -> tuple[Row, ...]:
    return tuple(
        Row(((Text(f"필드 {number}"),), (Text("설명" * 20),)), f"row-{number}", number % 3)
        for number in range(count)
    )


TABLE = Table(((Text("이름"),), (Text("설명"),)), rows(200))
LARGE: dict[str, Block] = {
    "a table": TABLE,
    "a list": ListBlock(tuple((text("항목" * 30),) for _ in range(200)), ordered=True),
    "an expand": Expand("펼치기", tuple(text("글" * 60) for _ in range(100))),
    "tabs": Tabs(tuple(Tab(str(n), (CodeBlock("x" * 2_000),)) for n in range(40))),
}


def sizes(parted: PageTree) -> list[int]:
    named = titles(parted, ())
    return [len(json.dumps(render(page, named))) for page, _ in parted.walk()]


def test_a_tree_whose_pages_fit_is_left_as_it_is() -> None:
    whole = shop()
    assert split(whole, 1_000_000) is whole


@pytest.mark.parametrize("kind", LARGE)
def test_no_part_is_larger_than_the_limit(kind: str) -> None:
    parted = split(tree(text("시작"), LARGE[kind], text("끝")), LIMIT)
    assert max(sizes(parted)) <= LIMIT
    assert len(sizes(parted)) > 3
    assert split(parted, LIMIT) is parted


def test_many_small_blocks_are_cut_between_headings_and_what_they_head() -> None:
    sections: list[Block] = []
    for number in range(60):
        sections.append(Heading(2, f"h{number}", (Text(f"절 {number}"),)))
        sections.extend(text("글" * 40) for _ in range(4))
    parted = split(tree(*sections), LIMIT)
    large = parted.root.children[0]
    pages = (large, *(page for page in large.children if page.key.startswith("large#")))
    assert len(pages) > 2
    for page in pages:
        blocks = [block for block in page.blocks if isinstance(block, Heading | Paragraph)]
        assert not isinstance(blocks[-1], Heading)
    kept = [block for page in pages for block in page.blocks if block in sections]
    assert kept == sections


def test_the_parts_lead_to_each_other_and_links_to_where_their_places_are() -> None:
    parted = split(tree(TABLE), LIMIT)
    large = parted.root.children[0]
    assert large.key == "large"
    keys = [page.key for page in large.children]
    assert keys[0] == "large#2"
    assert keys[-1] == "below"
    assert large.children[0].title.startswith("큰 쪽 (부분 2/")
    (paragraph,) = parted.root.blocks
    assert isinstance(paragraph, Paragraph)
    link = paragraph.children[0]
    assert isinstance(link, PageLink)
    target = next(page for page in large.children if page.key == link.page)
    assert any(
        row.anchor == "row-199"
        for block in target.blocks
        if isinstance(block, Table)
        for row in block.rows
    )
    named = titles(parted, ())
    assert f'ri:content-title="{named["large#2"]}"' in render(large, named)


def test_a_page_over_five_megabytes_is_published_in_parts() -> None:
    huge = Table(TABLE.header, rows(16_000))
    with serving("cloud", checks=False) as site:
        parted = split(tree(huge), 4_000_000)
        Publisher(site).publish(parted)
        assert Publisher(site).plan(parted).is_settled
        assert faults_of(site) == []
        assert len(site.store.by_bot()) == 4
