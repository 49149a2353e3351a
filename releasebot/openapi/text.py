"""Bytes of a document to characters that every output can hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.openapi.findings import Finding, Position

MAX_DEPTH = 200
"""How deep values may be nested; real documents stay below 40."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Characters that XML 1.0 cannot hold at all (section 2.2, production Char).
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RAW = tuple(char.encode() for char in "\x0b\x0c\ufffe\uffff")
_ESCAPE = re.compile(rb"\\(?:(u00[01]|u[dD][89a-fA-F]|u[fF]{3}[eEfF]|[bfvaex0])|.)", re.DOTALL)


class Parsed(Struct, frozen=True, eq=False):
    """A parsed text and the faults that did not keep it from being parsed."""

    value: object
    findings: tuple[Finding, ...] = ()


def as_utf8(data: bytes, *, name: str) -> bytes:
    """The same text in UTF-8 without a byte order mark, which may say UTF-16 or UTF-32.

    Whether bytes without a mark are UTF-8 is left to their parser.

    Raises:
        UsageError: the bytes are not what their mark says, or the text holds U+0000.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            data = data[len(mark) :]
            if encoding != "utf-8":
                data = decode(data, encoding, name=name).encode()
            break
    nul = data.find(b"\0")
    if nul >= 0:
        at = position(data, nul)
        raise UsageError(
            f"{name}:{at}: control character (NUL) at line {at.line}, column {at.column}",
            hint="the file is damaged or no text; write it anew",
        )
    return data


def decode(data: bytes, encoding: str = "utf-8", *, name: str) -> str:
    """The text of `data`.

    Raises:
        UsageError: a byte cannot be decoded; the message tells its line and column.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace").encode()
        raise UsageError(
            f"{name}:{position(before, -1)}: the bytes there are not {encoding.upper()}",
            hint="save the file as UTF-8",
        ) from error


def nested_too_deeply(name: str, at: Position) -> UsageError:
    """The complaint about the first container that is too deep."""
    return UsageError(
        f"{name}:{at}: nested too deeply: more than {MAX_DEPTH} levels",
        hint="a document for people is not nested like that; look at what writes it",
    )


def position(data: bytes, offset: int) -> Position:
    """The line and column of the character at a byte of UTF-8; of the end where it is negative."""
    end = len(data) if offset < 0 else offset
    return positions(data, (end,))[end]


def positions(data: bytes, offsets: Iterable[int]) -> dict[int, Position]:
    """The line and column of the character at each of many bytes, in one pass over UTF-8."""
    found: dict[int, Position] = {}
    line, column, at = 1, 1, 0
    for offset in sorted(set(offsets)):
        end = min(offset, len(data))
        feeds = data.count(b"\n", at, end)
        if feeds:
            line, column = line + feeds, 1
            at = data.rindex(b"\n", at, end) + 1
        column += len(data[at:end].decode("utf-8", "replace"))
        at = end
        found[offset] = Position(line, column)
    return found


def may_hold_unwritable(data: bytes) -> bool:
    """Whether the source text could give strings with characters that no output can hold."""
    if any(char in data for char in _RAW):
        return True
    # Escapes are read from the left, so that `\\\\b` is a backslash and a letter.
    return b"\\" in data and any(found[1] for found in _ESCAPE.finditer(data))


def replace_unwritable(value: object) -> object:
    """The same value with U+FFFD for each character that XML cannot hold, keys included.

    `value` is a tree of bounded depth.
    """
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {replace_unwritable(key): replace_unwritable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [replace_unwritable(item) for item in value]
    return value
