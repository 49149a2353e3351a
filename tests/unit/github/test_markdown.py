"""Words of strangers in a comment: what they would do as Markdown, they must not do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from releasebot.github.markdown import code, plain, short, worded

GFM = MarkdownIt("gfm-like", {"html": True, "linkify": False})
ACTING = re.compile(r"@\w|#\d|\bGH-\d|://|www\.\w", re.IGNORECASE)
"""What GitHub makes a mention, a reference or a link of, in a text that is finished."""


def tokens(markdown: str) -> list[str]:
    """The kinds of inline content besides text and code."""
    (inline,) = (one for one in GFM.parse(f"a {markdown}") if one.type == "inline")
    return [one.type for one in inline.children or () if one.type not in {"text", "code_inline"}]


def shown(markdown: str) -> str:
    """What a reader sees, without what stands in code: there nothing is looked for."""
    (inline,) = (one for one in GFM.parse(f"a {markdown}") if one.type == "inline")
    return "".join(one.content for one in inline.children or () if one.type == "text")


@pytest.mark.parametrize(
    "text",
    [
        "@kim-dev and @org/team",
        "<script>alert(1)</script> <img src=x onerror=y>",
        "[text](https://evil.example) ![image](//evil.example/a.png)",
        "https://evil.example/a www.evil.example kim@example.com",
        "#12 team/api#7 GH-3",
        "**bold** _it_ ~~gone~~ `code $a$",
        "a | b | c",
        "&lt;script&gt; &#64;kim",
        "\u202egnp.exe \u200b@\u200bkim \x1b[31m",
        "<!-- releasebot plan: . -->",
    ],
)
def test_nothing_acts(text: str) -> None:
    for written in (plain(text, most=300), worded(text, most=300)):
        assert tokens(written) == []
        assert not ACTING.search(shown(written))
        assert "\n" not in written
        assert "|" not in written


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "12) a", "# a", "--- a", "=== a", "> a"])
def test_nothing_begins_a_block(text: str) -> None:
    kinds = [one.type for one in GFM.parse(f"- {plain(text, most=99)}")]
    assert kinds == [
        "bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close",
        "list_item_close", "bullet_list_close",
    ]  # fmt: skip


@given(st.text(alphabet="@#`*_[]()<>|&!~\\-+=1.:/ a\nGHw가", max_size=60))
def test_no_text_acts(text: str) -> None:
    for written in (plain(text, most=300), worded(text, most=300)):
        assert tokens(written) == []
        assert not ACTING.search(shown(written))


def test_a_version_and_words_stay_readable() -> None:
    assert plain("1.4.0-rc.1", most=20) == "1.4.0-rc.1"
    assert plain("feat(order): 주문 취소 (#7)", most=40) == "feat(order): 주문 취소 (#&#8203;7)"
    assert worded("the value `a*b` of <x>", most=40) == "the value `a*b` of &#60;x&#62;"
    assert code("a`b|c", most=9) == "`a'b¦c`"
    assert short("a  b\nc" + "d" * 9, most=8) == "a b cdd…"
