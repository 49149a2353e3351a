"""The site of the version beside those of the others, in a folder that pages are served from."""

from __future__ import annotations

from pathlib import Path

from releasebot.release.step import Absent, Conflict, Finding, Present, Receipt, Stale
from releasebot.release.steps.site import (
    SiteStep,
    order_of,
    phrase,
    site_folder,
    up_to_date,
    wanted_of,
)
from releasebot.release.world import World
from releasebot.site.folder import Foreign, Missing
from releasebot.site.versions_folder import ELSEWHERE, Shelf, deploy, seen


class VersionsFolderStep:
    """The version in the folder of versions, its aliases, and the selector."""

    name = "versions-folder"

    def probe(self, world: World) -> Finding:
        """Read the folder; that every file of the version is what it was is part of it.

        Raises:
            ReleasebotError: the folder cannot be read, or what names the versions cannot.
        """
        order, shelf = order_of(world), _shelf(world)
        found = seen(shelf, wanted_of(order), world.scheme)
        shown = world.shown(shelf.folder)
        where, doing = f"{world.version} in {shown}", f"put {phrase(order)} into {shown}"
        if isinstance(found.version, Foreign):
            return Conflict(f"{found.version.found} in {shown}", where, ELSEWHERE)
        if isinstance(found.version, Missing):
            return Absent(doing)
        return (
            Present(where, _address(world))
            if found.is_whole
            else Stale(f"{where}, otherwise", doing)
        )

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Put the built site into the folder, after whoever else is at it.

        Raises:
            ConflictError: what is there is not ours to replace.
            OutsideError: the site could not be built or written.
        """
        up_to_date(world, SiteStep())
        order, shelf = order_of(world), _shelf(world)
        deploy(shelf, site_folder(world), wanted_of(order), world.scheme)
        return Receipt(f"{phrase(order)} in {world.shown(shelf.folder)}", _address(world))


def _shelf(world: World) -> Shelf:
    site = world.config.site
    folder = world.base / Path(site.versions_folder or "").expanduser()
    return Shelf(folder.resolve(), site.url, world.root.worktree)


def _address(world: World) -> str:
    url = world.config.site.url
    if url:
        return f"{url.rstrip('/')}/{world.version}/"
    return world.shown(_shelf(world).folder / world.version / "index.html")
