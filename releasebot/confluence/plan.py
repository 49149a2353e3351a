"""What is to be done so that a space has the pages of a tree: the same plan for every target.

Pure: it compares what is wanted with what a target says is there. A page is known by the key that
we noted on it, never by its title.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from difflib import unified_diff
from functools import lru_cache

from msgspec import Struct

from releasebot.confluence.storage import render
from releasebot.confluence.titles import titles
from releasebot.confluence.validate import check
from releasebot.errors import ReleasebotError
from releasebot.pages.model import Edition, PageTree

_DIFF_LINES = 60

IsLater = Callable[[str, str], bool | None]
"""Whether the first version comes after the second; None where the two have no order."""


class WantedPage(Struct, frozen=True):
    """A page as it is to be; `parent` is the key of the page above it, empty for the topmost."""

    key: str
    parent: str
    slug: str
    title: str
    body: str
    digest: str


class Written(Struct, frozen=True):
    """What we noted on a page when we last wrote it.

    `digest` is of the body that was to be written, `earlier` of the one that stood there before: a
    run that was killed between the note and the body leaves the earlier one behind.
    """

    digest: str
    earlier: str
    title: str
    parent: str
    edition: Edition


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


class Space(Struct, frozen=True):
    """What a target holds: our pages, and the titles of all others, which are not ours to touch."""

    pages: tuple[FoundPage, ...] = ()
    other_titles: tuple[str, ...] = ()


class Create(Struct, frozen=True, tag="create"):
    """The page is not there."""

    page: WantedPage


class Update(Struct, frozen=True, tag="update"):
    """The page is as we left it, and that is no longer what is wanted."""

    page: WantedPage
    found: FoundPage
    reasons: tuple[str, ...]


class Move(Struct, frozen=True, tag="move"):
    """The page stands below another one than it is to; nothing else differs."""

    page: WantedPage
    found: FoundPage
    reasons: tuple[str, ...]


class Unchanged(Struct, frozen=True, tag="unchanged"):
    """The page is as wanted."""

    page: WantedPage
    found: FoundPage


class Edited(Struct, frozen=True, tag="edited"):
    """Somebody else changed the page, to something that is not what is wanted either."""

    page: WantedPage
    found: FoundPage
    reasons: tuple[str, ...]


class Orphan(Struct, frozen=True, tag="orphan"):
    """A page of ours that nothing in the tree stands for any more: reported, never deleted."""

    found: FoundPage


Action = Create | Update | Move | Unchanged | Edited | Orphan


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
        return len(self.actions) - self.count(Orphan)

    @property
    def edited(self) -> tuple[Edited, ...]:
        """The pages that somebody else changed."""
        return tuple(action for action in self.actions if isinstance(action, Edited))

    @property
    def is_settled(self) -> bool:
        """Whether every page is as wanted."""
        return self.count(Unchanged) == self.wanted

    @property
    def summary(self) -> str:
        """What is to be done, in one phrase: `create 1, update 2, unchanged 28, orphaned 1`."""
        counts = (
            ("create", self.count(Create)),
            ("update", self.count(Update)),
            ("move", self.count(Move)),
            ("edited by hand", self.count(Edited)),
            ("unchanged", self.count(Unchanged)),
            ("orphaned", self.count(Orphan)),
        )
        return ", ".join(f"{what} {count}" for what, count in counts if count)


def digest_of(body: str) -> str:
    """What stands for a body wherever two are compared."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def make_plan(tree: PageTree, space: Space, edition: Edition, is_later: IsLater) -> SpacePlan:
    """Everything to be done so that `space` has the pages of `tree`.

    Raises:
        ReleasebotError: two pages of the tree have one key, or a body is no storage format; both
            are faults of ours.
    """
    keys = _keys(tree)
    orphans = tuple(Orphan(page) for page in space.pages if page.key not in keys)
    taken = (*space.other_titles, *(orphan.found.title for orphan in orphans))
    found = {page.key: page for page in space.pages}
    actions = [_action(page, found, edition) for page in _wanted(tree, frozenset(taken))]
    return SpacePlan((*actions, *orphans), _superseding(space, edition, is_later))


