"""Versions of one, two, four or more numbers: their count is kept as it is."""

from __future__ import annotations

import re
from itertools import zip_longest

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.scheme import Level

_DOTTED = re.compile(r"(\d+(?:\.\d+)*)(-SNAPSHOT)?", re.ASCII)
_PARTS: tuple[Level, ...] = ("major", "minor", "patch", "build")


class DottedScheme(Struct, frozen=True):
    """Numbers with dots between them and perhaps Maven's `-SNAPSHOT`, compared number by number.

    Missing numbers count as 0. A snapshot comes before its release, keeps its mark when a number
    is raised, and loses it by `final`.
    """

    @property
    def name(self) -> str:
        """What the scheme is called in messages."""
        return "dotted numbers"

    def is_valid(self, version: str) -> bool:
        """Whether it is numbers and dots, with at most `-SNAPSHOT` behind."""
        return _DOTTED.fullmatch(version) is not None

    def compare(self, left: str, right: str) -> int:
        """The order of the numbers from the left.

        Raises:
            UsageError: one of them is not valid.
        """
        (one, one_mark), (other, other_mark) = _parts(left), _parts(right)
        for mine, theirs in zip_longest(map(int, one), map(int, other), fillvalue=0):
            if mine != theirs:
                return 1 if mine > theirs else -1
        return bool(other_mark) - bool(one_mark)

    def bump(self, version: str, level: Level) -> str:
        """The version that follows; `build` is the fourth number. Zeros before digits stay.

        Raises:
            UsageError: the version is not valid, or it has no such number.
        """
        numbers, mark = _parts(version)
        if level == "final" and mark:
            return ".".join(numbers)
        if level not in _PARTS or _PARTS.index(level) >= len(numbers):
            raise UsageError(
                f"{version} has no {level} part to raise",
                hint="name the next version with releasebot version set",
            )
        part = _PARTS.index(level)
        raised = str(int(numbers[part]) + 1).zfill(len(numbers[part]))
        rest = ["0".zfill(len(number)) for number in numbers[part + 1 :]]
        return ".".join([*numbers[:part], raised, *rest]) + mark


def _parts(version: str) -> tuple[list[str], str]:
    found = _DOTTED.fullmatch(version)
    if found is None:
        raise UsageError(
            f"{version} is no version of dotted numbers", hint="it reads like 1.4 or 2.1.0.7"
        )
    return found[1].split("."), found[2] or ""
