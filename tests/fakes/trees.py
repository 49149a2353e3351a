"""Page trees made by hand: an ordinary one, one of every block, and one that means harm."""

from __future__ import annotations

from typing import Final, Literal

from releasebot.pages.model import (
    Badge,
    Block,
    ChildPages,
    Code,
    CodeBlock,
    Edition,
    Emphasis,
    Endpoint,
    Expand,
    Heading,
    Inlines,
    LineBreak,
    Link,
    ListBlock,
    Page,
    PageLink,
    PageTree,
    Panel,
    Paragraph,
    Plot,
    Quote,
    Row,
    Rule,
    Series,
    Strike,
    Strong,
    Tab,
    Table,
    Tabs,
    Text,
)

EDITION: Final = Edition(
    "1.4.0", "v1.4.0", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", 1_790_000_000
)

HOSTILE: Final = (
    "<script>window.harmed=1</script>",
    "<img src=x onerror=window.harmed=1>",
    "</title><script>window.harmed=1</script>",
    '"><svg onload=window.harmed=1>',
    "&lt;script&gt;window.harmed=1&lt;/script&gt;",
    "[press](javascript:window.harmed=1)",
    "![x](x 'onerror=window.harmed=1')",
    "<javascript:window.harmed=1>",
    "{{ 7 * 191 }} {% raw %} {# gone #}",
    "{: onclick=window.harmed=1 }",
    "| a | b |\n| --- | --- |",
    "`code` ``` fence",
    "```\n</code></pre><script>window.harmed=1</script>\n```",
    "~~~\nfence",
    '--8<-- "mkdocs.yml"',
    '=== "tab"\n\n    inside',
    '!!! danger "box"\n\n    inside',
    '??? danger "box"\n\n    inside',
    "# heading {#stolen}",
    "[^1]: footnote",
    "*[HTML]: abbreviation",
    "[ref]: javascript:window.harmed=1",
    "    indented code",
    "- item\n- item",
    "1. item",
    "---\ntitle: stolen\n---",
    "<!-- comment",
    "]]><!--",
    "*a* _b_ **c** ~~d~~ ^^e^^ ==f== ++g++ :smile: @user #1 $x$",
    "back\\slash \\(x\\) \\",
    "\x00\x02klzzwxh:0000\x03 \x1b[31m",
    "한국어 <b>굵게</b> & 'quotes' \"double\"",
)
"""Texts that break out somewhere if a renderer lets them."""


def text(*parts: str) -> Inlines:
    """Plain text."""
    return tuple(Text(part) for part in parts)


def paragraph(*parts: str) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph(text(*parts))


def plot(words: str, form: Literal["line", "bars"] = "line") -> Plot:
    """A plot of three points in two series, which says `words` wherever it says something."""
    series = (Series(words, (1, None, 2.5)), Series(f"{words} 2", (3, 0, 1)))
    pages = ("second", "", "gone")
    return Plot(f"plot-{form}", words, words, (words, "1.1.0", "1.2.0"), pages, series, form=form)


def shop() -> PageTree:
    """A small API in Korean: two tags, four operations, two schemas."""
    orders = Page(
        key="tag:orders",
        slug="orders",
        title="주문",
        blocks=(paragraph("주문을 만들고 조회합니다."), ChildPages()),
        children=(
            _operation("createOrder", "create-order", "주문 생성", "POST", "/orders"),
            _operation("getOrder", "get-order", "주문 조회", "GET", "/orders/{orderId}"),
        ),
        search=("order", "orders"),
    )
    members = Page(
        key="tag:members",
        slug="members",
        title="회원",
        blocks=(paragraph("회원 정보를 다룹니다."), ChildPages()),
        children=(
            _operation("getMember", "get-member", "회원정보 조회", "GET", "/members/{userId}"),
            _operation("deleteMember", "delete-member", "회원 탈퇴", "DELETE", "/members/{userId}"),
        ),
        search=("회원정보", "회원", "정보"),
    )
    schemas = Page(
        key="schemas",
        slug="schemas",
        title="스키마",
        blocks=(ChildPages(),),
        children=(_schema("OrderDto", "order-dto"), _schema("MemberDto", "member-dto")),
    )
    root = Page(
        key="overview",
        slug="overview",
        title="쇼핑몰 API",
        blocks=(paragraph("주문과 회원을 다루는 API입니다."), ChildPages()),
        children=(orders, members, schemas),
    )
    return PageTree(root, "쇼핑몰 API", "1.4.0", "ko")


