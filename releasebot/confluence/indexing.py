"""The index of our pages, opened before pages are made and closed when they are all known."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from releasebot.confluence.answers import RefusedError
from releasebot.confluence.api import Property
from releasebot.confluence.index import META, Entry, read_index
from releasebot.confluence.known import Known
from releasebot.confluence.note import digest_in, digest_there, is_foreign
from releasebot.confluence.pagewriting import PageWriter
from releasebot.confluence.parallel import side_by_side
from releasebot.confluence.reading import Survey
from releasebot.confluence.session import SIDE_BY_SIDE
from releasebot.errors import OutsideError

_TRIES = 4
_CHANGED = frozenset({400, 404, 409})
"""What servers answer where a property is there, or gone, or newer than it was thought to be."""


class Indexing:
    """Keeps the index of one space for one run, called `run`."""

    def __init__(self, survey: Survey, run: str) -> None:
        self._survey = survey
        self._api = survey.api
        self._run = run

    def is_stale(self, root: str) -> bool:
        """Whether the index does not say what the pages say."""
        if self._api.lists_properties:
            return False
        return bool(self._survey.index.differing(self._entries(root), self._closes()))

    def open(self, root: str) -> None:
        """Say that this run creates pages that the index does not have yet."""
        name = self._survey.known[root].content.id
        for _ in range(_TRIES):
            index = self._survey.index
            try:
                self._put_all(name, dict((index.opened(self._run),)))
            except RefusedError as error:
                if error.status not in _CHANGED:
                    raise
                self._reread(name)
            else:
                return
        raise _contested()

    def close(self, root: str, pages: PageWriter | None) -> None:
        """Bring the index up to date with what is known.

        Raises:
            ConflictError: a later edition was published meanwhile.
        """
        name = self._survey.known[root].content.id
        closes = self._closes()
        for _ in range(_TRIES):
            differing = self._survey.index.differing(self._entries(root), closes)
            try:
                self._put_all(name, differing)
            except RefusedError as error:
                if error.status not in _CHANGED:
                    raise
                if pages:
                    pages.notes.check_superseded()
                self._reread(name)
                self._add_unknown(root)
            else:
                return
        raise _contested()

    def _closes(self) -> frozenset[str]:
        meta = self._survey.index.meta
        return frozenset((*(meta.open if meta else ()), self._run))

    def _put_all(self, name: str, wanted: Mapping[str, object]) -> None:
        """Set the properties side by side, the one that says how many there are after them."""

        def put(key: str) -> None:
            stored[key] = self._put(name, key, wanted[key], stored.get(key))

        stored = dict(self._survey.index.properties)
        side_by_side(put, (key for key in wanted if key != META), SIDE_BY_SIDE)
        if META in wanted:
            put(META)
        self._survey.index = read_index(stored)

    def _put(self, name: str, key: str, value: object, known: Property | None) -> Property:
        def look() -> Property | None:
            there = self._api.properties(name).get(key)
            return there if there and there.value == value else None

        made = self._api.connection.settle(
            lambda: self._api.put_property(name, key, value, known, fresh=True), look
        )
        return msgspec.structs.replace(made, value=value)

    def _reread(self, name: str) -> None:
        self._survey.index = read_index(self._api.properties(name))

    def _add_unknown(self, root: str) -> None:
        """Take up what another run has put into the index meanwhile."""
        ours = {one.content.id for one in self._survey.known.values()}
        name = self._survey.known[root].content.id
        below = {one.id for one in self._api.below(name)} | set(self._survey.index.entries)
        unknown = sorted(below - ours)
        self._survey.take(self._api.pages(unknown) if unknown else ())

    def _entries(self, root: str) -> tuple[Entry, ...]:
        keeps = any(digest_in(one.content.message) for one in self._survey.known.values())
        return tuple(
            _entry(key, known, keeps_messages=keeps)
            for key, known in self._survey.known.items()
            if key != root and known.note
        )


def _entry(key: str, known: Known, *, keeps_messages: bool) -> Entry:
    """What the index is to say of a page; a version that is not ours never counts as known."""
    content, note, stored = known.content, known.note, known.property
    if note is None:
        raise AssertionError(key)
    digest = note.written.digest
    if not known.is_confirmed:
        digest = digest_there(note, content, keeps_messages=keeps_messages)
    trusted = digest == note.written.digest and not is_foreign(digest)
    return Entry(
        content.id,
        key,
        content.version if trusted else 0,
        note.written.digest,
        note.written.title,
        note.written.parent,
        stored.id if stored else "",
        stored.version if stored else 0,
        note.written.labels,
        note.archived,
    )


def _contested() -> OutsideError:
    return OutsideError(
        "the index of the pages is being changed by others all the time",
        hint="run the same command again when they are done",
    )
