"""What our pages are, kept in properties of the topmost one: a cache, never the truth.

A server that lists pages without their properties would have to be asked for each page's note. The
index holds what the notes say, in buckets by the page's key, so that a changed page changes one
bucket. An entry counts only while the page has the version number it was made for. While a run
creates pages the index is open: its reader then looks for pages that are not in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from releasebot.confluence.api import Property

META = "releasebotIndex"
"""The key of the property that says how many buckets there are; theirs are it with a number."""
_LARGEST_BUCKET = 28_000  # a property holds 32 KB
_USUAL_BUCKET = 14_000
_MOST_BUCKETS = 512


class Entry(Struct, frozen=True, array_like=True):
    """What the note on a page says, and the property it stands in; `version` is the page's."""

    page: str
    key: str
    version: int
    digest: str
    title: str
    parent: str
    property_id: str
    property_version: int
    labels: tuple[str, ...] = ()
    archived: bool = False


class Meta(Struct, frozen=True):
    """How many buckets there are, and the runs that have the index open."""

    buckets: int
    open: tuple[str, ...] = ()


class Index(Struct, frozen=True):
    """The index as it stands on the topmost page; `meta` is None where there is none."""

    meta: Meta | None
    entries: Mapping[str, Entry]
    properties: Mapping[str, Property]

    @property
    def is_complete(self) -> bool:
        """Whether every page of ours is in it."""
        return self.meta is not None and not self.meta.open

    def opened(self, run: str) -> tuple[str, dict[str, Any]]:
        """The property that says that `run` creates pages."""
        meta = self.meta or Meta(1)
        return META, plain(Meta(meta.buckets, (*meta.open, run)))

    def differing(
        self, entries: Iterable[Entry], closes: frozenset[str]
    ) -> dict[str, dict[str, Any]]:
        """The properties to be written so that the index has these entries.

        `closes` are the runs whose pages are all among them.

        The one that says how many there are comes last.
        """
        buckets = _buckets(tuple(entries), self.meta.buckets if self.meta else 0)
        others = tuple(one for one in self.meta.open if one not in closes) if self.meta else ()
        wanted = {f"{META}{number}": {"pages": pages} for number, pages in enumerate(buckets)}
        wanted[META] = plain(Meta(len(buckets), others))
        return {key: value for key, value in wanted.items() if not self._holds(key, value)}

    def _holds(self, key: str, value: dict[str, Any]) -> bool:
        there = self.properties.get(key)
        return there is not None and there.value == value


def read_index(properties: Mapping[str, Property]) -> Index:
    """The index in a page's properties; without entries where it is missing or cannot be read."""
    stored = {key: one for key, one in properties.items() if key.startswith(META)}
    try:
        meta = msgspec.convert(stored[META].value, Meta)
        entries = [
            entry
            for number in range(meta.buckets)
            for entry in msgspec.convert(
                stored[f"{META}{number}"].value["pages"], tuple[Entry, ...]
            )
        ]
    except (KeyError, TypeError, msgspec.ValidationError):
        return Index(None, {}, stored)
    return Index(meta, {entry.page: entry for entry in entries}, stored)


def plain(value: object) -> Any:  # noqa: ANN401  a JSON document
    """The value as it comes back when it has been stored: in lists, never in tuples."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _buckets(entries: tuple[Entry, ...], count: int) -> list[list[Any]]:
    """The entries in so many buckets that none is too large; as many as before if they do."""
    total = sum(len(msgspec.json.encode(entry)) for entry in entries)
    least = 1
    while least * _USUAL_BUCKET < total and least < _MOST_BUCKETS:
        least *= 2
    count = count if least // 2 <= count <= least * 4 and count else least
    while True:
        buckets: list[list[Any]] = [[] for _ in range(count)]
        for entry in sorted(entries, key=lambda one: one.key):
            buckets[_bucket_of(entry.key, count)].append(plain(entry))
        largest = max(len(msgspec.json.encode(bucket)) for bucket in buckets)
        if largest <= _LARGEST_BUCKET or count >= _MOST_BUCKETS:
            return buckets
        count *= 2


def _bucket_of(key: str, count: int) -> int:
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4]) % count
