"""What a check of the doctor is, and what it can find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from releasebot.errors import ReleasebotError
from releasebot.release.world import World


class Fine(Struct, frozen=True, tag="fine"):
    """A release will find what it needs here."""

    found: str


class Amiss(Struct, frozen=True, tag="amiss"):
    """A release will fail here, or without `hinders` end otherwise than people expect.

    `fix` says what to do about it.
    """

    found: str
    fix: str
    hinders: bool = True
    details: tuple[str, ...] = ()


class Aside(Struct, frozen=True, tag="aside"):
    """A release does not need it here, for `reason`."""

    reason: str


Health = Fine | Amiss | Aside


class Check(Protocol):
    """One thing that a release needs."""

    @property
    def name(self) -> str:
        """The name shown to people and used in JSON: one or two lower-case words."""
        ...

    def look(self, world: World) -> Health:
        """How it stands. Reads only; may be called side by side with other checks.

        Raises:
            ReleasebotError: it stands badly; the error's hint is the fix.
        """
        ...


class Looked(Struct, frozen=True):
    """One check and what it found."""

    name: str
    health: Health


def look(checks: Sequence[Check], world: World) -> tuple[Looked, ...]:
    """What every check finds, side by side; an error is a finding like any other."""
    from concurrent.futures import ThreadPoolExecutor

    def one(check: Check) -> Looked:
        try:
            return Looked(check.name, check.look(world))
        except ReleasebotError as error:
            return Looked(check.name, Amiss(error.message, error.hint, details=error.details))

    with ThreadPoolExecutor(max(len(checks), 1)) as pool:
        return tuple(pool.map(one, checks))
