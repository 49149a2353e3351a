from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from releasebot.confluence.markup import attribute, cdata, legal, one_line, running


def test_characters_that_xml_cannot_carry_stay_visible() -> None:
    assert legal("a\x00b\x1fc") == "a\u2400b\u241fc"
    assert legal("\ud800\ufffe\uffff") == "\ufffd\ufffd\ufffd"


def test_korean_emoji_tabs_and_lines_stay_as_they_are() -> None:
    assert legal("주문 조회 🙂\t나\n다") == "주문 조회 🙂\t나\n다"


def test_every_kind_of_line_end_becomes_a_line_feed() -> None:
    assert legal("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_no_named_entity_but_the_three_of_xml_is_written() -> None:
    assert running('a\u00a0<b> & "c"') == 'a&#160;&lt;b&gt; &amp; "c"'


def test_the_end_of_a_cdata_section_is_split_over_two() -> None:
    assert cdata("a]]>b") == "<![CDATA[a]]]]><![CDATA[>b]]>"


def test_a_title_is_one_line() -> None:
    assert one_line(" 주문\r\n\t조회 ") == "주문 조회"


@given(st.text())
def test_what_is_written_is_what_an_xml_parser_reads(text: str) -> None:
    read = ET.fromstring(f'<x y="{attribute(text)}"><a>{running(text)}</a><b>{cdata(text)}</b></x>')
    assert read.get("y") == legal(text)
    assert read.findtext("a") == legal(text).replace("\n", " ")
    assert read.findtext("b") == legal(text)
