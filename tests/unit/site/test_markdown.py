from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given

from releasebot.pages.model import (
    Block,
    CodeBlock,
    Endpoint,
    Expand,
    Heading,
    Link,
    ListBlock,
    Page,
    PageLink,
    PageTree,
    Panel,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Tabs,
    Text,
)
from releasebot.site.layout import Layout
from releasebot.site.markdown import render
from tests.fakes import trees
from tests.fakes.random_trees import pages
from tests.fakes.trees import HOSTILE, every_block, hostile, paragraph, shop, text
from tests.unit.site.reading import convert, read, said

CONTAINED: dict[type[Block], str] = {
    Table: "table",
    Quote: "blockquote",
    Panel: "div.admonition",
    Expand: "details.rb-expand",
    Rule: "hr",
    Endpoint: "p.rb-endpoint",
}


def drawn(page: Page, tree: PageTree | None = None) -> str:
    tree = tree or PageTree(page, "API", "1.0.0", "en")
    return render(page, Layout(tree))


def alone(*blocks: Block) -> Page:
    return Page("overview", "overview", "API", blocks)


def all_pages() -> list[tuple[PageTree, Page]]:
    return [(tree, page) for tree in (shop(), every_block(), hostile()) for page, _ in tree.walk()]


def counted(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Panel(children=children) | Expand(children=children) | Quote(children=children):
                yield CONTAINED[type(block)]
                yield from counted(children)
            case Tabs(tabs=tabs):
                for tab in tabs:
                    yield "div.tabbed-block"
                    yield from counted(tab.children)
            case ListBlock(items=items):
                for item in items:
                    yield "li"
                    yield from counted(item)
            case Table() | Rule() | Endpoint():
                yield CONTAINED[type(block)]
            case Heading(level=level):
                yield f"h{level}"
            case _:
                pass


@pytest.mark.parametrize(("tree", "page"), all_pages(), ids=lambda value: getattr(value, "key", ""))
def test_a_page_shows_every_character_of_its_blocks_and_no_other(
    tree: PageTree, page: Page
) -> None:
    assert read(convert(drawn(page, tree))).text == said(page)


@pytest.mark.parametrize(("tree", "page"), all_pages(), ids=lambda value: getattr(value, "key", ""))
def test_no_text_adds_an_element_an_attribute_or_an_address(tree: PageTree, page: Page) -> None:
    shown = read(convert(drawn(page, tree)))
    assert shown.refused == []
    for address in shown.addresses:
        page_address = address.partition("#")[0]
        # a builder does not rewrite what is in a drawing, so its points lead to built pages
        ours = page_address.endswith((".md", ".html"))
        assert address.startswith("https://example.com/") or ours
        assert not set(address) & set("<>\"'` {}")


@given(page=pages)
def test_any_page_shows_what_its_blocks_say_and_stays_harmless(page: Page) -> None:
    shown = read(convert(drawn(page)))
    assert shown.text == said(page)
    assert shown.refused == []


@pytest.mark.parametrize("tree", [shop(), every_block()], ids=["shop", "every block"])
def test_each_block_becomes_its_own_element_wherever_it_stands(tree: PageTree) -> None:
    for page, _ in tree.walk():
        wanted = Counter(counted(page.blocks))
        found = read(convert(drawn(page, tree))).elements
        kinds = {*CONTAINED.values(), "div.tabbed-block", "h2", "h3"}
        assert {kind: found[kind] for kind in kinds} == {kind: wanted[kind] for kind in kinds}
        assert found["li"] >= wanted["li"]


@pytest.mark.parametrize("attack", HOSTILE)
def test_nothing_that_a_template_engine_or_a_preprocessor_acts_on_is_written(attack: str) -> None:
    tree = hostile()
    for page, _ in tree.walk():
        written = drawn(page, tree)
        for sign in ("{{", "{%", "{#", "-8<-"):
            assert sign not in written, attack


def test_headings_have_the_anchors_they_were_given_and_the_title_one_of_its_own() -> None:
    page = alone(Heading(2, "top", text("개요")), Heading(3, "create-order", text("주문 생성")))
    assert read(convert(drawn(page))).ids == ["top-of-page", "top", "create-order"]


def test_a_row_can_be_linked_to_and_shows_how_deep_it_is_nested() -> None:
    row = Row((text("city"), text("string")), anchor="order-city", depth=2)
    html = convert(drawn(alone(Table((text("이름"), text("타입")), (row,)))))
    assert '<span id="order-city"></span><span class="rb-depth rb-depth--2"></span>city' in html


def test_links_lead_from_page_to_page_by_relative_paths() -> None:
    tree = shop()
    order = tree.root.children[0].children[0]
    layout = Layout(tree)
    assert layout.path(order) == "orders/create-order.md"
    assert layout.link(order, "schema:OrderDto", "order-dto-id") == (
        "../schemas/order-dto.md#order-dto-id"
    )
    assert layout.link(order, "overview", "") == "../index.md"
    assert layout.link(order, order.key, "create-order-parameters") == "#create-order-parameters"


def test_a_link_to_a_page_that_is_not_there_leaves_its_text() -> None:
    page = alone(Paragraph((PageLink("schema:Gone", text("Gone")),)))
    assert "\nGone\n" in drawn(page)


def test_a_link_to_an_anchor_that_is_not_there_leads_to_the_page() -> None:
    tree = shop()
    layout = Layout(tree)
    assert layout.link(tree.root, "schema:OrderDto", "gone") == "schemas/order-dto.md"


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil", "/a", "http://", " x"],
)
def test_an_address_that_is_neither_http_nor_mail_is_no_link(href: str) -> None:
    html = convert(drawn(alone(Paragraph((Link(href, text("누르기")),)))))
    assert read(html).addresses == []


