"""Which roles somebody has, asked no further than the question goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from releasebot.config.roles_rules import PERMISSIONS, holder, holders
from releasebot.config.roles_schema import ROLES, Role
from releasebot.errors import GateError
from releasebot.github.place import Unavailable
from releasebot.release.once import once
from releasebot.release.roles.caller import Caller

if TYPE_CHECKING:
    from releasebot.release.world import World

_ORDER = ("user", "jenkins", "permission", "team")
"""What costs nothing to ask comes first."""


class Answer(Struct, frozen=True):
    """Whether somebody has a role; `untold` are the entries of which nobody could tell."""

    holds: bool
    untold: tuple[str, ...] = ()


class Rights:
    """What one caller may do; every answer of GitHub's is asked for once."""

    def __init__(self, world: World, caller: Caller) -> None:
        self.caller = caller
        self._world = world
        self._told: dict[str, bool | None] = {}

    def holds(self, role: Role) -> Answer:
        """Whether the caller has the role, by its own entries or by those of a greater role.

        Raises:
            OutsideError: GitHub does not answer.
        """
        named = sorted(holders(self._world.config.roles, role), key=_cost)
        untold = []
        for text in named:
            told = self._is_meant(text)
            if told:
                return Answer(holds=True)
            if told is None:
                untold.append(text)
        return Answer(holds=False, untold=tuple(untold))

    @property
    def greatest(self) -> Role | None:
        """The greatest role that the caller has, None where they have none."""
        return next((role for role in reversed(ROLES) if self.holds(role).holds), None)

    def _is_meant(self, text: str) -> bool | None:
        if text not in self._told:
            self._told[text] = self._ask(*(holder(text) or ("", "")))
        return self._told[text]

    def _ask(self, kind: str, name: str) -> bool | None:
        """Whether an entry of the configuration means the caller; None where it cannot be told."""
        if kind == "jenkins":
            return self.caller.server == "Jenkins" and name == self.caller.name
        if self.caller.server != "GitHub":
            return False
        if kind == "user":
            return name.casefold() == self.caller.name.casefold()  # logins know no case
        if kind == "permission":
            had = self._permission
            return None if had is None else had >= PERMISSIONS.index(name)
        there = self._world.on_github
        if isinstance(there, Unavailable):
            return None
        return there.people.is_member(name, self.caller.name)

    @once
    def _permission(self) -> int | None:
        """The place in `PERMISSIONS` of what the caller may do; -1 for nothing, None if untold."""
        there = self._world.on_github
        if isinstance(there, Unavailable):
            return None
        try:
            role, base = there.people.permission(self.caller.name)
        except GateError:
            return None
        told = role if role in PERMISSIONS else base
        return PERMISSIONS.index(told) if told in PERMISSIONS else -1


def missing(rights: Rights, asked: Mapping[Role, Iterable[str]]) -> dict[Role, Answer]:
    """Those of the roles that the caller lacks, the least first."""
    answers = {role: rights.holds(role) for role in ROLES if role in asked}
    return {role: answer for role, answer in answers.items() if not answer.holds}


def _cost(text: str) -> int:
    kind, _ = holder(text) or ("team", "")
    return _ORDER.index(kind)
