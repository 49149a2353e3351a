from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.confluence.document import body_of, document
from releasebot.confluence.macros import macro
from releasebot.confluence.validate import check, violations
from releasebot.errors import ExitCode, ReleasebotError

STATUS = macro("status", ("title", "GET"))
CODE = macro("code", ("language", "js"), plain="x")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<p>a", "not well-formed: mismatched tag"),
        ("<p>a&nbsp;b</p>", "not well-formed: undefined entity"),
        ("<p>a & b</p>", "not well-formed"),
        ("<p>a\x01</p>", "not well-formed"),
        ("<!DOCTYPE x []><p>a</p>", "not well-formed"),
        ("<script>x</script>", "<script> is no element of ours"),
        ("<p><img src='x' /></p>", "<img> is no element"),
        ("<p onclick='x'>a</p>", "<p> has onclick"),
        ("<p style='x'>a</p>", "<p> has style"),
        ("bare", "bare text in <ac:confluence>: 'bare'"),
        ("<p>a</p> bare", "bare text"),
        ("<ul>bare<li><p>a</p></li></ul>", "bare text in <ul>"),
        ("<p><p>a</p></p>", "<p> stands in <p>"),
        ("<p><table><tbody><tr><td /></tr></tbody></table></p>", "<table> stands in <p>"),
        ("<strong>a</strong>", "<strong> stands in <ac:confluence>"),
        ("<p><code><strong>a</strong></code></p>", "<strong> stands in <code>"),
        ("<ul></ul>", "<ul> without li"),
        ("<ul><p>a</p></ul>", "<p> stands in <ul>"),
        ("<li><p>a</p></li>", "<li> stands in <ac:confluence>"),
        ("<ol start='x'><li><p>a</p></li></ol>", "starts at 'x'"),
        ("<table><tr><td /></tr></table>", "<tr> stands in <table>"),
        ("<table><tbody></tbody></table>", "<tbody> without tr"),
        (
            "<table><tbody><tr><td /></tr><tr><td /><td /></tr></tbody></table>",
            "a row of 2 cells in a table of 1 columns",
        ),
        ("<p><a>a</a></p>", "<a> lacks href"),
        ("<p><a href='javascript:x'>a</a></p>", "which is no web or mail address"),
        ("<p><a href='https://a'><a href='https://b'>a</a></a></p>", "<a> stands in a link"),
        (f"<p><a href='https://a'>{STATUS}</a></p>", "stands in a link"),
        ("<p><ac:link><ac:link-body>a</ac:link-body></ac:link></p>", "no page and no anchor"),
        ("<p><ac:link ac:anchor='x' /></p>", "<ac:link> without ac:link-body"),
        (
            "<p><ac:link ac:anchor='응답'><ac:link-body>a</ac:link-body></ac:link></p>",
            "which is not ASCII",
        ),
        (
            "<p><ac:link><ri:page ri:content-title='' /><ac:link-body /></ac:link></p>",
            "without a title",
        ),
        (macro("status", ("title", "GET")), "<ac:structured-macro> stands in <ac:confluence>"),
        (f"<p>{CODE}</p>", "<ac:structured-macro> stands in <p>"),
        (CODE.replace("code", "html"), "'html' is no macro of ours"),
        (CODE.replace("js", "json"), "code has no language 'json'"),
        (macro("code", plain="x"), "code lacks its parameter 'language'"),
        (macro("code", ("language", "js"), ("theme", "x"), plain="x"), "no parameter 'theme'"),
        (CODE.replace('schema-version="1"', 'schema-version="9"'), "not of schema version 1"),
        (
            CODE.replace("plain-text-body", "rich-text-body").replace("<![CDATA[x]]>", "<p>x</p>"),
            "has not the body",
        ),
        (f"<p>{macro('status', ('colour', 'Purple'), ('title', 'x'))}</p>", "colour 'Purple'"),
        (f"<p>{macro('status', ('title', 'x'), ('title', 'y'))}</p>", "has 'title' twice"),
        (f"<p>{macro('status', ('colour', 'Red'))}</p>", "lacks its parameter 'title'"),
        (f"<h2>{macro('anchor', ('', '응답'))}</h2>", "is not ASCII"),
        ("<p><![CDATA[x]]></p>", "CDATA in <p>"),
        ("<!-- x -->", "a comment"),
        ("<?php x ?>", "a processing instruction"),
        (macro("expand", rich=macro("expand", rich="<p>a</p>")), "Cloud cannot show"),
        (macro("info", rich=macro("tip", rich="<p>a</p>")), "Cloud cannot show"),
        (f"<blockquote>{macro('expand', rich='<p>a</p>')}</blockquote>", "Cloud cannot show"),
    ],
)
def test_what_the_format_does_not_allow_is_found(body: str, complaint: str) -> None:
    assert any(complaint in one.text for one in violations(body)), violations(body)


def test_a_violation_names_the_line_of_the_body() -> None:
    assert [one.line for one in violations("<p>a</p>\n<p>b</p>\n<b>c</b>")] == [3]


def test_an_invalid_body_is_a_fault_of_ours_and_says_where() -> None:
    with pytest.raises(ReleasebotError) as caught:
        check("<p>a</p>\n<b>c</b>", "operation:getOrder")
    assert caught.value.exit_code is ExitCode.BUG
    assert "operation:getOrder" in caught.value.message
    assert "line 2: <b> is no element of ours" in caught.value.message


def test_a_valid_body_passes() -> None:
    check(f"<p>주문 {STATUS}</p>\n{CODE}", "overview")


@given(st.text())
def test_no_text_is_too_strange_to_be_judged(text: str) -> None:
    assert isinstance(violations(text), tuple)


def test_a_body_comes_back_out_of_its_document() -> None:
    body = f"<p>주문</p>\n{CODE}"
    assert body_of(document(body)) == body


def test_an_editor_that_changed_the_line_ends_changed_nothing() -> None:
    body = "<p>a</p>\n<p>b</p>"
    assert body_of("\ufeff" + document(body).replace("\n", "\r\n") + "\r\n") == body


def test_a_file_that_is_no_document_is_taken_as_a_body() -> None:
    assert body_of("<p>a</p>\n") == "<p>a</p>"