def difference(action: Edited, body: str) -> tuple[str, ...]:
    """What tells the page as it stands, with `body`, from the one wanted; as lines to be read."""
    page, found = action.page, action.found
    lines = unified_diff(
        page.body.splitlines(),
        body.splitlines(),
        fromfile=f"wanted {page.title}",
        tofile=f"found {found.title} ({found.id})",
        n=1,
        lineterm="",
    )
    shown = list(lines)
    rest = len(shown) - _DIFF_LINES
    return (*shown[:_DIFF_LINES], *((f"... and {rest} more lines",) if rest > 0 else ()))


def _keys(tree: PageTree) -> frozenset[str]:
    keys: set[str] = set()
    for page, _ in tree.walk():
        if page.key in keys:
            raise ReleasebotError(
                f"a fault in releasebot itself: two pages have the key {page.key!r}",
                hint="nothing was written; send the API document along with a report",
            )
        keys.add(page.key)
    return frozenset(keys)


@lru_cache(maxsize=1)  # a run looks twice at the same pages: before it acts, and when it does
def _wanted(tree: PageTree, taken: frozenset[str]) -> tuple[WantedPage, ...]:
    named = titles(tree, taken)
    wanted = []
    for page, above in tree.walk():
        body = render(page, named)
        parent = above[-1].key if above else ""
        title = named[page.key]
        wanted.append(WantedPage(page.key, parent, page.slug, title, body, digest_of(body)))
    return tuple(wanted)


def _action(page: WantedPage, there: Mapping[str, FoundPage], edition: Edition) -> Action:
    found = there.get(page.key)
    if found is None or found.digest != page.digest:  # a body that stands there was checked then
        check(page.body, page.key)
    if found is None:
        return Create(page)
    edits = tuple(_edits(page, found))
    if edits:
        return Edited(page, found, edits)
    content = tuple(_content_changes(page, found, edition))
    moves = tuple(_moves(page, found))
    if content:
        return Update(page, found, (*content, *moves))
    return Move(page, found, moves) if moves else Unchanged(page, found)


def _edits(page: WantedPage, found: FoundPage) -> Iterator[str]:
    """What is neither as we left it nor as it is wanted."""
    written = found.written
    if found.digest not in {"", page.digest, written.digest, written.earlier}:
        yield "its text was changed"
    if found.title not in {page.title, written.title}:
        yield f"it was renamed from {written.title!r} to {found.title!r}"
    if found.parent not in {page.parent, written.parent}:
        yield f"it was moved away from {written.parent or 'the top'!r}"


def _content_changes(page: WantedPage, found: FoundPage, edition: Edition) -> Iterator[str]:
    written = found.written
    if found.digest != page.digest:
        yield "text" if found.digest else "text is missing"
    elif written.digest != page.digest:
        yield "note"
    if found.title != page.title:
        yield f"title {found.title!r} becomes {page.title!r}"
    elif written.title != page.title:
        yield "note of its title"
    # the topmost page tells which edition the others belong to
    if not page.parent and written.edition.version != edition.version:
        yield f"version {written.edition.version} becomes {edition.version}"


def _moves(page: WantedPage, found: FoundPage) -> Iterator[str]:
    if found.parent != page.parent:
        yield f"from below {found.parent or 'the top'!r} to below {page.parent or 'the top'!r}"
    elif found.written.parent != page.parent:
        yield "note of its place"


def _superseding(space: Space, edition: Edition, is_later: IsLater) -> Edition | None:
    """The latest edition on the target, if it comes after the one to be published."""
    latest = edition
    for page in space.pages:
        there = page.written.edition
        if there.version == latest.version:
            continue
        later = is_later(there.version, latest.version)
        if there.committed_at > latest.committed_at if later is None else later:
            latest = there
    return None if latest is edition else latest
