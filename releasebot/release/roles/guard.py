"""The guard of who may do what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from releasebot.config.roles_rules import holder, holders
from releasebot.config.roles_schema import ROLES, Role
from releasebot.config.schema import Config
from releasebot.errors import ExitCode, GateError, OutsideError
from releasebot.release.roles.caller import Unproven
from releasebot.release.roles.rights import Answer, missing
from releasebot.release.step import Conflict, Finding, PlanGuard, Present, Skipped
from releasebot.release.world import World

PARTS = {
    "tag": "tag",
    "images": "images",
    "github": "publish",
    "published": "publish",
    "workflows": "publish",
    "site": "docs",
    "versions": "docs",
    "versions-folder": "docs",
    "confluence": "docs",
    "target": "target",
}
"""The setting of `roles.steps` that is about a step; a notice asks for no role."""


class WhoStep(PlanGuard):
    """A guard: whoever runs this has the role of every step that is to act.

    `looks_only` is for a run that writes nothing: then the lack of a role is told, and no
    conflict, as long as the caller may look.
    """

    name = "who"

    def __init__(self, *, looks_only: bool = False) -> None:
        self._looks_only = looks_only

    def judge(self, world: World, todo: Sequence[str]) -> Finding:
        """Ask a server who runs this, and no more than that where nothing is to be done.

        Raises:
            OutsideError: a server that has to be asked does not answer.
        """
        asked = roles_for(world.config, todo, env=world.config.images.environment)
        if self._looks_only and world.config.roles.viewer:
            may_look = judge(world, {"viewer": ("plan",)})
            if isinstance(may_look, Conflict):
                return may_look
        if not asked:
            return Present("nothing is to be done")
        return _told(world, asked) if self._looks_only else judge(world, asked)


def _told(world: World, asked: Mapping[Role, tuple[str, ...]]) -> Finding:
    """What whoever only looks is told of who may act; a server that fails is no reason to stop."""
    try:
        found = judge(world, asked)
    except OutsideError as error:
        return Skipped(f"who runs this could not be told: {error.message}")
    if isinstance(found, Conflict):
        return Skipped(f"you are {found.found}; to release takes a {found.wanted}")
    return found


def demand(world: World, steps: Sequence[str], *, env: str) -> None:
    """Return where the caller has the roles of the steps; without roles everybody has.

    Raises:
        GateError: they have not, or nobody can tell who they are.
        OutsideError: a server that has to be asked does not answer.
    """
    if not world.config.roles.are_set:
        return
    found = judge(world, roles_for(world.config, steps, env=env))
    if isinstance(found, Conflict):
        raise GateError(
            f"who: found {found.found}, wanted {found.wanted}",
            hint=found.hint,
            details=found.details,
        )


def roles_for(
    config: Config, steps: Iterable[str], *, env: str | None
) -> dict[Role, tuple[str, ...]]:
    """The roles that the steps ask for, the least first, each with what it is asked for."""
    asked: dict[Role, dict[str, None]] = {}
    for step in steps:
        if step == "notice":
            continue
        part = PARTS.get(step)
        role: Role = getattr(config.roles.steps, part) if part else "releaser"
        words = part or step
        if step == "target":
            chosen = env or (next(iter(config.environments)) if config.environments else "")
            place = config.environments.get(chosen)
            role = (place.role if place else None) or role
            words = f"target in {chosen}" if chosen else "target"
        asked.setdefault(role, {})[words] = None
    return {role: tuple(asked[role]) for role in ROLES if role in asked}


def judge(world: World, asked: Mapping[Role, tuple[str, ...]]) -> Conflict | Present:
    """Whether the caller has all of the roles; where they have, the finding names nobody.

    Raises:
        OutsideError: a server that has to be asked does not answer.
    """
    wanted = "; ".join(f"{role} for {', '.join(parts)}" for role, parts in asked.items())
    rights = world.rights
    if isinstance(rights, Unproven):
        lacking = {role: Answer(holds=False) for role in asked}
        return _refused(world, str(rights), wanted, lacking, rights.hint)
    lacking = missing(rights, asked)
    if not lacking:
        return Present(wanted)
    least, caller = next(iter(lacking)), rights.caller
    hint = f"let one of them run it, or let them add {_entry(caller.name, caller.server)} to "
    return _refused(world, str(caller), wanted, lacking, f"{hint}roles.{least}")


def _refused(
    world: World, found: str, wanted: str, lacking: Mapping[Role, Answer], hint: str
) -> Conflict:
    roles = world.config.roles
    details = [f"{role}: {', '.join(map(_shown, holders(roles, role)))}" for role in lacking]
    untold = dict.fromkeys(text for answer in lacking.values() for text in answer.untold)
    details += [f"{_shown(text)} could not be told: {_need(text)}" for text in untold]
    return Conflict(found, wanted, hint, tuple(details), exit_code=ExitCode.GATE)


def _need(text: str) -> str:
    """What the token needs so that GitHub answers about an entry."""
    kind, _ = holder(text) or ("", "")
    if kind == "team":
        return (
            "give the token the scope read:org, or Members: read in the organization; that of a "
            "workflow can have neither, so name users, or the token of an app"
        )
    return "give the token the permission Metadata: read"


def _shown(text: str) -> str:
    """An entry of the configuration as a person reads it."""
    match holder(text):
        case ("team", name):
            return f"the team {name}"
        case ("permission", name):
            return f"whoever has {name} on GitHub"
        case ("jenkins", name):
            return f"{name} in Jenkins"
        case _:
            return text


def _entry(name: str, server: str) -> str:
    return f"jenkins:{name}" if server == "Jenkins" else name
