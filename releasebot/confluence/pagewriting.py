"""One page on a server brought to what is wanted, whoever else writes to it at the same time."""

from __future__ import annotations

import threading
from functools import partial

import msgspec

from releasebot.confluence.actions import FoundPage, IsLater, Policy, WantedPage, Written
from releasebot.confluence.answers import RefusedError
from releasebot.confluence.api import Content, Property, Revision
from releasebot.confluence.block import has_block, merged, replaced
from releasebot.confluence.known import Job, Known
from releasebot.confluence.note import Note, digest_in, digest_there, message_of
from releasebot.confluence.noting import NoteWriter
from releasebot.confluence.reading import Survey
from releasebot.confluence.titles import provisional
from releasebot.errors import ConflictError, OutsideError
from releasebot.pages.model import Edition

_TRIES = 4
_PAUSE = 0.2
_MOST_FAILED_NOTES = 3
_CONFLICT, _BAD_REQUEST, _NOT_FOUND = 409, 400, 404


class PageWriter:
    """Writes single pages; any number of threads may, each another page."""

    def __init__(
        self,
        survey: Survey,
        policy: Policy,
        edition: Edition,
        is_later: IsLater,
        root: str,
        *,
        is_breaking: bool,
    ) -> None:
        self._survey = survey
        self._api = survey.api
        self._policy = policy
        self._edition = edition
        self._minor = not is_breaking
        self._fresh: set[str] = set()
        self._noted: set[str] = set()
        self.notes = NoteWriter(survey, edition, is_later, root, self._fresh)
        self._failed_notes = 0
        messages = (known.content.message for known in survey.known.values())
        self._keeps_messages = any(map(digest_in, messages))
        self._lock = threading.Lock()

    def created(self, key: str) -> None:
        """The page was made by this run: the server may not know it everywhere yet."""
        self._fresh.add(key)

    def parent_id(self, page: WantedPage) -> str:
        """The id of what the page goes below."""
        return self._survey.known[page.parent].content.id if page.parent else self._survey.home

    def announce(self, job: Job) -> None:
        """Put the note on the topmost page, which tells the edition, before anything is written.

        Raises:
            ConflictError: another run publishes a later edition.
        """
        self._note(job, self._next_version(job))

    def restore(self, job: Job) -> None:
        """Take the page out of the trash, as it was."""
        known = self._survey.known[job.key]
        digest = job.found.digest if job.found else ""
        message = message_of(self._edition, digest)
        content = known.content

        def look() -> Content | None:
            there = self._api.page(content.id)
            return there if there and there.status == "current" else None

        made = self._api.connection.settle(lambda: self._api.restore(content, message), look)
        self._remember(job.key, made, known.note, known.property)

    def bring(self, job: Job) -> None:
        """Bring the page to what is wanted.

        Raises:
            ConflictError: somebody changed it since it was read.
        """
        self._label(job)
        known = self._survey.known[job.key]
        moved = known.content.parent != self.parent_id(job.page)
        if self._needs_text(job):
            self._note(job, known.content.version + 1)
            self._write(job, job.page.title)
        elif moved:
            self._move(job)
        else:
            self._note(job, known.content.version)

    def step_aside(self, job: Job) -> None:
        """Give the page its text under a title that nobody wants, so that its own gets free."""
        self._note(job, self._survey.known[job.key].content.version + 1)
        self._write(job, provisional(job.page.title, job.key))

    def note_archived(self, found: FoundPage) -> None:
        """Note that it was us who archived the page, so that it counts no more."""
        known = self._survey.known[found.key]
        if known.note is None:
            return
        note = msgspec.structs.replace(known.note, archived=True)
        self.notes.put(found.key, note)

    def _needs_text(self, job: Job) -> bool:
        content = self._survey.known[job.key].content
        trashed = job.found is not None and job.found.status == "trashed"
        return trashed or self._digest(job) != job.page.digest or content.title != job.page.title

    def _digest(self, job: Job) -> str:
        """The digest of the text that stands on the page; none of a shell."""
        known, found = self._survey.known[job.key], job.found
        if found and found.version == known.content.version:
            return found.digest
        if known.note is None:
            return ""
        return digest_there(known.note, known.content, keeps_messages=True)

    def _next_version(self, job: Job) -> int:
        return self._survey.known[job.key].content.version + (1 if self._needs_text(job) else 0)

    def _label(self, job: Job) -> None:
        """Add the labels that we have not put there yet, and take away ours that are not wanted."""
        name = self._survey.known[job.key].content.id
        before = job.found.written.labels if job.found else ()
        missing = [one for one in job.page.labels if one not in before]
        if missing:
            self._api.connection.repeat(lambda: self._api.add_labels(name, missing))
        for one in before:
            if one not in job.page.labels:
                self._api.connection.repeat(partial(self._api.remove_label, name, one))

    def _note(self, job: Job, version: int) -> None:
        """Say on the page what it is and what its next version will be.

        Where the server fails to keep the note, a page that has an older one is written all the
        same: its message tells what stands there. A new page stays a shell.
        """
        if job.key in self._noted:
            return
        found, page = job.found, job.page
        written = Written(
            page.digest,
            found.digest if found else "",
            page.title,
            page.parent,
            self._edition,
            found.title if found else None,
            found.parent if found else None,
            page.labels,
        )
        known = self._survey.known[job.key]
        home = "" if page.parent else self._survey.home
        note = Note(known.content.id, self._survey.project, page.key, version, written, home)
        if known.note == note:  # by another run of the same release
            return
        try:
            self.notes.put(job.key, note)
        except (RefusedError, ConflictError):
            raise
        except OutsideError:
            with self._lock:
                self._failed_notes += 1
                if found is None or self._failed_notes > _MOST_FAILED_NOTES:
                    raise
        self._noted.add(job.key)

    def _move(self, job: Job) -> None:
        known = self._survey.known[job.key]
        parent = self.parent_id(job.page)
        raises = self._api.moves_make_versions
        version = known.content.version + (1 if raises else 0)
        self._note(job, version)
        if raises:
            self._write(job, job.page.title)
            return
        revision = self._revision(job, job.page.title, known.content, job.page.body)

        def look() -> Content | None:
            there = self._api.page(known.content.id)
            return there if there and there.parent == parent else None

        self._api.connection.settle(lambda: self._api.move(known.content, parent, revision), look)
        content = msgspec.structs.replace(known.content, parent=parent)
        now = self._survey.known[job.key]
        self._remember(job.key, content, now.note, now.property)

    def _write(self, job: Job, title: str) -> None:
        """Write the page's next version; who has written another one meanwhile is looked at."""
        content = self._survey.known[job.key].content
        message = message_of(self._edition, job.page.digest)
        for attempt in range(_TRIES):
            revision = self._revision(job, title, content, self._body(job, content))
            done = self._try(job, content, revision, message)
            if isinstance(done, Content):
                break
            self._api.connection.pause(_PAUSE * 2**attempt)
            content = self._after_race(job, content)
        else:
            raise OutsideError(
                f"{title} ({content.id}) is written to by others all the time",
                hint="run the same command again when they are done",
            )
        self._keeps_messages = self._keeps_messages or done.message == message
        made = msgspec.structs.replace(
            content, title=title, parent=revision.parent, version=revision.version,
            message=message, status="current", body=None,
        )  # fmt: skip
        now = self._survey.known[job.key]
        self._remember(job.key, made, now.note, now.property)

    def _try(self, job: Job, content: Content, revision: Revision, message: str) -> Content | None:
        """The page as written, None where it has another version than the one before."""

        def look() -> Content | None:
            there = self._api.page(content.id, fresh=job.key in self._fresh)
            if there is None or (there.version, there.title) != (revision.version, revision.title):
                return None
            forgotten = not there.message and not self._keeps_messages
            return there if forgotten or there.message == message else None

        def act() -> Content:
            return self._api.write(content.id, revision, fresh=job.key in self._fresh)

        try:
            return self._api.connection.settle(act, look)
        except RefusedError as error:
            if error.status == _NOT_FOUND:
                raise _vanished(job, content) from error
            if error.status == _BAD_REQUEST and self._is_taken(job, revision.title):
                raise ConflictError(
                    f"the title {revision.title!r} was taken by another page meanwhile",
                    hint="run the same command again; it takes another title",
                ) from error
            if error.status != _CONFLICT:
                raise
            there = look()  # another run of the same release has written the same
            return there if there and there.message == message else None

    def _after_race(self, job: Job, before: Content) -> Content:
        """The page as it is now, to be written upon.

        Raises:
            ConflictError: somebody edited or deleted it, or a later edition was published.
        """
        there = self._api.page(before.id, fresh=job.key in self._fresh)
        if there is None or there.status != "current":
            raise _vanished(job, before)
        if there.version == before.version:
            return before
        self.notes.check_superseded()
        may = self._policy.on_edit == "overwrite" or (
            self._policy.on_edit == "keep-outside-block" and has_block(there.body or "")
        )
        if not digest_in(there.message) and not may:
            raise ConflictError(
                f"{there.title} ({there.id}) was edited by hand while it was being published",
                hint="run the same command again; it shows the edit",
            )
        self._noted.discard(job.key)
        self._note(job, there.version + 1)
        return there

    def _body(self, job: Job, content: Content) -> str:
        """What to write: within what people wrote around our block, where that is kept."""
        if self._policy.on_edit != "keep-outside-block" or job.key in self._fresh:
            return job.page.body
        stored = content.body
        if stored is None:
            there = self._api.page(content.id)
            stored = there.body if there else None
        if stored and has_block(stored) and replaced(stored, job.page.body) is None:
            raise ConflictError(
                f"the block of {content.title} ({content.id}) was torn apart by an edit",
                hint="put what was written into it outside of it, or delete the page",
            )
        return merged(stored, job.page.body)

    def _is_taken(self, job: Job, title: str) -> bool:
        name = self._survey.known[job.key].content.id
        return any(one.id != name for one in self._api.titled(title))

    def _revision(self, job: Job, title: str, content: Content, body: str) -> Revision:
        return Revision(
            title,
            self.parent_id(job.page),
            body,
            content.version + 1,
            message_of(self._edition, job.page.digest),
            self._minor,
        )

    def _remember(
        self, key: str, content: Content, note: Note | None, stored: Property | None
    ) -> None:
        confirmed = note is not None and note.version == content.version
        self._survey.known[key] = Known(content, note, stored, is_confirmed=confirmed)


def _vanished(job: Job, content: Content) -> ConflictError:
    return ConflictError(
        f"{job.page.title} ({content.id}) was deleted while it was being published",
        hint="run the same command again; it takes the page out of the trash",
    )