def _operation(name: str, slug: str, title: str, method: str, path: str) -> Page:
    header = (text("이름"), text("위치"), text("타입"), text("필수"), text("설명"))
    row = Row(
        (
            (Code("orderId"),),
            text("path"),
            (Code("string"),),
            (Badge("필수", "danger"),),
            (*text("주문 번호. "), PageLink("schema:OrderDto", text("OrderDto"), "order-dto-id")),
        )
    )
    blocks: tuple[Block, ...] = (
        Endpoint(method, path),
        paragraph(f"{title}합니다. 재고가 부족하면 409를 돌려줍니다."),
        Heading(2, f"{slug}-parameters", text("매개변수")),
        Table(header, (row,)),
        Heading(2, f"{slug}-responses", text("응답")),
        Tabs(
            (
                Tab("200", (CodeBlock('{\n  "id": "ord_1",\n  "status": "PAID"\n}', "json"),)),
                Tab("404", (paragraph("찾을 수 없음"),)),
            )
        ),
    )
    return Page(f"operation:{name}", slug, title, blocks, search=(name,))


def _schema(name: str, slug: str) -> Page:
    rows = (
        Row(((Code("id"),), (Code("string"),), text("번호")), anchor=f"{slug}-id"),
        Row(((Code("address"),), (Code("object"),), text("주소")), anchor=f"{slug}-address"),
        Row(((Code("city"),), (Code("string"),), text("도시")), depth=1),
    )
    blocks = (Table((text("이름"), text("타입"), text("설명")), rows),)
    return Page(f"schema:{name}", slug, name, blocks)


def every_block() -> PageTree:
    """One page with every block and inline, each inside each container."""
    inlines: Inlines = (
        *text("글 "),
        Code("code"),
        Strong((Emphasis((Strike(text("겹친 글")),)),)),
        Link("https://example.com/a_b?x=1&y=(2)", text("밖으로")),
        PageLink("second", text("둘째"), "part"),
        Badge("새로움", "success"),
        LineBreak(),
        *text("끝"),
    )
    plain: tuple[Block, ...] = (
        Paragraph(inlines),
        ListBlock(((paragraph("하나"),), (paragraph("둘"),))),
        ListBlock(((paragraph("셋"),), (paragraph("넷"),)), ordered=True, start=3),
        Rule(),
        CodeBlock("const a = `x`;\n\n\tif (a) {}\n", "ts", "예제"),
        Table((text("가"), text("나")), (Row((inlines, text("|"))), Row((text(""), text(""))))),
        Endpoint("PATCH", "/a/{b}/c", deprecated=True),
    )
    boxed: tuple[Block, ...] = (
        *plain,
        Quote(plain),
        Panel("warning", plain, "조심"),
        Expand("펼치기", plain),
        Tabs((Tab("첫째", plain), Tab("둘째", plain))),
        ListBlock((plain, (CodeBlock("x = 1", "python"),))),
    )
    blocks: tuple[Block, ...] = (
        Heading(2, "first", inlines),
        *boxed,
        Quote(boxed),
        Panel("info", boxed),
        Expand("전부", boxed),
        Tabs((Tab("전부", boxed),)),
        ListBlock((boxed, boxed)),
        plot("모양", "bars"),
        plot("줄", "line"),
        Heading(3, "last", text("끝")),
        ChildPages(),
    )
    second = Page("second", "second", "둘째", (Heading(2, "part", text("부분")),))
    root = Page("overview", "overview", "모든 블록", blocks, (second,), ("찾을", "낱말"))
    return PageTree(root, "모든 블록", "1.0.0", "ko")


def hostile() -> PageTree:
    """Every text of `HOSTILE` in every place that takes a text."""
    children = tuple(
        Page(f"page:{number}", f"page-{number}", attack, _hostile_blocks(attack), search=(attack,))
        for number, attack in enumerate(HOSTILE)
    )
    section = Page("section", "section", HOSTILE[2], (ChildPages(),), children)
    root = Page("overview", "overview", HOSTILE[0], (ChildPages(),), (section,))
    return PageTree(root, HOSTILE[2], "1.0.0", "en")


def _hostile_blocks(attack: str) -> tuple[Block, ...]:
    inlines: Inlines = (
        Text(attack),
        Code(attack),
        Strong(text(attack)),
        Link(f"https://example.com/{attack}", text(attack)),
        Link("javascript:window.harmed=1", text(attack)),
        PageLink("overview", text(attack)),
        PageLink(attack, text(attack)),
        Badge(attack),
    )
    simple: tuple[Block, ...] = (
        paragraph(attack),
        Paragraph(inlines),
        CodeBlock(attack, attack, attack),
        CodeBlock(attack, "json"),
        Table((text(attack), inlines), (Row((inlines, text(attack))),)),
        Endpoint(attack, attack),
    )
    return (
        *simple,
        plot(attack),
        Heading(2, "heading", inlines),
        Quote(simple),
        Panel("info", simple, attack),
        Expand(attack, simple),
        Tabs((Tab(attack, simple), Tab(attack, simple))),
        ListBlock((simple, (paragraph(attack),))),
    )
