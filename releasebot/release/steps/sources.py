"""The pages as a folder of Markdown that any builder of sites reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from releasebot.release.step import Absent, Finding, Receipt, Stale
from releasebot.release.steps.site import compared, order_of, phrase
from releasebot.release.world import World
from releasebot.site.build import write_sources
from releasebot.site.folder import Wanted, publish
from releasebot.site.generate import generate
from releasebot.site.mark import Standing


class SourcesStep:
    """The Markdown sources of the version's site, in a folder that is chosen by the caller."""

    name = "sources"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def probe(self, world: World) -> Finding:
        """Read the mark that our folders bear, and see that every file is what it was.

        Raises:
            ReleasebotError: there is no usable spec, or the folder cannot be read.
        """
        doing = f"write {phrase(order_of(world))}"
        return compared(world, self._folder, _wanted(world), doing=doing, first="mkdocs.yml")

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Write beside the folder, then put the whole of it in its place.

        Raises:
            ConflictError: what is in the folder has become somebody else's since the probe.
            OutsideError: the files could not be written.
        """
        order = order_of(world)

        def make(_: Path, made: Path, standing: Standing | None) -> Mapping[str, str]:
            del standing
            write_sources(generate(order), made)
            return {}

        publish(self._folder, _wanted(world), make=make, worktree=world.root.worktree)
        return Receipt(phrase(order), world.shown(self._folder / "mkdocs.yml"))


def _wanted(world: World) -> Wanted:
    """Told apart from a built site, which is made from the same."""
    order = order_of(world)
    return Wanted(order.edition, f"sources of {order.digest}")
