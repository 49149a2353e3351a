"""What changed in an API from one release to the next, kept as far as its readers are told of it.

A `Step` holds no document and no view of one, so it can be written down and read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.groups import Cause, Group, group
from releasebot.openapi.diff.migrations import migration
from releasebot.openapi.diff.operations import Found, label, match
from releasebot.openapi.diff.rule import LEVELS, Level
from releasebot.openapi.diff.sentence import sentence
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Api

Both = tuple[str, str]
"""A text in English and in Korean."""

_ADDED_FIELD = re.compile(
    r"^new-(?:required|optional)-request-.*property|"
    r"^response-(?:header-)?(?:required|optional)-.*property-added$"
)
_ADDED_PARAMETER = re.compile(r"^new-.*parameter")
_MERGED = re.compile(r"/allOf/\d+(?=/)")
_COUNTED = re.compile(r"/(?:oneOf|anyOf|prefixItems|parameters)/\d+/")
_SCHEMA_RENAMED = "api-schema-renamed"
_CALLBACK = " callback "


class Spot(Struct, frozen=True, gc=False):
    """Where an operation stood in the pages of a release.

    `label` is its method and path, `key` what names it within its API. `trail` are the slugs of the
    pages that lead to it, the overview's left out; `anchor` its heading on the last of them, empty
    where that page is its own.
    """

    label: str
    key: str
    trail: tuple[str, ...]
    anchor: str = ""


class Entry(Struct, frozen=True, gc=False):
    """One difference: what happened to which client, and what to do about it, empty for nothing."""

    said: Both
    advice: Both = ("", "")


class Subject(Struct, frozen=True, gc=False):
    """What has one heading: an operation, a schema that several use, or the API (no title).

    `users` is how many operations' clients notice anything of it.
    """

    title: str
    shared: bool
    users: int
    entries: tuple[Entry, ...]


class Step(Struct, frozen=True, gc=False):
    """From one release to the next.

    `levels` are the differences, the gravest first; `reworded` tells that there are none but in
    words. `added` and `touched` are labels of operations in the newer document: those that are new,
    and those whose clients notice anything. `moved` are the operations that stand elsewhere or are
    called otherwise, before and after; `tags` and `schemas` what was renamed. `parts` are the
    parameters and fields that were added, as `parameter_name` and `field_name` have them.
    """

    levels: tuple[tuple[Level, tuple[Subject, ...]], ...] = ()
    reworded: bool = False
    added: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    moved: tuple[tuple[Spot, Spot], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    schemas: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be told of it."""
        return not self.levels and not self.reworded and not self.moved


class ApiRelease(Struct, frozen=True, gc=False):
    """A release with what changed since the one before it.

    `version` is empty for what is not released yet; `day` is `2026-01-31`.
    """

    version: str
    day: str
    step: Step


class ApiHistory(Struct, frozen=True, gc=False):
    """The releases of an API, the oldest first.

    `first` is the version of the document that they start from, empty where something may have come
    before it.
    """

    releases: tuple[ApiRelease, ...] = ()
    first: str = ""


NO_HISTORY = ApiHistory()


def step_between(
    changes: Sequence[Change],
    apis: tuple[Api, Api],
    spots: tuple[Mapping[str, Spot], Mapping[str, Spot]],
    *,
    reworded: bool,
) -> Step:
    """The step between two APIs, of which `changes` tell how they differ.

    `spots` has the place of each operation, by its label, in either of them.
    """
    found = match(*apis)
    now = {both.label: label(both.revision) for both in (*found.both, *found.moved)}
    touched = (now.get(one.operation.partition(_CALLBACK)[0], "") for one in changes)
    root = apis[1].scope.document.root.name
    return Step(
        levels=tuple(_levels(changes)),
        reworded=reworded,
        added=tuple(label(one) for one in found.added),
        touched=tuple(sorted({one for one in touched if one})),
        moved=tuple(_moved(now, spots)),
        tags=tuple(_tags(found)),
        schemas=tuple(
            (str(one.before), str(one.after)) for one in changes if one.id == _SCHEMA_RENAMED
        ),
        parts=tuple(sorted({one for change in changes for one in _parts(change, now, root)})),
    )


def parameter_name(operation: str, place: str, name: str) -> str:
    """What names a parameter of an operation in `Step.parts`."""
    return f"{operation} {place}:{name}"


def field_name(location: Location, root: str) -> str:
    """What names a field in `Step.parts`; empty where its place may be another one tomorrow.

    `root` is the document's first file. A place among numbered members depends on those before it,
    but for parents that are merged.
    """
    pointer = _MERGED.sub("", location.pointer)
    if _COUNTED.search(pointer):
        return ""
    return f"{'' if location.file == root else location.file}#{pointer}"


def _levels(changes: Sequence[Change]) -> Iterator[tuple[Level, tuple[Subject, ...]]]:
    for level in LEVELS:
        chosen = [change for change in changes if change.level == level]
        if chosen:
            yield level, tuple(map(_subject, group(chosen)))


def _subject(one: Group) -> Subject:
    entries = tuple(map(_entry, one.causes))
    return Subject(one.title, one.shared, len(one.operations), entries)


def _entry(cause: Cause) -> Entry:
    first = cause.first
    said = sentence(first, "en"), sentence(first, "ko")
    if first.level == "info":
        return Entry(said)
    return Entry(said, (migration(first, "en"), migration(first, "ko")))


def _moved(
    now: Mapping[str, str], spots: tuple[Mapping[str, Spot], Mapping[str, Spot]]
) -> Iterator[tuple[Spot, Spot]]:
    for before, after in now.items():
        was, became = spots[0].get(before), spots[1].get(after)
        if was and became and was != became:
            yield was, became


def _tags(found: Found) -> Iterator[tuple[str, str]]:
    """The tags that are gone, each with the new one that took over all of its operations."""
    pairs = [
        (before, after)
        for both in (*found.both, *found.moved)
        if (before := both.base.tags[:1]) != (after := both.revision.tags[:1])
    ]
    kept = {one.revision.tags[:1] for one in (*found.both, *found.moved)}
    old = {one.base.tags[:1] for one in (*found.both, *found.moved)}
    for before in dict.fromkeys(before for before, _ in pairs):
        became = {after for was, after in pairs if was == before}
        if before and len(became) == 1 and before not in kept:
            (after,) = became
            sources = {was for was, to in pairs if to == after}
            if after and after not in old and sources == {before}:
                yield before[0], after[0]


def _parts(change: Change, now: Mapping[str, str], root: str) -> Iterator[str]:
    if _ADDED_FIELD.match(change.id):
        name = field_name(change.revision, root) if change.revision else ""
        if name:
            yield name
    elif _ADDED_PARAMETER.match(change.id):
        place, _, name = change.key.partition(":")
        yield parameter_name(now.get(change.operation, change.operation), place, name)
