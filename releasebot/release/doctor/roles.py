"""Whoever runs this is known, and has a role."""

from __future__ import annotations

from releasebot.github.place import Unavailable
from releasebot.release.doctor.check import Amiss, Aside, Fine, Health
from releasebot.release.roles.caller import Unproven
from releasebot.release.world import World


class Roles:
    """What the configuration lets the caller do."""

    name = "roles"

    def look(self, world: World) -> Health:
        """Ask a server who runs this, and GitHub what they belong to.

        Raises:
            OutsideError: a server that has to be asked does not answer.
        """
        if not world.config.roles.are_set:
            return Aside("no roles are set")
        rights = world.rights
        if isinstance(rights, Unproven):
            return Amiss(f"who runs this is not known: {rights.reason}", rights.hint)
        role, caller = rights.greatest, rights.caller
        if role in {None, "viewer"}:
            return Amiss(
                f"{caller} is {role or 'in none of the roles'}",
                f"let an admin add {caller.name} to roles.releaser, or release as somebody else",
                hinders=False,
            )
        if world.environ.get("GITHUB_ACTIONS") == "true" and not _is_of_workflow(world):
            return Amiss(
                f"whoever starts this workflow counts as {caller}, whose token it uses",
                "hand it github.token as GITHUB_TOKEN, if the person counts who starts it",
                hinders=False,
            )
        return Fine(f"{caller} is {role}")


def _is_of_workflow(world: World) -> bool:
    there = world.on_github
    return not isinstance(there, Unavailable) and there.token.is_installation
