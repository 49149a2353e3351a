from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given

from releasebot.confluence.drawing import Surroundings, draw
from releasebot.confluence.macros import anchor, macro, status
from releasebot.confluence.storage import render
from releasebot.pages.model import Page
from tests.fakes.random_trees import pages
from tests.fakes.trees import every_block, hostile, plot

AROUND = Surroundings(
    {"주문 조회": "get-order.html"}.get, (("주문", "orders.html"), ("회원", "members.html"))
)


class Tags(HTMLParser):
    """Every tag and attribute of an HTML text, and whether each tag that was opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses.extend(value or "" for name, value in attrs if name in {"href", "src"})
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def only_ours(text: str) -> None:
    tags = Tags(text)
    assert not tags.open
    assert not tags.tags & {"script", "svg", "iframe", "style", "object", "form", "input"}
    assert not [name for name in tags.attributes if name.startswith("on") or name == "style"]
    ours = r"https?://|mailto:|#|[\w-]+\.html|\.\./attachments/[\w.-]+\.svg\Z"
    assert all(re.match(ours, one) for one in tags.addresses)


@given(pages)
def test_every_page_of_ours_is_drawn_whole_and_inert(page: Page) -> None:
    drawn = draw(render(page, {"overview": "주문 조회", "other": "없음"}), AROUND)
    assert 'class="fault"' not in drawn
    assert 'class="unknown"' not in drawn
    only_ours(drawn)


def test_hostile_texts_stay_texts() -> None:
    for page, _ in (*hostile().walk(), *every_block().walk()):
        only_ours(draw(render(page, {}), AROUND))


@pytest.mark.parametrize(
    ("body", "drawn"),
    [
        (f"<p>{status('GET', 'Blue')}</p>", '<p><span class="status status-blue">GET</span></p>'),
        (f"<p>{status('새로움')}</p>", '<p><span class="status status-grey">새로움</span></p>'),
        (f"<h2>{anchor('x')}응답</h2>", '<h2><span id="x"></span>응답</h2>'),
        (
            macro("expand", ("title", "펼치기"), rich="<p>글</p>"),
            "<details><summary>펼치기</summary><div>\n<p>글</p>\n</div></details>",
        ),
        (
            macro("code", ("language", "js"), ("title", "응답"), plain="a < b]]>c"),
            (
                '<div class="code"><div class="code-title">응답</div>'
                "<pre><code>a &lt; b]]&gt;c</code></pre></div>"
            ),
        ),
        (
            macro("children"),
            (
                '<ul class="children"><li><a href="orders.html">주문</a></li>'
                '<li><a href="members.html">회원</a></li></ul>'
            ),
        ),
        (
            (
                '<p><ac:link ac:anchor="x"><ri:page ri:content-title="주문 조회" />'
                "<ac:link-body>보기</ac:link-body></ac:link></p>"
            ),
            '<p><a href="get-order.html#x">보기</a></p>',
        ),
        (
            '<p><ac:link><ri:page ri:content-title="없음" /></ac:link></p>',
            '<p><span class="missing" title="없음">없음</span></p>',
        ),
        ("<p><a href='javascript:x'>a</a><img src='x' />b</p>", "<p>ab</p>"),
        ("<p onclick='x' style='y'>a</p>", "<p>a</p>"),
        ("<td colspan='2' rowspan='x'>a</td>", '<td colspan="2" rowspan="1">a</td>'),
    ],
)
def test_each_thing_is_drawn_as_confluence_draws_it(body: str, drawn: str) -> None:
    assert draw(body, AROUND).strip() == drawn


def test_a_table_of_contents_lists_the_headings_between_its_levels() -> None:
    toc = macro("toc", ("minLevel", "2"), ("maxLevel", "3"))
    drawn = draw(f"{toc}<h2>{anchor('a')}첫째</h2><h3>{anchor('b')}둘째</h3><h4>셋째</h4>", AROUND)
    assert '<li class="level-0"><a href="#a">첫째</a></li>' in drawn
    assert '<li class="level-1"><a href="#b">둘째</a></li></ul>' in drawn


def test_a_macro_that_people_put_there_is_a_box_with_its_name() -> None:
    body = (
        '<ac:structured-macro ac:name="jira"><ac:parameter ac:name="key">A-1</ac:parameter>'
        "</ac:structured-macro>"
    )
    assert draw(body, AROUND).strip() == '<div class="unknown"><p>jira</p></div>'


def test_what_is_no_xml_is_shown_as_it_stands() -> None:
    drawn = draw("<p>a<script>", AROUND)
    assert "&lt;p&gt;a&lt;script&gt;" in drawn
    only_ours(drawn)


def test_nesting_without_end_does_no_harm() -> None:
    only_ours(draw("<blockquote>" * 5_000 + "</blockquote>" * 5_000, AROUND))


def test_an_attached_picture_is_shown_from_the_folder_of_attachments() -> None:
    body = render(Page("overview", "overview", "API", (plot('"가" <b>'),)), {})
    drawn = draw(body, AROUND)
    assert '<img src="../attachments/plot-line.svg" alt="&quot;가&quot; &lt;b&gt;' in drawn
    assert draw(body.replace("plot-line.svg", "../../secret.svg"), AROUND).count("<img") == 0
