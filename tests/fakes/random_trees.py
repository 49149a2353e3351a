"""Page trees as a machine thinks them up: every block and text, in every place that takes one."""

from __future__ import annotations

from hypothesis import strategies as st

from releasebot.pages.model import (
    Badge,
    Block,
    ChildPages,
    Code,
    CodeBlock,
    Emphasis,
    Endpoint,
    Expand,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Page,
    PageLink,
    Panel,
    Paragraph,
    Quote,
    Row,
    Rule,
    Strike,
    Strong,
    Tab,
    Table,
    Tabs,
    Text,
    Tone,
)

TONES: tuple[Tone, ...] = ("neutral", "info", "success", "warning", "danger")
KEYS = ("overview", "other", "gone")

texts = st.text(max_size=12) | st.sampled_from(
    (
        "",
        " ",
        "주문 조회",
        "]]>",
        "a]]>b]]",
        "<b>&amp;",
        "\x00\x1f\x7f",
        "\ud800",
        "\uffff",
        "줄\r\n끝",
    )
)
anchors = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
tones = st.sampled_from(TONES)
keys = st.sampled_from(KEYS)
languages = st.sampled_from(("", "json", "ts", "bash", "brainfuck", '"><'))

_leaves: st.SearchStrategy[Inline] = st.one_of(
    st.builds(Text, texts),
    st.builds(Code, texts),
    st.builds(Badge, texts, tones),
    st.builds(LineBreak),
)


def _nest(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    children = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Strong, children),
        st.builds(Emphasis, children),
        st.builds(Strike, children),
        st.builds(Link, st.sampled_from(("https://e.com/?a=1&b", "javascript:x", "")), children),
        st.builds(PageLink, keys, children, anchors | st.just("")),
    )


inlines = st.lists(st.recursive(_leaves, _nest, max_leaves=4), max_size=4).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    cells = st.tuples(*[inlines] * width)
    rows = st.builds(Row, cells, anchors | st.just(""), st.integers(0, 3))
    return Table(draw(cells), tuple(draw(st.lists(rows, max_size=3))))


_flat: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, st.integers(2, 6), anchors, inlines),
    st.builds(Paragraph, inlines),
    st.builds(Rule),
    st.builds(CodeBlock, texts, languages, texts),
    st.builds(Endpoint, st.sampled_from(("GET", "DELETE", "QUERY")), texts, st.booleans()),
    st.builds(ChildPages),
    tables(),
)


def _hold(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    children = st.lists(inner, max_size=3).map(tuple)
    tabs = st.lists(st.builds(Tab, texts, children), max_size=3).map(tuple)
    items = st.lists(children, max_size=3).map(tuple)
    return st.one_of(
        st.builds(ListBlock, items, st.booleans(), st.integers(0, 9)),
        st.builds(Quote, children),
        st.builds(Panel, tones, children, texts),
        st.builds(Expand, texts, children),
        st.builds(Tabs, tabs),
    )


blocks = st.lists(st.recursive(_flat, _hold, max_leaves=6), max_size=5).map(tuple)
pages = st.builds(Page, st.just("overview"), st.just("overview"), texts, blocks)
