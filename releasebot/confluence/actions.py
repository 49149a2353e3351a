"""Pages as they are wanted and found, and what may be done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from releasebot.pages.model import Edition

OnEdit = Literal["stop", "overwrite", "skip", "keep-outside-block"]
"""What becomes of a page that somebody else changed."""

Status = Literal["current", "archived", "trashed"]
"""Where a page stands: among the pages, in the archive or in the trash."""

IsLater = Callable[[str, str], bool | None]
"""Whether the first version comes after the second; None where the two have no order."""

Breaks = Callable[[Edition, Edition], bool]
"""Whether what the first edition describes is broken by the second, so that readers are told."""


class Policy(Struct, frozen=True):
    """What may be done with pages that are not as we left them, and with those not wanted.

    `labels` are those that every page of ours is to bear.
    """

    on_edit: OnEdit = "stop"
    archive_orphans: bool = False
    labels: tuple[str, ...] = ()

    def archiving(self) -> Policy:
        """The same, with orphans archived."""
        return Policy(self.on_edit, archive_orphans=True, labels=self.labels)


class WantedPage(Struct, frozen=True):
    """A page as it is to be; `parent` is the key of the page above it, empty for the topmost."""

    key: str
    parent: str
    slug: str
    title: str
    body: str
    digest: str
    labels: tuple[str, ...] = ()


class Written(Struct, frozen=True):
    """What we noted on a page when we last wrote it.

    `digest` is of the body that was to be written, `earlier` of the one that stood there before: a
    run that was killed between the note and the body leaves the earlier one behind. The same holds
    for the title and the parent, where a target does not change them together with the note.
    """

    digest: str
    earlier: str
    title: str
    parent: str
    edition: Edition
    earlier_title: str | None = None
    earlier_parent: str | None = None
    labels: tuple[str, ...] = ()


class FoundPage(Struct, frozen=True):
    """A page of ours on the target, as it is now.

    `id` is the target's own name for it, `version` its version number there, `parent` the key of
    the page above it: empty for none, something that is no key for a page not ours. `digest` is of
    the body that stands there, empty where there is none.
    """

    id: str
    key: str
    title: str
    parent: str
    version: int
    digest: str
    written: Written
    status: Status = "current"
    has_block: bool = True
    """Whether a text of somebody else has our block in it, of which alone it matters then."""
    former: str = ""
    """The key that it is noted under, where it has had another one since."""


class Space(Struct, frozen=True):
    """What a target holds: our pages, and the titles of all others, which are not ours to touch."""

    pages: tuple[FoundPage, ...] = ()
    other_titles: tuple[str, ...] = ()


class Create(Struct, frozen=True, tag="create"):
    """The page is not there."""

    page: WantedPage


class Unchanged(Struct, frozen=True, tag="unchanged"):
    """The page is as wanted."""

    page: WantedPage
    found: FoundPage


class _Differing(Struct, frozen=True):
    """The page is not as wanted, for `reasons`."""

    page: WantedPage
    found: FoundPage
    reasons: tuple[str, ...]


class Update(_Differing, frozen=True, tag="update"):
    """The page is as we left it, and that is no longer what is wanted."""


class Move(_Differing, frozen=True, tag="move"):
    """The page stands below another one than it is to; nothing else differs."""


class Edited(_Differing, frozen=True, tag="edited"):
    """Somebody else changed the page, to something that is not what is wanted either."""


class Kept(_Differing, frozen=True, tag="kept"):
    """Somebody else changed the page, and it is left so."""


class Orphan(Struct, frozen=True, tag="orphan"):
    """A page of ours that nothing in the tree stands for any more: reported, never deleted."""

    found: FoundPage


class Archive(Struct, frozen=True, tag="archive"):
    """A page of ours that nothing in the tree stands for any more, to be put into the archive."""

    found: FoundPage


Action = Create | Update | Move | Unchanged | Edited | Kept | Orphan | Archive


class SpacePlan(Struct, frozen=True):
    """The actions in the order of the tree, each page's after its parent's; orphans last.

    `superseded_by` is the edition that the target shows already, where that is a later one.
    """

    actions: tuple[Action, ...]
    superseded_by: Edition | None = None

    def count(self, kind: type[Action]) -> int:
        """How many pages meet that fate."""
        return sum(isinstance(action, kind) for action in self.actions)

    @property
    def wanted(self) -> int:
        """How many pages the tree has."""
        return len(self.actions) - self.count(Orphan) - self.count(Archive)

    @property
    def edited(self) -> tuple[Edited, ...]:
        """The pages that somebody else changed."""
        return tuple(action for action in self.actions if isinstance(action, Edited))

    @property
    def is_settled(self) -> bool:
        """Whether every page is as wanted, or as somebody wants to keep it."""
        return all(isinstance(action, Unchanged | Kept | Orphan) for action in self.actions)

    @property
    def summary(self) -> str:
        """What is to be done, in one phrase: `create 1, update 2, unchanged 28, orphaned 1`."""
        counts = (
            ("create", self.count(Create)),
            ("update", self.count(Update)),
            ("move", self.count(Move)),
            ("archive", self.count(Archive)),
            ("edited by hand", self.count(Edited)),
            ("kept as edited", self.count(Kept)),
            ("unchanged", self.count(Unchanged)),
            ("orphaned", self.count(Orphan)),
        )
        return ", ".join(f"{what} {count}" for what, count in counts if count)
