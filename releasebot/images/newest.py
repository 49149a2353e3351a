"""Which tags of a repository are versions, and which of them are the newest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from releasebot.version.next import channel, numbers

_VERSION = re.compile(r"(?:.*[-_])?v?(?P<version>[0-9]+(?:\.[0-9]+)+(?:[-_.+].*)?)", re.ASCII)
_DIGITS = re.compile(r"([0-9]+)")


def is_version(tag: str) -> bool:
    """Whether a tag states a version: `1.4.0`, `v1.4.0-rc.1`, `api-1.4.0`."""
    return _VERSION.fullmatch(tag) is not None


def newest(tags: Iterable[str], most: int) -> list[str]:
    """The tags of the greatest versions, at most `most`, the greatest first."""
    return sorted(filter(is_version, tags), key=_standing, reverse=True)[:most]


def _standing(tag: str) -> tuple[tuple[int, ...], bool, tuple[tuple[int, str], ...]]:
    """A final version after its candidates, and `rc.10` after `rc.9`."""
    found = _VERSION.fullmatch(tag)
    version = (found["version"] if found else tag).replace("_", "+")
    parts = tuple(
        (int(part), "") if part.isdigit() else (0, part) for part in _DIGITS.split(version)
    )
    return numbers(version), not channel(version), parts
