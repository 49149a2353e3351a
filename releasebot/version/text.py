"""Bytes of a file as text, and back to the same bytes.

Nothing is normalised: line ends, a byte order mark and the final newline (or its absence) stay as
they are, so that an edit of one span leaves every other byte alone.
"""

from __future__ import annotations

import codecs

from msgspec import Struct

from releasebot.errors import UsageError

# UTF-32 before UTF-16: the mark of UTF-16-LE is a prefix of that of UTF-32-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_MOSTLY = 0.7
"""The share of zero high bytes that makes text without a mark plainly UTF-16."""
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1b"))


class Text(Struct, frozen=True):
    """A decoded file: its content without the byte order mark, and what it takes to write it back.

    `codec` is the name of a Python codec that writes no mark of its own; `bom` is the mark that
    stood first, or empty.
    """

    content: str
    codec: str = "utf-8"
    bom: bytes = b""

    def encode(self, content: str) -> bytes:
        """The file's bytes with this content; the original bytes where it is unchanged.

        Raises:
            UsageError: the file's encoding has no way to write a character of `content`.
        """
        try:
            return self.bom + content.encode(self.codec)
        except UnicodeEncodeError as error:
            character = content[error.start]
            raise UsageError(
                f"{character!r} cannot be written in a file encoded as {self.codec}"
            ) from None


def decode(data: bytes, *, name: str = "the file") -> Text:
    """The text that these bytes are: by byte order mark, else UTF-8, plain UTF-16, or Latin-1.

    Raises:
        UsageError: the bytes are no text; `name` is what the message calls the file.
    """
    for bom, codec in _MARKS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], codec, bom, name)
    if b"\0" in data:
        return _decoded(data, _plain_utf16(data, name), b"", name)
    try:
        return Text(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 10:
        raise _binary(name)
    return Text(data.decode("latin-1"), "latin-1")


def line_of(content: str, offset: int) -> int:
    """The line, counted from 1, on which this offset lies; LF, CRLF and CR end a line."""
    feeds = content.count("\n", 0, offset)
    returns = content.count("\r", 0, offset)
    if not returns:
        return feeds + 1
    return feeds + returns - content.count("\r\n", 0, offset) + 1


def _decoded(data: bytes, codec: str, bom: bytes, name: str) -> Text:
    try:
        content = data.decode(codec)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name} is not valid {codec}: byte {error.start + len(bom)} cannot be read",
            hint="save it again as UTF-8",
        ) from None
    if "\0" in content:
        raise _binary(name)
    return Text(content, codec, bom)


def _plain_utf16(data: bytes, name: str) -> str:
    """The byte order of text whose characters are mostly Latin: every second byte is zero."""
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    if len(data) % 2 == 0:
        if sample[1::2].count(0) > half * _MOSTLY and not sample[0::2].count(0):
            return "utf-16-le"
        if sample[0::2].count(0) > half * _MOSTLY and not sample[1::2].count(0):
            return "utf-16-be"
    raise _binary(name)


def _binary(name: str) -> UsageError:
    return UsageError(
        f"{name} is not a text file",
        hint="name the file that the version is written in",
    )
