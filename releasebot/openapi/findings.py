"""Where something stands in a document, and what was found wrong there."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Location(Struct, frozen=True, gc=False):
    """A value of a document: the file it stands in and the JSON Pointer (RFC 6901) to it."""

    file: str
    pointer: str = ""

    def child(self, *keys: str | int) -> Location:
        """The value below this one at `keys`."""
        pointer = self.pointer
        for key in keys:
            pointer = f"{pointer}/{escape(key) if isinstance(key, str) else key}"
        return Location(self.file, pointer)


class Position(Struct, frozen=True, order=True, gc=False):
    """A place in a text; lines and columns (in characters) are counted from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


FindingCode = Literal[
    "unresolvable-reference",
    "refused-reference",
    "duplicate-key",
    "duplicate-operation-id",
    "undefined-path-parameter",
    "wrong-type",
]


class Finding(Struct, frozen=True):
    """A fault of a document that does not keep it from being shown."""

    code: FindingCode
    message: str
    location: Location


def escape(key: str) -> str:
    """A key as one segment of a JSON Pointer (RFC 6901, section 3)."""
    if "~" not in key and "/" not in key:
        return key
    return key.replace("~", "~0").replace("/", "~1")


def unescape(segment: str) -> str:
    """The key that a segment of a JSON Pointer stands for (RFC 6901, section 4)."""
    if "~" not in segment:
        return segment
    return segment.replace("~1", "/").replace("~0", "~")
