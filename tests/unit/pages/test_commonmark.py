from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.pages.commonmark import blocks, first_line, inlines, is_safe, link
from releasebot.pages.inlines import plain
from releasebot.pages.model import (
    Blocks,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Strike,
    Strong,
    Table,
    Text,
)
from tests.growth import assert_linear
from tests.unit.pages.reading import everything, of_kind, said


def read(text: str) -> Blocks:
    return blocks(text, level=3, prefix="p")


def line(text: str) -> object:
    (paragraph,) = read(text)
    assert isinstance(paragraph, Paragraph)
    return paragraph.children


def test_plain_text_is_one_paragraph() -> None:
    assert read("그냥 글") == (Paragraph((Text("그냥 글"),)),)
    assert read("") == ()


def test_marks_become_values() -> None:
    assert line("**굵게** *기울임* ~~지움~~ `code` a\nb  \nc") == (
        Strong((Text("굵게"),)),
        Text(" "),
        Emphasis((Text("기울임"),)),
        Text(" "),
        Strike((Text("지움"),)),
        Text(" "),
        Code("code"),
        Text(" a b"),
        LineBreak(),
        Text("c"),
    )


def test_blocks_become_values() -> None:
    found = read("> q\n\n---\n\n```JSON x\n{}\n```\n\n    four\n\n3. c\n4. d\n   - e\n")
    assert [type(block) for block in found] == [Quote, Rule, CodeBlock, CodeBlock, ListBlock]
    assert found[2] == CodeBlock("{}", "json")
    assert found[3] == CodeBlock("four")
    ordered = found[4]
    assert isinstance(ordered, ListBlock)
    assert (ordered.ordered, ordered.start, len(ordered.items)) == (True, 3, 2)
    assert isinstance(ordered.items[1][1], ListBlock)


def test_tables_have_as_many_cells_in_every_row() -> None:
    (table,) = read("| a | b |\n|---|---|\n| 1 |\n| `x\\|y` | 2 | 3 |\n")
    assert isinstance(table, Table)
    assert [len(row.cells) for row in table.rows] == [2, 2]
    assert table.rows[1].cells[0] == (Code("x|y"),)


def test_headings_are_shifted_below_the_level_and_never_beyond_the_sixth() -> None:
    text = "## 둘\n#### 넷\n###### 여섯\n"
    assert [one.level for one in of_kind(Heading, read(text))] == [3, 5, 6]


def test_anchors_of_headings_are_ascii_and_differ() -> None:
    found = [
        one.anchor for one in of_kind(Heading, read("# Get started\n# Get started\n# 시작\n# 시작"))
    ]
    assert found[:2] == ["p-get-started", "p-get-started-2"]
    assert len(set(found)) == 4
    assert all(anchor.isascii() for anchor in found)


def test_links_lead_to_web_addresses_and_mail_only() -> None:
    assert line("[a](https://x.example/?q=1 'title') <a@b.example>") == (
        Link("https://x.example/?q=1", (Text("a"),)),
        Text(" "),
        Link("mailto:a@b.example", (Text("a@b.example"),)),
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "../other.md",
        "/path",
        "#anchor",
        "//host.example",
        "java&#115;cript:x",
    ],
)
def test_any_other_link_is_its_text(address: str) -> None:
    assert line(f"[누르기]({address})") == (Text("누르기"),)
    assert of_kind(Link, read(f'<p><a href="{address}">누르기</a></p>')) == []
    assert not is_safe(address)
    assert link(address, "x") == (Text("x"),)


def test_an_image_is_a_link_to_it() -> None:
    assert line("![그림](https://x.example/a.png)") == (
        Link("https://x.example/a.png", (Text("그림"),)),
    )
    assert line("![](https://x.example/a.png) ![b](data:image/png;base64,AAAA)") == (
        Link("https://x.example/a.png", (Text("https://x.example/a.png"),)),
        Text(" b"),
    )


