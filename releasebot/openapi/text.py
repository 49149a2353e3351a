"""Bytes of a document to characters that every output can hold."""

from __future__ import annotations

import codecs
import re

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
_ESCAPED = r"\\(?:u00[01]|u[dD][89a-fA-F]|u[fF]{3}[eEfF]|[bfvaex0])"
_LOOKS_ESCAPED = re.compile(_ESCAPED)
_IS_ESCAPED = re.compile(rf"(?<!\\)(?:\\\\)*+{_ESCAPED}")


class Parsed(Struct, frozen=True, eq=False):
    """A parsed text and the faults that did not keep it from being parsed."""

    value: object
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, *, name: str) -> str:
    """The text of `data`: UTF-8 unless a byte order mark says UTF-16 or UTF-32.

    Raises:
        UsageError: a byte cannot be decoded, or the text holds U+0000.
    """
    encoding, skip = "utf-8", 0
    for mark, its_encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            encoding, skip = its_encoding, len(mark)
            break
    try:
        text = data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        at = position(data[skip : skip + error.start].decode(encoding, "replace"), -1)
        raise UsageError(
            f"{name}:{at}: the bytes there are not {encoding.upper()}",
            hint="save the file as UTF-8",
        ) from error
    nul = text.find("\0")
    if nul >= 0:
        at = position(text, nul)
        raise UsageError(
            f"{name}:{at}: control character (NUL) at line {at.line}, column {at.column}",
            hint="the file is damaged or no text; write it anew",
        )
    return text


def position(text: str, offset: int) -> Position:
    """The line and column of the character at `offset`; of the end where it is negative."""
    end = len(text) if offset < 0 else min(offset, len(text))
    line_start = text.rfind("\n", 0, end) + 1
    return Position(text.count("\n", 0, end) + 1, end - line_start + 1)


def may_hold_unwritable(text: str) -> bool:
    """Whether the source text could give strings with characters that no output can hold."""
    if any(char in text for char in "\x0b\x0c\ufffe\uffff"):
        return True
    # Patterns hold escapes of their own, such as `\\\\b`; those are told apart at a second look.
    return _LOOKS_ESCAPED.search(text) is not None and _IS_ESCAPED.search(text) is not None


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
