"""Changes that somebody has looked at and accepted: they are told, and count no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from releasebot.openapi.diff.change import Change


class Accepted(Struct, frozen=True):
    """A change that is passed over, why, and until which day; None for always."""

    fingerprint: str
    reason: str
    until: date | None = None


class Sifted(Struct, frozen=True, eq=False):
    """The changes that count, those that are passed over with why, and what no longer applies.

    `expired` are acceptances whose day has gone by though the change is still there; `unused` are
    those that no change answers to.
    """

    changes: tuple[Change, ...]
    passed: tuple[tuple[Change, Accepted], ...]
    expired: tuple[Accepted, ...]
    unused: tuple[Accepted, ...]


def sift(changes: Sequence[Change], accepted: Iterable[Accepted], today: date | None) -> Sifted:
    """The changes without those that are accepted on the day `today`."""
    stated = {one.fingerprint: one for one in accepted}
    if not stated:
        return Sifted(tuple(changes), (), (), ())
    valid = {
        key: one
        for key, one in stated.items()
        if one.until is None or today is None or today <= one.until
    }
    prints = [(change, change.fingerprint) for change in changes]
    met = {one for _, one in prints}
    return Sifted(
        tuple(change for change, one in prints if one not in valid),
        tuple((change, valid[one]) for change, one in prints if one in valid),
        tuple(one for key, one in stated.items() if key in met and key not in valid),
        tuple(one for key, one in stated.items() if key not in met),
    )
