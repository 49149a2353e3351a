"""What a step of a release is, and what looking at it can find.

A step looks (`probe`, reads only) and acts (`apply`). Between the two nothing is remembered: a run
that was killed is finished by a run that looks again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from releasebot.errors import ExitCode
from releasebot.release.world import World


class Absent(Struct, frozen=True, tag="absent"):
    """Nothing is there yet; `wanted` says what will be made, `details` says it line by line."""

    wanted: str
    details: tuple[str, ...] = ()


class Present(Struct, frozen=True, tag="present"):
    """It is there and as wanted; `where` is a path, an address or a ref, or empty."""

    found: str
    where: str = ""


class Stale(Struct, frozen=True, tag="stale"):
    """Ours, but not as wanted; it will be brought up to date, in the way of `details`."""

    found: str
    wanted: str
    details: tuple[str, ...] = ()


class Conflict(Struct, frozen=True, tag="conflict"):
    """Otherwise than wanted, and not ours to replace: nothing at all is written.

    `exit_code` is `CONFLICT` for a world that is otherwise, `GATE` for a condition of releasing
    that does not hold.
    """

    found: str
    wanted: str
    hint: str = ""
    details: tuple[str, ...] = ()
    exit_code: ExitCode = ExitCode.CONFLICT


class Skipped(Struct, frozen=True, tag="skipped"):
    """Cannot or need not run here, for `reason`; the other steps do."""

    reason: str


Finding = Absent | Present | Stale | Conflict | Skipped


class Link(Struct, frozen=True):
    """One thing of several that a step made: its title, what was done, and where it is."""

    title: str
    deed: str
    where: str


class Receipt(Struct, frozen=True):
    """What `apply` made: a short phrase, and a path, an address or a ref to look at.

    `counts` is False for what is no part of the release, such as a notice of it.
    `links` are the single things that were made, where there are several.
    """

    made: str
    where: str = ""
    counts: bool = True
    links: tuple[Link, ...] = ()


class Step(Protocol):
    """One target of a release."""

    @property
    def name(self) -> str:
        """The name shown to people and used in JSON: one lower-case word."""
        ...

    def probe(self, world: World) -> Finding:
        """What is there. Reads only; may be called side by side with other steps' probes."""
        ...

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Bring about what was wanted.

        Afterwards `probe` finds `Present`. A kill at any instant leaves a state in which `probe`
        tells truly what is there and a further `apply` completes it, each effect made once.
        """
        ...


class Guard:
    """A step that makes nothing: its probe finds a condition kept, or a conflict."""

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Never called: a condition is neither absent nor stale."""
        raise AssertionError(self, world, found)


class PlanGuard(Guard, ABC):
    """A guard that judges what is to be done by whoever does it, once all else is known.

    What it finds depends on who asks, so it is no part of the plan's digest.
    """

    @abstractmethod
    def judge(self, world: World, todo: Sequence[str]) -> Finding:
        """What holds for the steps that are to act, by their names. Reads only."""

    def probe(self, world: World) -> Finding:
        """Never called: there is nothing to look at before the others have looked."""
        raise AssertionError(self, world)
