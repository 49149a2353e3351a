"""The API of one release after another, as far back as the configuration asks for.

Releases are taken in the order of their versions, whatever branches they were made on. What is told
of them is the same before and after the version of today is tagged, and in a shallow clone, of
which the commits of these releases alone are fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from releasebot.errors import OutsideError, UsageError
from releasebot.openapi.api import read_api
from releasebot.openapi.history import NO_HISTORY, ApiHistory, ApiRelease, Step, step_between
from releasebot.openapi.load import Document
from releasebot.pages.places import spots
from releasebot.release.api_change import compared
from releasebot.release.kept import Kept
from releasebot.release.past import Past
from releasebot.release.spec_past import document_at, stands_at
from releasebot.release.world import World
from releasebot.version.next import channel, newest_first

_FOLDER = "api-history"


class _Point(Struct, frozen=True):
    """A release: `name` is what git calls its commit, `content` stands for everything in it.

    Both are empty for the document as it is now. `moment` is the commit's, in seconds since the
    epoch.
    """

    version: str
    name: str
    content: str
    moment: int

    @property
    def day(self) -> date:
        """The day of its commit in UTC."""
        return datetime.fromtimestamp(self.moment, UTC).date()


def history_of(world: World) -> ApiHistory:
    """What changed in the project's API from release to release, up to the version of today.

    Raises:
        GateError, OutsideError: the clone is shallow, and the remote does not give what it lacks.
        UsageError: a version cannot be read.
    """
    most = world.config.docs.history
    if not most:
        return NO_HISTORY
    past = Past(world)
    tags = _Tags(past)
    order = tags.before()
    chosen = order[-most:]
    if not chosen:
        return NO_HISTORY
    points = (*_points(past, tags, chosen), _present(world, tags))
    return _Reading(world).history(points, is_whole=len(chosen) == len(order))


class _Reading:
    """Reads the releases one by one; the documents of two are in memory at most.

    What a comparison of two released documents gives is kept; the present one changes too often.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._kept = Kept(world.cache / _FOLDER if world.cache else None, Step)
        settings = world.config
        place = world.base.relative_to(world.root.worktree).as_posix()
        how = (settings.diff, settings.docs.pages, settings.spec, place)
        self._how = sha256(msgspec.json.encode(how)).hexdigest()
        self._at: tuple[_Point, Document | None] | None = None

    def history(self, points: Sequence[_Point], *, is_whole: bool) -> ApiHistory:
        """The history that the points make; releases without a document are passed over."""
        releases: list[ApiRelease] = []
        before: _Point | None = None
        first = ""
        for number, point in enumerate(points):
            if before is None:
                if self._is_readable(point):
                    before = point
                    first = point.version if is_whole and number == 0 else ""
                continue
            step = self._step(before, point)
            if step is None:
                continue
            before = point
            if not step.is_empty:
                releases.append(ApiRelease(point.version, point.day.isoformat(), step))
        return ApiHistory(tuple(releases), first)

    def _step(self, before: _Point, after: _Point) -> Step | None:
        """From one release to the next; None where the next has no document that can be read."""
        made_from = (before.content, after.content, after.day.isoformat(), self._how)
        kept = self._kept.get(made_from) if after.content else None
        if kept is not None:
            return kept
        older, newer = self._document(before), self._document(after)
        if older is None or newer is None:
            return None
        step = Step() if older is newer else self._compared(older, newer, after.day)
        if after.content:
            self._kept.put(made_from, step)
        return step

    def _is_readable(self, point: _Point) -> bool:
        """Whether the release has a document; that of today has one."""
        made_from = (point.content, self._how)
        if not point.content or self._kept.get(made_from) is not None:
            return True
        if self._document(point) is None:
            return False
        self._kept.put(made_from, Step())
        return True

    def _compared(self, older: Document, newer: Document, day: date) -> Step:
        apis = read_api(older), read_api(newer)
        found = compared(apis, self._world.config.diff, day)
        passed = (replace(change, level="info") for change, _ in found.sifted.passed)
        pages = self._world.config.docs.pages
        return step_between(
            (*found.sifted.changes, *passed),
            apis,
            (spots(apis[0], pages), spots(apis[1], pages)),
            reworded=found.comparison.reworded,
        )

    def _document(self, point: _Point) -> Document | None:
        """The document of a release; the same value where it is that of the one read before."""
        last = self._at
        if last and last[0] == point:
            return last[1]
        found = self._read(point, last[1] if last else None)
        self._at = (point, found)
        return found

    def _read(self, point: _Point, last: Document | None) -> Document | None:
        world = self._world
        if not point.name:
            return last if last is not None and _same(last, world.document) else world.document
        if last is not None and stands_at(world, last, point.name):
            return last
        try:
            return document_at(world, point.name)
        except UsageError:  # what was released once cannot be mended now
            return None


def _same(one: Document, other: Document) -> bool:
    """Whether two documents have the same bytes, whatever their first file is called."""
    files = [[source.data for source in document.files.values()] for document in (one, other)]
    return files[0] == files[1]


class _Tags:
    """The released versions with their tags, and that of today among them."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._here = {tag.name: tag.commit for tag in past.history.tags()}
        self.known = self._known()
        self.today = past.version_named(past.world.version)

    @property
    def is_out(self) -> bool:
        """Whether the version of today was released from another commit than this one."""
        tag = self.known.get(self.today)
        if tag is None:
            return False
        return (self._here.get(tag) or self._past.commit_of(tag)) != self._past.world.head.commit

    def before(self) -> tuple[str, ...]:
        """The versions that come before what is documented now, the oldest first.

        Prereleases are passed over; where there is nothing else, they count.
        """
        finals = [one for one in self.known if not channel(one)] or list(self.known)
        order = newest_first({*finals, self.today}, self._past.scheme)
        older = order[order.index(self.today) + 1 :]
        return tuple(reversed((self.today, *older) if self.is_out else older))

    def _known(self) -> Mapping[str, str]:
        """Of a whole clone without any tag none, where its remote cannot be asked."""
        past = self._past
        here = past.versions_in(tuple(self._here))
        if here and not past.history.is_shallow():
            return here
        try:
            return past.versions
        except OutsideError:
            if past.history.is_shallow():
                raise
            return {}


def _points(past: Past, tags: _Tags, versions: Sequence[str]) -> Iterator[_Point]:
    """The released versions as git has them; afterwards their commits are here."""
    names = past.bring([tags.known[version] for version in versions])
    asked = past.history.outlines(names)
    for version, name, outline in zip(versions, names, asked, strict=True):
        yield _Point(version, name, outline.tree, outline.moment)


def _present(world: World, tags: _Tags) -> _Point:
    """The document as it is now: of the version of today, or of none where that is out already."""
    return _Point("" if tags.is_out else tags.today, "", "", world.edition.committed_at)
