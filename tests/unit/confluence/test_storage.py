from __future__ import annotations

import pytest
from hypothesis import given, settings

from releasebot.confluence.languages import LANGUAGES, confluence_language
from releasebot.confluence.storage import render
from releasebot.confluence.validate import violations
from releasebot.pages.model import (
    Badge,
    Block,
    ChildPages,
    Code,
    CodeBlock,
    Endpoint,
    Expand,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    Page,
    PageLink,
    PageTree,
    Panel,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
    Tone,
)
from tests.fakes.random_trees import pages
from tests.fakes.trees import every_block, hostile, shop, text

TITLES = {"overview": "주문 API", "other": '그 "제목" <&>', "operation:getOrder": "주문 조회"}


def body(*blocks: Block) -> str:
    written = render(Page("overview", "overview", "주문 API", blocks), TITLES)
    assert violations(written) == ()
    return written


def lines(*blocks: Block) -> list[str]:
    return body(*blocks).splitlines()


@given(pages)
@settings(max_examples=300)
def test_every_page_is_valid_storage_format(page: Page) -> None:
    assert violations(render(page, TITLES)) == ()


@pytest.mark.parametrize("tree", [every_block(), hostile(), shop()], ids=lambda tree: tree.title)
def test_every_page_of_the_hand_made_trees_is_valid(tree: PageTree) -> None:
    titles = {page.key: page.title for page, _ in tree.walk()}
    for page, _ in tree.walk():
        assert violations(render(page, titles)) == ()


def test_korean_is_written_as_it_is() -> None:
    assert lines(Paragraph(text("주문을 조회합니다."))) == ["<p>주문을 조회합니다.</p>"]


def test_code_is_a_code_macro_in_a_language_that_confluence_has() -> None:
    assert lines(CodeBlock('{"a": 1}\n', "json", "응답")) == [
        (
            '<ac:structured-macro ac:name="code" ac:schema-version="1">'
            '<ac:parameter ac:name="language">js</ac:parameter>'
            '<ac:parameter ac:name="title">응답</ac:parameter>'
            '<ac:plain-text-body><![CDATA[{"a": 1}]]></ac:plain-text-body></ac:structured-macro>'
        )
    ]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("json", "js"),
        ("TypeScript", "js"),
        ("yaml", "yml"),
        ("sh", "bash"),
        ("python", "py"),
        ("java", "java"),
        ("c#", "c#"),
        ("", "none"),
        ("http", "none"),
        ('"><', "none"),
    ],
)
def test_a_language_gets_confluences_name_or_none(name: str, known: str) -> None:
    assert confluence_language(name) == known
    assert known in LANGUAGES


def test_code_that_holds_the_end_of_cdata_stays_whole() -> None:
    assert "<![CDATA[if (a[b[0]]]]><![CDATA[> 1) {}]]>" in body(CodeBlock("if (a[b[0]]> 1) {}"))


def test_an_endpoint_is_a_coloured_status_and_its_path() -> None:
    assert lines(Endpoint("GET", "/orders/{id}")) == [
        (
            '<p><ac:structured-macro ac:name="status" ac:schema-version="1">'
            '<ac:parameter ac:name="colour">Blue</ac:parameter>'
            '<ac:parameter ac:name="title">GET</ac:parameter></ac:structured-macro>'
            " <code>/orders/{id}</code></p>"
        )
    ]


def test_the_path_of_a_deprecated_endpoint_is_struck_out() -> None:
    assert "<del><code>/old</code></del>" in body(Endpoint("PUT", "/old", deprecated=True))


def test_a_grey_status_names_no_colour() -> None:
    assert "colour" not in body(Paragraph((Badge("OAuth2"),)))
    assert ">Red<" in body(Paragraph((Badge("필수", "danger"),)))


def test_a_link_to_a_page_goes_by_its_title_in_confluence() -> None:
    link = PageLink("operation:getOrder", text("보기"))
    assert lines(Paragraph((link,))) == [
        (
            '<p><ac:link><ri:page ri:content-title="주문 조회" />'
            "<ac:link-body>보기</ac:link-body></ac:link></p>"
        )
    ]


def test_a_link_to_a_place_names_the_anchor() -> None:
    elsewhere = body(Paragraph((PageLink("other", text("보기"), "field-id"),)))
    assert (
        '<ac:link ac:anchor="field-id">'
        '<ri:page ri:content-title="그 &quot;제목&quot; &lt;&amp;&gt;" />' in elsewhere
    )
    here = body(Paragraph((PageLink("overview", text("보기"), "field-id"),)))
    assert '<ac:link ac:anchor="field-id"><ac:link-body>' in here


def test_a_link_to_a_page_that_is_not_there_keeps_its_text() -> None:
    assert lines(Paragraph((PageLink("gone", text("보기")),))) == ["<p>보기</p>"]


