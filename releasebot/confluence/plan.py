"""What is to be done so that a space has the pages of a tree: the same plan for every target.

Pure: it compares what is wanted with what a target says is there. A page is known by the key that
we noted on it, never by its title.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from functools import lru_cache

from releasebot.confluence.actions import (
    Action,
    Archive,
    Create,
    Edited,
    FoundPage,
    IsLater,
    Kept,
    Move,
    Orphan,
    Policy,
    Space,
    SpacePlan,
    Unchanged,
    Update,
    WantedPage,
)
from releasebot.confluence.block import wrapped
from releasebot.confluence.storage import render
from releasebot.confluence.titles import titles
from releasebot.confluence.validate import check
from releasebot.errors import ReleasebotError
from releasebot.pages.model import Edition, PageTree

_DIFF_LINES = 60
_ADDED = re.compile(r' (?:ac:)?(?:macro|local)-id="[^"]*"')
_BETWEEN = re.compile(r">\s*<")

_STRICT = Policy()


def digest_of(body: str) -> str:
    """What stands for a body wherever two are compared: half of its SHA-256, to stay short."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def make_plan(
    tree: PageTree,
    space: Space,
    edition: Edition,
    is_later: IsLater,
    policy: Policy = _STRICT,
) -> SpacePlan:
    """Everything to be done so that `space` has the pages of `tree`.

    Raises:
        ReleasebotError: two pages of the tree have one key, or a body is no storage format; both
            are faults of ours.
    """
    keys = _keys(tree)
    left = tuple(page for page in space.pages if page.key not in keys)
    taken = frozenset((*space.other_titles, *(page.title for page in left)))
    found = {page.key: page for page in space.pages}
    actions = [_action(page, found, edition, policy) for page in _wanted(tree, taken, policy)]
    gone = Archive if policy.archive_orphans else Orphan
    orphans = tuple(gone(page) for page in left if page.status == "current")
    return SpacePlan((*actions, *orphans), _superseding(space, edition, is_later))


def difference(action: Edited, body: str) -> tuple[str, ...]:
    """What tells the page as it stands, with `body`, from the one wanted; as lines to be read."""
    page, found = action.page, action.found
    lines = unified_diff(
        _lines(page.body),
        _lines(body),
        fromfile=f"wanted {page.title}",
        tofile=f"found {found.title} ({found.id})",
        n=1,
        lineterm="",
    )
    whole = list(lines)
    if len(whole) <= _DIFF_LINES:
        return tuple(whole)
    # what somebody wrote is shown rather than what it took the place of
    theirs = [line for line in whole if line.startswith("---") or not line.startswith("-")]
    shown = theirs[:_DIFF_LINES]
    return (*shown, f"... and {len(whole) - len(shown)} more lines")


def _lines(body: str) -> list[str]:
    """The body in lines, without what a server or an editor adds for itself, white space too."""
    return _BETWEEN.sub(">\n<", _ADDED.sub("", body)).splitlines()


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
def _wanted(tree: PageTree, taken: frozenset[str], policy: Policy) -> tuple[WantedPage, ...]:
    named = titles(tree, taken)
    wanted = []
    for page, above in tree.walk():
        drawn = render(page, named)
        body = wrapped(drawn) if policy.on_edit == "keep-outside-block" else drawn
        wanted.append(
            WantedPage(
                page.key,
                above[-1].key if above else "",
                page.slug,
                named[page.key],
                body,
                digest_of(body),
                policy.labels,
            )
        )
    return tuple(wanted)


def _action(
    page: WantedPage, there: Mapping[str, FoundPage], edition: Edition, policy: Policy
) -> Action:
    found = there.get(page.key)
    if found is None or found.digest != page.digest:  # a body that stands there was checked then
        check(page.body, page.key)
    if found is None:
        return Create(page)
    edits = tuple(_edits(page, found))
    if edits:
        return _edited(page, found, edits, policy)
    content = tuple(_content_changes(page, found, edition))
    moves = tuple(_moves(page, found))
    if content:
        return Update(page, found, (*content, *moves))
    return Move(page, found, moves) if moves else Unchanged(page, found)


def _edited(
    page: WantedPage, found: FoundPage, edits: tuple[str, ...], policy: Policy
) -> Edited | Kept | Update:
    """What becomes of a page that somebody else changed.

    No policy brings back a page from the archive: there is no call for it. Where our block is gone
    nobody knows what of the text is ours.
    """
    if policy.on_edit == "skip":
        return Kept(page, found, edits)
    if policy.on_edit == "stop" or found.status == "archived":
        return Edited(page, found, edits)
    if policy.on_edit == "keep-outside-block" and not found.has_block:
        return Edited(page, found, edits)
    return Update(page, found, tuple(f"{edit} by hand" for edit in edits))


def _edits(page: WantedPage, found: FoundPage) -> Iterator[str]:
    """What is neither as we left it nor as it is wanted."""
    written = found.written
    if found.digest not in {"", page.digest, written.digest, written.earlier}:
        yield "its text was changed"
    if found.title not in {page.title, written.title, written.earlier_title}:
        yield f"it was renamed from {written.title!r} to {found.title!r}"
    if found.parent not in {page.parent, written.parent, written.earlier_parent}:
        yield f"it was moved away from {written.parent or 'the top'!r}"
    if found.status == "archived":
        yield "it was archived"


def _content_changes(page: WantedPage, found: FoundPage, edition: Edition) -> Iterator[str]:
    written = found.written
    if found.status == "trashed":
        yield "it is in the trash"
    if found.digest != page.digest:
        yield "text" if found.digest else "text is missing"
    elif written.digest != page.digest:
        yield "note"
    if found.title != page.title:
        yield f"title {found.title!r} becomes {page.title!r}"
    elif written.title != page.title:
        yield "note of its title"
    if written.labels != page.labels:
        yield "labels"
    if found.former:
        yield f"{found.former} was renamed"
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
