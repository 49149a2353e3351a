"""Our notes written to pages, whoever else writes notes at the same time."""

from __future__ import annotations

import msgspec

from releasebot.confluence.actions import IsLater
from releasebot.confluence.answers import RefusedError
from releasebot.confluence.api import Property
from releasebot.confluence.index import plain
from releasebot.confluence.known import Known
from releasebot.confluence.note import KEY, Note
from releasebot.confluence.reading import Survey
from releasebot.errors import ConflictError
from releasebot.pages.model import Edition

_TRIES = 4
_PAUSE = 0.2
_CONTESTED = frozenset({400, 409})
"""What servers answer where a property is there already, or newer than it was thought to be."""


class NoteWriter:
    """Writes notes; `fresh` are the keys of pages that the server may not know everywhere yet."""

    def __init__(
        self, survey: Survey, edition: Edition, is_later: IsLater, root: str, fresh: set[str]
    ) -> None:
        self._survey = survey
        self._api = survey.api
        self._edition = edition
        self._is_later = is_later
        self._root = root
        self._fresh = fresh

    def check_superseded(self) -> None:
        """Return if nobody has published a later edition meanwhile.

        Raises:
            ConflictError: somebody has.
        """
        known = self._survey.known[self._root]
        self._judge(self._api.properties(known.content.id).get(KEY))

    def put(self, key: str, note: Note) -> None:
        """Set our property; where another run set it meanwhile, ours replaces it."""
        value = plain(note)
        known = self._survey.known[key]
        name, fresh = known.content.id, key in self._fresh
        stored: list[Property | None] = [known.property]

        def look() -> Property | None:
            stored[0] = self._api.properties(name).get(KEY)
            if key == self._root:
                self._judge(stored[0])
            return stored[0] if stored[0] and stored[0].value == value else None

        def act() -> Property:
            return self._api.put_property(name, KEY, value, stored[0], fresh=fresh)

        for attempt in range(_TRIES):
            try:
                made = self._api.connection.settle(act, look)
                break
            except RefusedError as error:
                if error.status not in _CONTESTED or attempt + 1 == _TRIES:
                    raise
                self._api.connection.pause(_PAUSE * attempt)
                done = look()
                if done:
                    made = done
                    break
        else:
            raise AssertionError(key)
        confirmed = note.version == known.content.version
        self._survey.known[key] = Known(known.content, note, made, is_confirmed=confirmed)

    def _judge(self, stored: Property | None) -> None:
        """Return if the topmost page's note is not of a later edition.

        Raises:
            ConflictError: it is.
        """
        try:
            note = msgspec.convert(stored.value, Note) if stored else None
        except msgspec.ValidationError:
            return
        if note is None or note.project != self._survey.project:
            return
        there = note.written.edition.version
        if (
            there
            and there != self._edition.version
            and self._is_later(there, self._edition.version)
        ):
            raise ConflictError(
                f"{there} was published while {self._edition.version} was",
                hint=f"publish from {note.written.edition.tag} again: it may have been mixed with "
                f"{self._edition.tag}",
            )
