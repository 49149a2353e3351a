"""The version agreement: every place that states the project's version states the same one."""

from __future__ import annotations

from releasebot.errors import ExitCode
from releasebot.release.step import Conflict, Finding, Guard, Present
from releasebot.release.world import World
from releasebot.version.places import disagreements


class VersionStep(Guard):
    """A gate: nothing is released while two places disagree."""

    name = "version"

    def probe(self, world: World) -> Finding:
        """The decided version and the places that state it, or every place that differs."""
        decided = world.version_place
        places = world.version_places
        others = disagreements(places, decided.version)
        if others:
            first = others[0]
            return Conflict(
                found=f"{first.version} at {first.shown}:{first.line}",
                wanted=f"{decided.version} as at {decided.shown}:{decided.line}",
                hint=f"releasebot version set {decided.version} writes one version everywhere; "
                "version.ignore leaves a file out",
                details=tuple(f"{place.shown}:{place.line}: {place.version}" for place in others),
                exit_code=ExitCode.GATE,
            )
        count = len(places)
        where = f"{decided.shown}:{decided.line}"
        return Present(f"{decided.version} in {count} place{'s' if count > 1 else ''}", where)