def test_html_passes_as_what_it_says() -> None:
    assert line("a<br/>b <b>c</b> <script>d</script> <a href='https://x.example'>e</a>") == (
        Text("a"),
        LineBreak(),
        Text("b "),
        Strong((Text("c"),)),
        Text(" d "),
        Link("https://x.example", (Text("e"),)),
    )


def test_a_block_of_html_keeps_its_paragraphs_and_lists() -> None:
    html = (
        "<div><h2>제목</h2><p>하나 &lt;b&gt;<br>둘</p><ul><li>셋<li><code>넷</code></ul>"
        "<pre>  다섯\n여섯</pre><table><tr><td>a</td><td>b</td></tr></table>"
        "<!-- no --><?php no ?></div>"
    )
    found = read(html)
    assert [said(block) for block in found] == [
        "제목",
        "하나 <b>둘",
        "셋넷",
        "  다섯\n여섯",
        "a · b",
    ]
    assert isinstance(found[2], ListBlock)
    assert isinstance(found[3], CodeBlock)


def test_text_of_scripts_and_macros_stays_text() -> None:
    found = read("<script>alert('x')</script>\n\n<ac:macro>{{ secret }}</ac:macro> ]]>")
    assert "alert('x')" in said(found)
    assert "{{ secret }}" in said(found)
    assert of_kind(Link, found) == []


def test_a_cell_holds_a_description_in_lines() -> None:
    found = inlines(
        "# 제목\n\n글 **굵게**\n\n- 하나\n- 둘\n\n```\na\nb\n```\n\n| x | y |\n|-|-|\n| 1 | 2 |"
    )
    lines = "".join("\n" if part == LineBreak() else plain((part,)) for part in found)
    assert lines.split("\n") == ["제목", "글 굵게", "• 하나", "• 둘", "a", "b", "x · y", "1 · 2"]


def test_the_first_line_is_plain_text() -> None:
    assert first_line("\n\n# **첫** 줄\n\n둘째") == "첫 줄"
    assert first_line("<!-- -->") == ""


@pytest.mark.parametrize(
    ("piece", "times", "end"),
    [
        ("[", 50_000, ""),
        ("*", 20_000, "a" + "*" * 20_000),
        ("> ", 3_000, "x"),
        ("- ", 3_000, "x"),
        ("<b>", 20_000, "x"),
        ("<p><b>", 20_000, "</i>" * 20_000),
        ("<!--", 50_000, ""),
        ("<a", 50_000, ""),
        ('<p "', 50_000, ""),
        ("![", 20_000, ""),
        ("`", 50_000, ""),
        ("a", 300_000, "*b*"),
    ],
)
def test_hostile_text_takes_linear_time_and_nests_no_deeper_than_can_be_drawn(
    piece: str, times: int, end: str
) -> None:
    def draw(count: int) -> None:
        assert depth(read(piece * count + end)) < 120

    assert_linear(draw, times)


def depth(value: object) -> int:
    children = getattr(value, "children", getattr(value, "items", value))
    if isinstance(children, tuple):
        return 1 + max(map(depth, children), default=0)
    return 1


@given(st.text("ab*_`[]()<>!#|~\n -&;:/가\\\"'=", max_size=200))
def test_any_text_is_read_without_active_parts(text: str) -> None:
    found = read(text)
    for one in everything(found):
        if isinstance(one, Link):
            assert one.href.lower().startswith(("http://", "https://", "mailto:"))
        if isinstance(one, Table):
            assert all(len(row.cells) == len(one.header) for row in one.rows)


@given(st.text("abc 가나", min_size=1, max_size=100))
def test_words_are_never_lost(text: str) -> None:
    assert "".join(said(read(text)).split()) == "".join(text.split())


@given(st.text("ab1_*`[]()<>!#|~\\n\\t -+=&;:/.가\\\\\"'", max_size=40))
def test_text_that_is_not_looked_at_closely_would_read_the_same(text: str) -> None:
    quickly = blocks(text, level=3, prefix="p")
    # A heading before it makes the whole text be parsed.
    _, *closely = blocks(f"# x\n\n{text}", level=3, prefix="p")
    if quickly == (Paragraph((Text(text),)),):
        assert tuple(closely) == quickly
