"""The rules of the roles that a type cannot state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from releasebot.config.problem import KeyPath, Problem
from releasebot.config.roles_schema import ROLES, Role, RolesSettings
from releasebot.config.schema import Config

PERMISSIONS = ("read", "triage", "write", "maintain", "admin")
"""The rights that GitHub gives in a repository, the least first."""

_HOLDER = re.compile(
    r"(?P<user>[A-Za-z0-9][A-Za-z0-9_-]*(?:\[bot\])?)"
    r"|(?P<team>[A-Za-z0-9][A-Za-z0-9-]*/[\w.-]+)"
    rf"|permission:(?P<permission>{'|'.join(PERMISSIONS)})"
    r"|jenkins:(?P<jenkins>[^\s\x00-\x1f\x7f]+)",
    re.ASCII,
)
_EXPECTED = "a login, org/team, permission:write or jenkins:ID"


def holder(text: str) -> tuple[str, str] | None:
    """The kind of an entry (user, team, permission, jenkins) and its name; None for no entry."""
    found = _HOLDER.fullmatch(text)
    return (str(found.lastgroup), str(found[str(found.lastgroup)])) if found else None


def broken_role_rules(config: Config) -> Iterator[Problem]:
    """Every rule about roles that the configuration breaks."""
    roles = config.roles
    for role in ROLES:
        for index, text in enumerate(getattr(roles, role)):
            path: KeyPath = ("roles", role, index)
            kind = holder(text)
            if kind is None:
                yield Problem(path, f'"{text}"', _EXPECTED)
            elif kind[0] == "jenkins" and roles.jenkins is None:
                yield Problem(
                    path,
                    found=f'"{text}" without roles.jenkins',
                    expected="the address of the Jenkins server beside it",
                    about=(("roles", "jenkins"),),
                )
    if roles.jenkins is not None:
        yield from _address(roles.jenkins)
    yield from _unfilled(config)


def _address(jenkins: str) -> Iterator[Problem]:
    from releasebot.config.rules import is_safe_for_tokens

    if not is_safe_for_tokens(jenkins):
        # The value is not shown: it may carry a password.
        expected = "an address that starts with https://, without a login"
        yield Problem(("roles", "jenkins"), "something else", expected)


def _unfilled(config: Config) -> Iterator[Problem]:
    """A role that is asked for and that nobody has would let nobody release."""
    asked: list[tuple[KeyPath, Role | None]] = [
        (("environments", name, "role"), one.role) for name, one in config.environments.items()
    ]
    if config.roles.are_set:
        steps = structs.asdict(config.roles.steps)
        asked += [(("roles", "steps", name), role) for name, role in steps.items()]
    for path, role in asked:
        if role and not holders(config.roles, role):
            yield Problem(
                path,
                found=f'"{role}", which nobody is',
                expected=f"somebody in roles.{role}",
                about=(("roles", role), ("roles", "viewer")),
            )


def holders(roles: RolesSettings, role: Role) -> tuple[str, ...]:
    """Everybody who has the role: those who are named for it or for a greater one."""
    return tuple(
        dict.fromkeys(text for each in ROLES[ROLES.index(role) :] for text in getattr(roles, each))
    )
