"""A setting that is wrong, as the rules tell it."""

from __future__ import annotations

from msgspec import Struct

KeyPath = tuple[str | int, ...]
"""The keys, and the indices in arrays, that lead to a setting."""


class Problem(Struct, frozen=True):
    """A setting that is wrong.

    `about` are the further settings whose values made it wrong.
    """

    path: KeyPath
    found: str
    expected: str
    suggestion: str = ""
    about: tuple[KeyPath, ...] = ()
