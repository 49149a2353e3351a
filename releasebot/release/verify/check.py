"""What a check of a release is, and what it can find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from releasebot.errors import ConflictError, ReleasebotError
from releasebot.git.remote_refs import TagRef
from releasebot.release.world import World

_SHORT = 9


class Agrees(Struct, frozen=True, tag="agrees"):
    """It is of the release's commit; `where` is an address or a ref to look at, or empty."""

    found: str
    where: str = ""


class Differs(Struct, frozen=True, tag="differs"):
    """It is of something else, or is not there."""

    found: str
    wanted: str
    hint: str = ""
    details: tuple[str, ...] = ()


class Unreachable(Struct, frozen=True, tag="unreachable"):
    """Nobody could look, for `reason`."""

    reason: str
    hint: str = ""


class Silent(Struct, frozen=True, tag="silent"):
    """It says nothing of a commit, or need not be of this one; neither agrees nor differs."""

    found: str


Verdict = Agrees | Differs | Unreachable | Silent


class Subject(Struct, frozen=True):
    """The release that is verified.

    `world` is the project at the release's commit, `here` the one that the command was called in:
    whom to trust, and what lies in folders, is told by the latter.
    """

    world: World
    here: World
    tag: str
    made: TagRef

    @property
    def commit(self) -> str:
        """The full name of the commit that everything has to be of."""
        return self.made.commit

    @property
    def short(self) -> str:
        """The commit as people are shown it."""
        return self.commit[:_SHORT]


class Row(Struct, frozen=True):
    """One target and what was found of it."""

    name: str
    verdict: Verdict


class Check(Protocol):
    """Looks at the targets of one kind."""

    @property
    def name(self) -> str:
        """The row that tells where nothing could be looked at."""
        ...

    def look(self, subject: Subject) -> Sequence[Row]:
        """A row for every target that is configured. Reads only.

        Raises:
            ReleasebotError: it could not be looked at, or is otherwise (ConflictError).
        """
        ...


def look(checks: Sequence[Check], subject: Subject) -> tuple[Row, ...]:
    """What every check finds, side by side, in the order of the checks."""
    from concurrent.futures import ThreadPoolExecutor

    def one(check: Check) -> Sequence[Row]:
        try:
            return check.look(subject)
        except ReleasebotError as error:
            return (Row(check.name, verdict_on(error, subject)),)

    with ThreadPoolExecutor(max(len(checks), 1)) as pool:
        return tuple(row for rows in pool.map(one, checks) for row in rows)


def verdict_on(error: ReleasebotError, subject: Subject) -> Verdict:
    """What an error says of the target that was looked at."""
    if isinstance(error, ConflictError):
        return Differs(error.message, subject.short, error.hint, error.details)
    return Unreachable(error.message, error.hint)


def compared(subject: Subject, commit: str, what: str, where: str = "") -> Verdict:
    """The verdict on something that names a commit, in full or by at least seven digits."""
    if len(commit) >= 7 and subject.commit.startswith(commit.lower()):  # noqa: PLR2004
        return Agrees(f"{what} of {subject.short}", where)
    return Differs(f"{what} of {commit[:_SHORT]}", subject.short)
