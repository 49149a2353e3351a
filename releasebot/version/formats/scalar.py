"""The scalars of a structured text: what every structured format is reduced to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

Key = str | int
"""A mapping's key or, for an item of a list, its index from 0."""
Path = tuple[Key, ...]


class Scalar(Struct, frozen=True):
    """One value with where it stands.

    `value` is what the format's rules make of `text[start:end]`. `quote` is its delimiter: a quote,
    `|` or `>` for a block, empty for a bare value. `document` counts the documents of one text from
    0. `number` tells a bare number, boolean or null from a string where the format knows types.
    """

    path: Path
    value: str
    start: int
    end: int
    quote: str = ""
    document: int = 0
    number: bool = False


class Reader(Protocol):
    """Reads a text's scalars.

    With `only`, those of other paths may be left out: a reader that can skip what nobody asked for
    need not look inside it. Raises UsageError where the text is not of the format.
    """

    def __call__(self, text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:
        """The scalars in the order of the text."""