def test_an_address_that_is_not_of_the_web_is_no_link() -> None:
    assert lines(Paragraph((Link("javascript:alert(1)", text("누르기")),))) == ["<p>누르기</p>"]


def test_a_badge_in_a_link_is_code_for_no_macro_may_stand_there() -> None:
    link = Link("https://example.com", (Badge("GET"), Text(" x")))
    assert lines(Paragraph((link,))) == [
        '<p><a href="https://example.com"><code>GET</code> x</a></p>'
    ]


def test_a_heading_carries_its_anchor() -> None:
    assert lines(Heading(2, "responses", text("응답"))) == [
        (
            '<h2><ac:structured-macro ac:name="anchor" ac:schema-version="1">'
            '<ac:parameter ac:name="">responses</ac:parameter></ac:structured-macro>응답</h2>'
        )
    ]


def test_a_page_with_many_headings_has_its_contents_before_the_first() -> None:
    headings = [Heading(2, f"h{number}", text(f"절 {number}")) for number in range(4)]
    written = lines(Endpoint("GET", "/"), *headings)
    assert 'ac:name="toc"' in written[1]
    assert 'ac:name="toc"' not in body(Endpoint("GET", "/"), *headings[:3])


def test_contents_go_no_deeper_than_they_have_to() -> None:
    deep = [Heading(3, f"d{number}", text("세부")) for number in range(3)]
    top = [Heading(2, f"h{number}", text("절")) for number in range(4)]
    assert '"maxLevel">2<' in body(*top, *deep)
    assert '"maxLevel">3<' in body(top[0], *deep)


def test_a_page_whose_table_leads_to_its_sections_has_no_second_list_of_them() -> None:
    headings = [Heading(2, f"h{number}", text("절")) for number in range(4)]
    link = PageLink("overview", text("절"), "h1")
    table = Table((text("절"),), (Row(((link,),)),))
    assert 'ac:name="toc"' not in body(table, *headings)
    assert 'ac:name="toc"' in body(Table((text("절"),), (Row((text("절"),)),)), *headings)


def test_a_table_is_one_row_a_line_and_shows_what_is_nested() -> None:
    table = Table(
        (text("이름"), text("설명")),
        (
            Row(((Code("a|b"),), (Text("한 줄"), LineBreak(), Text("두 줄")))),
            Row((text("city"), ()), anchor="address-city", depth=1),
        ),
    )
    written = lines(table)
    assert written[2] == "<tr><th><p>이름</p></th><th><p>설명</p></th></tr>"
    assert written[3] == (
        "<tr><td><p><code>a|b</code></p></td><td><p>한 줄<br />두 줄</p></td></tr>"
    )
    assert ">address-city<" in written[4]
    assert "↳&#160;city</p></td><td><p></p></td></tr>" in written[4]


def test_lists_keep_their_start_and_nest() -> None:
    inner = ListBlock(((Paragraph(text("안")),),))
    assert lines(ListBlock(((Paragraph(text("밖")), inner),), ordered=True, start=3)) == [
        '<ol start="3">',
        "<li>",
        "<p>밖</p>",
        "<ul>",
        "<li><p>안</p></li>",
        "</ul>",
        "</li>",
        "</ol>",
    ]


@pytest.mark.parametrize(
    ("tone", "name"),
    [
        ("neutral", "panel"),
        ("info", "info"),
        ("success", "tip"),
        ("warning", "note"),
        ("danger", "warning"),
    ],
)
def test_a_panel_is_the_macro_of_its_tone(tone: Tone, name: str) -> None:
    panel = Panel(tone, (Paragraph(text("조심")),), "제목")
    written = body(panel)
    assert f'ac:name="{name}"' in written
    assert "<p><strong>제목</strong></p>\n<p>조심</p>" in written


def test_what_cloud_cannot_show_in_another_macro_becomes_a_headed_section() -> None:
    inner = Expand("안", (Paragraph(text("글")),))
    written = body(Expand("밖", (inner, Panel("info", (inner, Panel("danger", ()))))))
    assert written.count('ac:name="expand"') == 1
    assert written.count("<p><strong>안</strong></p>\n<p>글</p>") == 2
    assert 'ac:name="warning"' not in written


def test_child_pages_are_confluences_own_list() -> None:
    assert lines(ChildPages()) == [
        '<ac:structured-macro ac:name="children" ac:schema-version="2"></ac:structured-macro>'
    ]


def test_what_has_nothing_in_it_is_left_out() -> None:
    empty = (Paragraph(()), ListBlock(()), Quote(()), Quote((Paragraph(()),)))
    assert body(*empty, Paragraph(text("글"))) == "<p>글</p>"


def test_one_changed_sentence_is_one_changed_line() -> None:
    before = lines(*every_block().root.blocks)
    changed = (*every_block().root.blocks[:-1], Paragraph(text("새 글")))
    after = lines(*changed)
    assert [line for line in after if line not in before] == ["<p>새 글</p>"]
