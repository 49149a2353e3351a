"""The registries of the images answer, and their target's tags can be moved."""

from __future__ import annotations

from releasebot.images.deploy import read_targets
from releasebot.images.push import frozen
from releasebot.images.registry import MissingRepositoryError
from releasebot.release.doctor.check import Amiss, Aside, Fine, Health
from releasebot.release.world import World

_NONE = "no service ships as an image"


class Registry:
    """Every service's repository is there and can be read with the logins of this machine."""

    name = "registry"

    def look(self, world: World) -> Health:
        """Read what runs in the environment of a release.

        Raises:
            ReleasebotError: nobody is logged in, or a registry does not answer.
        """
        if not world.config.images.services:
            return Aside(_NONE)
        fleet = world.fleet
        for service in fleet.services:
            registry = fleet.registries.at(service.repository.host)
            try:
                registry.manifest(service.repository, service.target)
            except MissingRepositoryError as error:
                return Amiss(error.message, error.hint)
        now = read_targets(fleet.services, fleet.registries)
        if now.is_unfinished:
            return Amiss(
                f"a move of {fleet.env} was interrupted",
                f"finish it with releasebot images target --env {fleet.env}, or take it back with "
                f"releasebot images rollback --env {fleet.env}",
                hinders=False,
            )
        return Fine(", ".join(str(one.repository) for one in fleet.services))


class TargetTags:
    """The tags that a deployment moves can be moved."""

    name = "target tags"

    def look(self, world: World) -> Health:
        """Read the settings of the repositories, which only ECR tells.

        Raises:
            ReleasebotError: they cannot be read.
        """
        if not world.config.images.services:
            return Aside(_NONE)
        fleet = world.fleet
        forbidden = frozen(fleet.services, fleet.registries)
        if not forbidden:
            names = ", ".join(dict.fromkeys(one.target for one in fleet.services))
            return Fine(f"nothing is known that forbids to move {names}")
        by_name = {one.name: one for one in fleet.services}
        return Amiss(
            "the settings of a repository forbid to move the target's tags",
            "exclude them in the repository's settings (IMMUTABLE_WITH_EXCLUSION, filter "
            f"{fleet.services[0].target}*), or set MUTABLE",
            details=tuple(
                f"{by_name[name].repository}: {', '.join(tags)}" for name, tags in forbidden.items()
            ),
        )
