"""The project says what is to be released: its version and its API."""

from __future__ import annotations

from releasebot.release.doctor.check import Amiss, Aside, Fine, Health
from releasebot.release.world import World
from releasebot.version.places import disagreements


class Version:
    """The version is found, and every place states the same one."""

    name = "version"

    def look(self, world: World) -> Health:
        """Read every place.

        Raises:
            UsageError: no version is found.
        """
        decided = world.version_place
        others = disagreements(world.version_places, decided.version)
        if others:
            return Amiss(
                f"{decided.version} at {decided.shown}:{decided.line}, and "
                f"{others[0].version} at {others[0].shown}:{others[0].line}",
                f"releasebot version set {decided.version} writes one version everywhere",
                details=tuple(f"{one.shown}:{one.line}: {one.version}" for one in others),
            )
        return Fine(f"{decided.version} at {decided.shown}:{decided.line}, tag {world.tag}")


class Spec:
    """The OpenAPI document can be read."""

    name = "spec"

    def look(self, world: World) -> Health:
        """Obtain it as a release does.

        Raises:
            ReleasebotError: it cannot be had, or is no OpenAPI document.
        """
        if not world.has_spec:
            return Aside("no OpenAPI document in a usual place, so nothing is documented")
        document = world.document
        return Fine(f"{document.root.name}, OpenAPI {document.dialect}")
