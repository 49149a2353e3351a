"""The documentation site in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from releasebot.release.step import Absent, Conflict, Finding, Present, Receipt, Stale
from releasebot.release.world import World
from releasebot.site.build import build
from releasebot.site.folder import Current, Foreign, Missing, Outdated, Wanted, look, publish
from releasebot.site.generate import Order
from releasebot.site.mark import Standing

_SHORT = 9


class SiteStep:
    """The site of the released version, built from its spec."""

    name = "site"

    def probe(self, world: World) -> Finding:
        """Read the mark that our sites bear, and see that every file is what it was.

        Raises:
            ReleasebotError: there is no usable spec, or the folder cannot be read.
        """
        order, folder = _order(world), _folder(world)
        wanted = _phrase(order)
        match look(folder, _wanted(order)):
            case Current():
                return Present(wanted, world.shown(folder / "index.html"))
            case Missing():
                return Absent(f"build {wanted}")
            case Outdated(found=found):
                return Stale(found, f"build {wanted}")
            case Foreign(found=found, hint=hint, details=details):
                return Conflict(f"{found} in {world.shown(folder)}", wanted, hint, details)

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Build beside the folder, then put the whole site in its place.

        Raises:
            ConflictError: what is in the folder has become somebody else's since the probe.
            OutsideError: the site could not be built or written.
        """
        order, folder = _order(world), _folder(world)

        def make(sources: Path, site: Path, standing: Standing | None) -> Mapping[str, str]:
            return build(order, sources=sources, site=site, standing=standing)

        publish(folder, _wanted(order), make=make, worktree=world.root.worktree)
        return Receipt(_phrase(order), world.shown(folder / "index.html"))


def _order(world: World) -> Order:
    return Order(world.pages, world.edition, world.config.site.url)


def _wanted(order: Order) -> Wanted:
    return Wanted(order.edition, order.digest)


def _folder(world: World) -> Path:
    return world.base / world.config.site.folder


def _phrase(order: Order) -> str:
    pages = sum(1 for _ in order.tree.walk())
    counted = "1 page" if pages == 1 else f"{pages} pages"
    return f"{counted} of {order.edition.version} at {order.edition.commit[:_SHORT]}"
