"""What is known of a page of ours on a server, and what is to be done with it."""

from __future__ import annotations

from msgspec import Struct

from releasebot.confluence.actions import FoundPage, WantedPage
from releasebot.confluence.api import Content, Property
from releasebot.confluence.note import KEY, Note


class Home(Struct, frozen=True):
    """Where the topmost page goes: below a page of this id or title, or the space's home page."""

    id: str | None = None
    title: str | None = None


class Known(Struct, frozen=True):
    """A page of ours as it stands, with its note; a shell has none yet.

    `is_confirmed` tells that the note was made, or read again, after that version was written.
    """

    content: Content
    note: Note | None = None
    property: Property | None = None
    is_confirmed: bool = False


class Job(Struct, frozen=True):
    """A page to be brought to what is wanted; `found` is None for one that was not there."""

    page: WantedPage
    found: FoundPage | None
    deed: str

    @property
    def key(self) -> str:
        """The page's key."""
        return self.page.key


def may_be_ours(content: Content) -> bool:
    """Whether the page has our note, as far as the answer that it came with tells."""
    return content.properties is None or KEY in content.properties


def rank(page: Known) -> tuple[bool, bool, int]:
    """The smaller, the rather a page is the one that its key means."""
    return (page.content.status != "current", page.note is None, number(page.content.id))


def number(name: str) -> int:
    """The id as a number, for an order that is the same everywhere."""
    return int(name) if name.isdigit() else 0
