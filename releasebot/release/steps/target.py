"""The target's tag of every service: what an environment runs. It moves last of all."""

from __future__ import annotations

from releasebot.errors import ConflictError
from releasebot.images.deploy import read_targets
from releasebot.images.push import short
from releasebot.release.step import Absent, Conflict, Finding, Present, Receipt, Stale
from releasebot.release.world import World


class TargetStep:
    """All services at the released version, or none."""

    name = "target"

    def probe(self, world: World) -> Finding:
        """Compare what the targets name with what the versions' tags name.

        Raises:
            ReleasebotError: a registry cannot be looked at.
        """
        fleet = world.fleet
        wanted = ", ".join(f"{one.service.name} {one.tag}" for one in fleet.wanted)
        try:
            fleet.refuse_frozen()
        except ConflictError as error:
            return Conflict(error.message, wanted, error.hint, error.details)
        now = read_targets(fleet.services, fleet.registries)
        versions = {
            one.service.name: fleet.registries.at(one.service.repository.host).manifest(
                one.service.repository, one.tag
            )
            for one in fleet.wanted
        }
        targets = {name: tags.target for name, tags in now.state.items()}
        where = ", ".join(one.service.repository.tagged(one.service.target) for one in fleet.wanted)
        differing = [
            name
            for name, version in versions.items()
            if version is None or version.digest != targets[name]
        ]
        if not differing and not now.is_unfinished:
            return Present(f"{fleet.env} runs {wanted}", where)
        if not any(targets.values()):
            return Absent(f"let {fleet.env} run {wanted}")
        runs = ", ".join(f"{name} {short(it) if it else 'nothing'}" for name, it in targets.items())
        unfinished = "; a move was interrupted" if now.is_unfinished else ""
        return Stale(f"{fleet.env} runs {runs}{unfinished}", wanted)

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Put each version's manifest under the target's tag; where one fails, all go back.

        Raises:
            ConflictError: a tag is immutable, or somebody else moved one.
            OutsideError: a registry failed; done again, it is finished.
        """
        fleet = world.fleet
        moved = fleet.deploy()
        tags = {one.service.name: one.tag for one in fleet.wanted}
        made = ", ".join(f"{one.service.name} {tags[one.service.name]}" for one in moved)
        where = ", ".join(one.service.repository.tagged(one.service.target) for one in moved)
        return Receipt(f"{fleet.env} runs {made}", where)
