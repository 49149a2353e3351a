"""What a place that pages are published to can do; a folder and the servers do it in their ways."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from releasebot.confluence.plan import FoundPage, Space, WantedPage
from releasebot.pages.model import Edition


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

    def read(self) -> Space:
        """What is there now; reads only.

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
        """While it is held, the target is ready to be written and no other run of ours writes."""
        ...

    def create(self, page: WantedPage, parent: FoundPage | None, edition: Edition) -> FoundPage:
        """Make the page below `parent`, or at the top; afterwards it bears our mark."""
        ...

    def update(
        self, found: FoundPage, page: WantedPage, parent: FoundPage | None, edition: Edition
    ) -> FoundPage:
        """Bring the page to what is wanted, in title, place and text.

        Its version number rises by one however often a killed run is repeated.
        """
        ...

    def finish(self) -> None:
        """Complete what `unfinished` tells of."""
        ...
