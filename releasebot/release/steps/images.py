"""The images of the released version, each under its version's tag."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.errors import ConflictError
from releasebot.images.push import Found, short
from releasebot.release.step import Absent, Conflict, Finding, Present, Receipt, Stale
from releasebot.release.world import World


class ImagesStep:
    """The image of every service in its registry; no target moves by it."""

    name = "images"

    def probe(self, world: World) -> Finding:
        """Compare every image here with the one in its registry.

        Raises:
            ReleasebotError: an image or a registry cannot be looked at.
        """
        fleet = world.fleet
        wanted = ", ".join(f"{one.service.name} {one.tag}" for one in fleet.wanted)
        try:
            fleet.refuse_frozen()
            found = fleet.look()
        except ConflictError as error:
            return Conflict(error.message, wanted, error.hint, error.details)
        missing = [one for one in found if one.local]
        if missing:
            return Absent(f"push {_named(missing)}")
        return Present(f"{_named(found)} in the registry", _where(found))

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Push what is missing, and read every digest back.

        Raises:
            ConflictError: a tag has come to name another image meanwhile.
            OutsideError: a push failed; done again, it is finished.
        """
        fleet = world.fleet
        pushed = fleet.push(fleet.look(), _Silence())
        made = ", ".join(
            f"{one.wanted.service.name} {one.wanted.tag} at {short(one.digest)}" for one in pushed
        )
        return Receipt(made, ", ".join(one.wanted.name for one in pushed))


class _Silence:
    def tell(self, service: str, words: str) -> None:
        """Say nothing: the engine shows that the step is at work."""


def _named(found: Sequence[Found]) -> str:
    return ", ".join(f"{one.wanted.service.name} {one.wanted.tag}" for one in found)


def _where(found: Sequence[Found]) -> str:
    return ", ".join(f"{one.wanted.service.repository}@{one.digest}" for one in found)
