"""Where things stood in earlier releases: their keys, anchors and addresses lead to them still."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.diff.operations import label
from releasebot.openapi.history import Spot
from releasebot.openapi.model import Operation
from releasebot.pages.book import Book
from releasebot.pages.model import Moved


def moved(book: Book) -> Iterator[Moved]:
    """The places of earlier releases that nothing else has taken, each once.

    An operation that stays on its page has its former headings there (`former_anchors`).
    """
    if not book.past.history.releases:
        return
    taken = {(spot.trail, spot.anchor) for spot in book.spots.values()}
    for operation in book.api.operations:
        address = book.addresses.operation(operation)
        for spot in reversed(_former(operation, book)):
            place = (spot.trail, spot.anchor)
            if place not in taken:
                taken.add(place)
                yield Moved(*place, address.page, address.anchor)


def former_anchors(operation: Operation, book: Book) -> tuple[str, ...]:
    """The headings that an operation had on the page where it still is."""
    former = _former(operation, book)
    if not former:
        return ()
    trail = book.spots[label(operation)].trail
    taken = {spot.anchor for spot in book.spots.values() if spot.trail == trail}
    found = (one.anchor for one in former if one.trail == trail)
    return tuple(dict.fromkeys(one for one in found if one and one not in taken))


def former_keys(operation: Operation, book: Book) -> tuple[str, ...]:
    """The keys that the page of an operation had, and that no page has now."""
    former = _former(operation, book)
    present = {one.key for one in book.api.operations} if former else set()
    keys = dict.fromkeys(spot.key for spot in former)
    return tuple(f"operation:{key}" for key in keys if key not in present)


def former_tags(name: str, book: Book) -> tuple[str, ...]:
    """The keys that the page of a tag had, and that no page has now."""
    present = {page.tag.name for page in book.addresses.tags}
    return tuple(f"tag:{one}" for one in book.past.tags.get(name, ()) if one not in present)


def former_schemas(name: str, book: Book) -> tuple[str, ...]:
    """The keys that the page of a schema had, and that no page has now."""
    former = book.past.schemas.get(name, ())
    present = {named.name for named in book.api.schemas} if former else set()
    return tuple(f"schema:{one}" for one in former if one not in present)


def _former(operation: Operation, book: Book) -> tuple[Spot, ...]:
    return book.past.of(operation).former
