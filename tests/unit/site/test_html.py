from __future__ import annotations

from hypothesis import given

from releasebot.pages.model import CodeBlock, Heading, Page, PageLink, PageTree, Text
from releasebot.site.html import draw
from releasebot.site.layout import Layout
from releasebot.site.markdown import render
from tests.fakes.random_trees import pages
from tests.fakes.trees import HOSTILE, every_block, hostile, shop
from tests.unit.site.reading import convert, read, said


def html_of(page: Page, tree: PageTree | None = None) -> str:
    tree = tree or PageTree(page, "API", "1.0.0", "en")
    return draw(page, Layout(tree), permalink="Link").html


def test_a_page_says_the_same_as_the_markdown_that_a_builder_reads() -> None:
    for tree in (shop(), every_block(), hostile()):
        for page, _ in tree.walk():
            ours = read(html_of(page, tree))
            theirs = read(convert(render(page, Layout(tree))))
            assert ours.text == theirs.text == said(page)
            assert ours.ids == theirs.ids
            addresses = [one.replace(".md", ".html") for one in theirs.addresses]
            assert ours.addresses == addresses
            for name in (
                "table",
                "tr",
                "td",
                "li",
                "ul",
                "ol",
                "blockquote",
                "details",
                "h2",
                "hr",
            ):
                assert ours.elements[name] == theirs.elements[name], name


@given(pages)
def test_whatever_is_on_a_page_is_said_and_nothing_else(page: Page) -> None:
    seen = read(html_of(page))
    assert seen.text == said(page)
    assert seen.refused == []


def test_no_text_becomes_an_element() -> None:
    for attack in HOSTILE:
        words = Heading(2, "a", (), (attack,))
        page = Page(
            "overview", "overview", attack, (words, CodeBlock(attack, attack)), (), (attack,)
        )
        assert read(html_of(page)).refused == []


def test_the_words_of_code_are_coloured_and_brackets_are_not() -> None:
    page = Page("overview", "overview", "API", (CodeBlock('{"a": [1]}', "json"),))
    html = html_of(page)
    assert '<span class="nt">&quot;a&quot;</span>' in html or '<span class="nt">"a"</span>' in html
    assert '<span class="mi">1</span>' in html
    assert 'class="p"' not in html


def test_a_list_of_contents_names_a_heading_without_the_links_in_it() -> None:
    heading = Heading(2, "order", (PageLink("overview", (Text("Order"),)),))
    page = Page("overview", "overview", "API", (heading,))
    drawn = draw(page, Layout(PageTree(page, "API", "1.0.0", "en")), permalink="Link")
    assert [section.title for section in drawn.sections] == ["API", "Order"]
