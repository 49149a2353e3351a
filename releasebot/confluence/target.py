"""What a place that pages are published to can do; a folder and the servers do it in their ways."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from msgspec import Struct

from releasebot.confluence.actions import FoundPage, Space, SpacePlan
from releasebot.pages.model import Edition, PageTree

Watch = Callable[[int, int, str], None]
"""Called when a page is done: how many are, of how many, and the page's title."""


class MadePage(Struct, frozen=True):
    """A page that a run wrote: what was done with it, and where it is to be read."""

    title: str
    deed: str
    where: str


class Target(Protocol):
    """A place that holds pages; each call makes one page's change, whole or not at all."""

    @property
    def name(self) -> str:
        """What it is called in messages."""
        ...

    @property
    def where(self) -> str:
        """A path or an address at which a reader may look."""
        ...

    @property
    def can_archive(self) -> bool:
        """Whether it has an archive that pages can be put into."""
        ...

    def read(self, tree: PageTree) -> Space:
        """What is there now, and which of the titles that the tree wants are taken; reads only.

        Raises:
            ReleasebotError: it cannot be read, or what is there is not for us to use.
        """
        ...

    def body(self, page: FoundPage) -> str:
        """The body that stands on the page, as far as it can be read."""
        ...

    def unfinished(self) -> str:
        """What of the target, its pages apart, is not as it should be; empty where nothing is."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """While it is held, the target is ready to be written and no other run of ours writes.

        Where nothing can be held, two runs are told apart page by page.
        """
        ...

    def write(
        self, tree: PageTree, plan: SpacePlan, edition: Edition, watch: Watch
    ) -> tuple[MadePage, ...]:
        """Carry out the plan that was made of what `read` gave.

        Afterwards every page of it bears our mark and is as wanted in title, place and text; its
        version number has risen by one however often a killed run is repeated.

        Raises:
            ConflictError: somebody changed a page, or published a later edition, since the reading.
            OutsideError: the target failed; the same command goes on where it stopped.
        """
        ...

    def finish(self) -> None:
        """Complete what `unfinished` tells of."""
        ...