def test_an_address_keeps_its_meaning() -> None:
    href = "https://example.com/a_b/(c)?q=주문&x=&lt;#d"
    html = convert(drawn(alone(Paragraph((Link(href, text("x")),)))))
    assert read(html).addresses == ["https://example.com/a_b/%28c%29?q=주문&x=&lt;#d"]


def test_a_link_within_a_link_is_text() -> None:
    inner = Link("https://example.com/inner", text("안"))
    html = convert(drawn(alone(Paragraph((Link("https://example.com/outer", (inner,)),)))))
    assert read(html).addresses == ["https://example.com/outer"]


def test_code_is_highlighted_and_keeps_every_line() -> None:
    code = '{\n  "id": "ord_1",\n\n  "tags": []\n}\n'
    html = convert(drawn(alone(CodeBlock(code, "json"))))
    assert '<span class="nt">' in html
    assert "".join(read(html).pieces[1:]).strip("\n") == code.strip("\n")


def test_code_that_a_template_engine_would_act_on_keeps_every_line_too() -> None:
    code = "a: {{ b }}\n  c\n\nd"
    html = convert(drawn(alone(CodeBlock(code, "yaml"))))
    assert code in "".join(read(html).pieces)


def test_the_words_to_search_for_stand_before_the_first_heading_and_are_hidden() -> None:
    page = Page("k", "k", "T", (paragraph("앞"), Heading(2, "h", text("뒤"))), search=("정보",))
    html = convert(drawn(page))
    assert html.index("앞") < html.index('<p class="rb-words" hidden') < html.index("뒤")


def test_the_title_is_escaped_for_a_theme_that_reads_it_as_html() -> None:
    page = Page("k", "k", 'Page<Order> & "R&D"', ())
    assert drawn(page).splitlines()[1] == 'title: "Page&#60;Order> & \\"R&#38;D\\""'


def test_a_page_about_one_operation_shows_its_method_in_the_menu() -> None:
    tree = shop()
    assert "\nstatus: post\n" in drawn(tree.root.children[0].children[0], tree)
    assert "status:" not in drawn(alone(Endpoint("GET", "/a")))
    harmful = Page("operation:x", "x", "X", (Endpoint("get\nhide: navigation", "/a"),))
    assert "status:" not in drawn(harmful)


def test_containers_in_containers_without_end_are_drawn_flat() -> None:
    block: Block = paragraph("가장 안쪽")
    for _ in range(300):
        block = Quote((block,))
    assert "가장안쪽" in read(convert(drawn(alone(block)))).text


def test_two_lists_that_follow_each_other_stay_two() -> None:
    lists = (ListBlock(((paragraph("a"),),)), ListBlock(((paragraph("b"),),)))
    assert read(convert(drawn(alone(*lists)))).elements["ul"] == 2


def test_a_numbered_list_begins_where_it_says() -> None:
    html = convert(drawn(alone(ListBlock(((Paragraph((Text("x"),)),),), ordered=True, start=7))))
    assert '<ol start="7">' in html


def test_every_tree_is_drawn_the_same_twice() -> None:
    for make in (trees.shop, trees.every_block, trees.hostile):
        first = [drawn(page, make()) for page, _ in make().walk()]
        assert first == [drawn(page, make()) for page, _ in make().walk()]
