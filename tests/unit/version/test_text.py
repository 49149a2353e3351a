from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.version.text import decode, line_of

TEXT = 'name: 판본\r\nversion: "1.2.3"\r'


@pytest.mark.parametrize(
    ("codec", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_every_unicode_encoding_is_read_and_written_back_to_the_byte(
    codec: str, bom: bytes
) -> None:
    data = bom + TEXT.encode(codec)
    text = decode(data)
    assert text.content == TEXT
    assert text.encode(text.content) == data
    assert text.encode(TEXT.replace("1.2.3", "2.0.0")) == bom + TEXT.replace(
        "1.2.3", "2.0.0"
    ).encode(codec)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zero_bytes(codec: str) -> None:
    data = '{"version": "1.2.3"}'.encode(codec)
    text = decode(data)
    assert text.content == '{"version": "1.2.3"}'
    assert text.encode(text.content) == data


def test_bytes_that_are_no_utf_8_are_latin_1() -> None:
    data = "name: café\nversion: 1.2.3\n".encode("latin-1")
    text = decode(data)
    assert "café" in text.content
    assert text.encode(text.content) == data


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00",
        bytes(range(128, 160)) + bytes(range(1, 9)) * 4,
    ],
)
def test_a_binary_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(UsageError, match=r"logo\.png is not a text file"):
        decode(data, name="logo.png")


def test_half_a_character_is_an_error_and_no_traceback() -> None:
    with pytest.raises(UsageError, match="not valid utf-16-le"):
        decode(codecs.BOM_UTF16_LE + b"a")


def test_a_character_that_the_encoding_lacks_is_an_error() -> None:
    text = decode("café".encode("latin-1"))
    with pytest.raises(UsageError, match="cannot be written"):
        text.encode("판본")


@given(st.binary(max_size=400))
def test_any_bytes_come_back_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except UsageError:
        return
    assert text.encode(text.content) == data


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_by_every_line_end(end: str) -> None:
    content = end.join(["a", "b", "", "version"])
    assert line_of(content, content.index("version")) == 4
    assert line_of(content, 0) == 1
