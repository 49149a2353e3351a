"""A plan carried out on a server: shells first, texts second, each page's version its own judge.

What another run of ours wrote meanwhile is told from what a person wrote by the version's message.
The topmost page's note goes first: it tells every other run which edition is being published.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import msgspec

from releasebot.confluence import attached
from releasebot.confluence.actions import (
    Archive,
    Breaks,
    Create,
    IsLater,
    Move,
    Policy,
    SpacePlan,
    Update,
    WantedPage,
)
from releasebot.confluence.answers import RefusedError
from releasebot.confluence.attached import Attached
from releasebot.confluence.indexing import Indexing
from releasebot.confluence.known import Job, Known
from releasebot.confluence.note import shell
from releasebot.confluence.pagewriting import PageWriter
from releasebot.confluence.parallel import side_by_side
from releasebot.confluence.plot_files import plot_files
from releasebot.confluence.reading import Survey
from releasebot.confluence.session import SIDE_BY_SIDE, Connection
from releasebot.confluence.target import MadePage, Watch
from releasebot.confluence.titles import folded, provisional
from releasebot.errors import ConflictError, OutsideError
from releasebot.pages.model import Edition, PageTree

_LOOKS = 4
_TAKEN = frozenset({400, 409})
"""What servers answer to a page whose title there is already."""


class Writer:
    """Writes what a survey has read."""

    def __init__(
        self,
        survey: Survey,
        policy: Policy,
        is_later: IsLater,
        breaks: Breaks,
        files: tuple[Attached, ...],
    ) -> None:
        self._survey = survey
        self._api = survey.api
        self._policy = policy
        self._is_later = is_later
        self._breaks = breaks
        self._files = files
        self._run = secrets.token_hex(4)
        self._indexing = Indexing(survey, self._run)
        self._root = ""
        self._wrote = False
        self._pages: PageWriter | None = None
        self._done = threading.Lock()

    def unfinished(self, root: str) -> str:
        """What a run that only read would leave undone."""
        known = self._survey.known.get(root)
        if known is None:
            return ""
        if attached.differing(self._api, known.content.id, self._files):
            return "the attached API document is out of date"
        return "the index of the pages is out of date" if self._indexing.is_stale(root) else ""

    def write(
        self, tree: PageTree, plan: SpacePlan, edition: Edition, watch: Watch
    ) -> tuple[MadePage, ...]:
        """Carry out the plan."""
        self._root = tree.root.key
        jobs = [_job(action) for action in plan.actions if isinstance(action, _WRITES)]
        archived = [action for action in plan.actions if isinstance(action, Archive)]
        self._wrote = bool(jobs or archived)
        pages = PageWriter(
            self._survey,
            self._policy,
            edition,
            self._is_later,
            tree.root.key,
            is_breaking=self._wrote and self._is_breaking(edition),
        )
        self._pages = pages
        if not self._wrote:
            return ()
        self._begin(tree, jobs, pages)
        done = 0

        plots = plot_files(tree)

        def bring(job: Job) -> None:
            nonlocal done
            self._attach(job.key, plots.get(job.key, ()))
            pages.bring(job)
            with self._done:
                done += 1
                watch(done, len(jobs) + len(archived), job.page.title)

        self._in_waves(jobs, bring, pages)
        self._archive(archived, pages)
        return (
            *(self._made(job.page.key, job.page.title, job.deed) for job in jobs),
            *(self._made(one.found.key, one.found.title, "archived") for one in archived),
        )

    def finish(self, root_key: str) -> None:
        """Attach the files, and bring the index up to date.

        Raises:
            ConflictError: a later edition was published meanwhile.
        """
        root = self._survey.known.get(root_key)
        if root is None:
            return
        self._attach(root_key, attached.differing(self._api, root.content.id, self._files))
        if self._api.lists_properties:
            if self._wrote and self._pages:
                self._pages.notes.check_superseded()
            return
        self._indexing.close(root_key, self._pages)

    def _attach(self, key: str, files: Iterable[Attached]) -> None:
        """Afterwards the page has the files.

        A page's plots come before its text: of a page that is as it should be, so are they.
        """
        page = self._survey.known[key].content.id
        for file in files:
            self._api.connection.repeat(partial(attached.attach, self._api, page, file))

    def _begin(self, tree: PageTree, jobs: Sequence[Job], pages: PageWriter) -> None:
        """Everything before the texts: the edition is announced, all pages are there."""
        held = self._held()
        creates = [job for job in jobs if job.found is None]

        def make(job: Job) -> None:
            self._make_shell(job.page, tree, held, pages)

        if creates and creates[0].page.key == self._root:
            make(creates.pop(0))
        if jobs and jobs[0].page.key == self._root:
            pages.announce(jobs[0])
        if creates and not self._api.lists_properties:
            self._indexing.open(self._root)
        trashed = [job for job in jobs if job.found and job.found.status == "trashed"]
        side_by_side(pages.restore, trashed, SIDE_BY_SIDE)
        for level in _levels(creates, self._survey.known):
            side_by_side(make, level, SIDE_BY_SIDE)

    def _is_breaking(self, edition: Edition) -> bool:
        """Whether those who watch a page are to be told that it changed."""
        root = self._survey.known.get(self._root)
        note = root.note if root else None
        return note is not None and self._breaks(note.written.edition, edition)

    def _held(self) -> dict[str, str]:
        """Which of our pages bears which title now."""
        return {folded(one.content.title): key for key, one in self._survey.known.items()}

    def _make_shell(
        self, page: WantedPage, tree: PageTree, held: dict[str, str], pages: PageWriter
    ) -> None:
        """Make the page without its text; one that was made by a killed run is taken up.

        A title that another page of ours still bears is taken when that one has been renamed.
        """
        free = held.get(folded(page.title), page.key) == page.key
        title = page.title if free else provisional(page.title, page.key)
        parent = pages.parent_id(page)
        body = shell(self._survey.project, page.key, tree.language)

        def look() -> Known | None:
            found = map(self._survey.identify, self._api.titled(title))
            return next((one[1] for one in found if one and one[0] == page.key), None)

        def act() -> Known:
            made = self._api.create(title, parent, body)
            return Known(msgspec.structs.replace(made, title=title, parent=parent, body=None))

        try:
            made = self._api.connection.settle(act, look)
        except RefusedError as error:
            made = self._made_by_another(error, title, look, self._api.connection)
        self._survey.known[page.key] = made
        pages.created(page.key)

    def _made_by_another(
        self,
        error: RefusedError,
        title: str,
        look: Callable[[], Known | None],
        connection: Connection,
    ) -> Known:
        """The page that another run, or a try of ours without an answer, has made.

        Raises:
            ConflictError: the title was taken by a page that is not ours.
            RefusedError: the page was refused for another reason.
        """
        if error.status not in _TAKEN:
            raise error
        for attempt in range(_LOOKS):
            found = look()
            if found:
                return found
            connection.pause(0.3 * 2**attempt)
        if self._api.titled(title):
            raise ConflictError(
                f"the title {title!r} was taken by another page meanwhile",
                hint="run the same command again; it takes another title",
            ) from error
        raise error

    def _in_waves(
        self, jobs: Sequence[Job], bring: Callable[[Job], None], pages: PageWriter
    ) -> None:
        """Bring the pages to what is wanted, each once its title is free."""
        waiting = list(jobs)
        while waiting:
            held = self._held()
            ready = [job for job in waiting if held.get(folded(job.page.title), job.key) == job.key]
            if not ready:  # titles go round in a circle: one page steps aside
                pages.step_aside(waiting[0])
                continue
            side_by_side(bring, ready, SIDE_BY_SIDE)
            waiting = [job for job in waiting if job not in ready]

    def _archive(self, archived: Sequence[Archive], pages: PageWriter) -> None:
        if not archived:
            return
        side_by_side(pages.note_archived, [one.found for one in archived], SIDE_BY_SIDE)
        names = [one.found.id for one in archived]

        def look() -> bool | None:
            return all(one.status == "archived" for one in self._api.pages(names)) or None

        def act() -> bool:
            self._api.archive([one.id for one in self._api.pages(names) if one.status == "current"])
            return True

        self._api.connection.settle(act, look)
        for one in archived:
            known = self._survey.known[one.found.key]
            content = msgspec.structs.replace(known.content, status="archived")
            self._survey.known[one.found.key] = msgspec.structs.replace(known, content=content)

    def _made(self, key: str, title: str, deed: str) -> MadePage:
        return MadePage(title, deed, self._api.address(self._survey.known[key].content))


_WRITES = (Create, Update, Move)


def _job(action: Create | Update | Move) -> Job:
    match action:
        case Create(page):
            return Job(page, None, "created")
        case Update(page, found, _):
            return Job(page, found, "updated")
        case Move(page, found, _):
            return Job(page, found, "moved")


def _levels(jobs: Sequence[Job], known: Iterable[str]) -> Iterable[list[Job]]:
    """The pages to be made, those first whose parents are there."""
    there = set(known)
    left = list(jobs)
    while left:
        level = [job for job in left if job.page.parent in there or not job.page.parent]
        if not level:
            raise OutsideError("the pages above some new ones are not there", hint="run again")
        yield level
        there.update(job.key for job in level)
        left = [job for job in left if job not in level]
