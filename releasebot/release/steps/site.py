"""The documentation site in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from releasebot.errors import ConflictError
from releasebot.release.step import Absent, Conflict, Finding, Present, Receipt, Stale
from releasebot.release.world import World
from releasebot.site.build import build
from releasebot.site.console import console_spec
from releasebot.site.folder import Current, Foreign, Missing, Outdated, Wanted, look, publish
from releasebot.site.generate import Order
from releasebot.site.mark import Standing

_SHORT = 9


class SiteStep:
    """The site of the released version, built from its spec; in `folder` where one is given."""

    name = "site"

    def __init__(self, folder: Path | None = None) -> None:
        self._chosen = folder

    def probe(self, world: World) -> Finding:
        """Read the mark that our sites bear, and see that every file is what it was.

        Raises:
            ReleasebotError: there is no usable spec, or the folder cannot be read.
        """
        order, folder = order_of(world), self._folder(world)
        doing = f"build {phrase(order)}"
        return compared(world, folder, wanted_of(order), doing=doing, first="index.html")

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Build beside the folder, then put the whole site in its place.

        Raises:
            ConflictError: what is in the folder has become somebody else's since the probe.
            OutsideError: the site could not be built or written.
        """
        order, folder = order_of(world), self._folder(world)

        def make(sources: Path, site: Path, standing: Standing | None) -> Mapping[str, str]:
            return build(order, sources=sources, site=site, standing=standing)

        publish(folder, wanted_of(order), make=make, worktree=world.root.worktree)
        return Receipt(phrase(order), world.shown(folder / "index.html"))

    def _folder(self, world: World) -> Path:
        return self._chosen or site_folder(world)


def up_to_date(world: World, step: SiteStep) -> None:
    """Build the site where it is not there as it is wanted.

    Raises:
        ConflictError: what is in its folder is not ours to replace.
        OutsideError: the site could not be built or written.
    """
    standing = step.probe(world)
    if isinstance(standing, Absent | Stale):
        step.apply(world, standing)
    elif isinstance(standing, Conflict):
        raise ConflictError(standing.found, hint=standing.hint)


def site_folder(world: World) -> Path:
    """Where the site is built."""
    return world.base / world.config.site.folder


def order_of(world: World) -> Order:
    """What the site of the version is made from."""
    site = world.config.site
    console = console_spec(world.document) if site.console else ""
    return Order(
        world.pages, world.edition, site.url, bool(site.branch or site.versions_folder), console
    )


def wanted_of(order: Order) -> Wanted:
    """The site as its folder's mark states it."""
    return Wanted(order.edition, order.digest)


def phrase(order: Order) -> str:
    """The site in a few words."""
    pages = sum(1 for _ in order.tree.walk())
    counted = "1 page" if pages == 1 else f"{pages} pages"
    return f"{counted} of {order.edition.version} at {order.edition.commit[:_SHORT]}"


def compared(world: World, folder: Path, wanted: Wanted, *, doing: str, first: str) -> Finding:
    """What is in the folder, against what is wanted there.

    `doing` is what would be done, `first` the file that a person opens.
    """
    done = doing.partition(" ")[2]
    match look(folder, wanted):
        case Current():
            return Present(done, world.shown(folder / first))
        case Missing():
            return Absent(doing)
        case Outdated(found=found):
            return Stale(found, doing)
        case Foreign(found=found, hint=hint, details=details):
            return Conflict(f"{found} in {world.shown(folder)}", done, hint, details)
