"""What a comparison means for the version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.compare import Comparison

Bump = Literal["major", "minor", "patch", "none"]


class Verdict(Struct, frozen=True, eq=False):
    """Whether clients break, what that asks of the version, and the changes that say so."""

    breaking: bool
    bump: Bump
    reasons: tuple[Change, ...]


def judge(comparison: Comparison, changes: Sequence[Change] | None = None) -> Verdict:
    """The verdict on a comparison, or on those of its changes that nobody has set aside."""
    counted = comparison.changes if changes is None else changes
    breaking = tuple(change for change in counted if change.level == "breaking")
    if breaking:
        return Verdict(breaking=True, bump="major", reasons=breaking)
    if counted:
        return Verdict(breaking=False, bump="minor", reasons=tuple(counted))
    only_words = comparison.reworded or bool(comparison.changes)
    return Verdict(breaking=False, bump="patch" if only_words else "none", reasons=())
