"""The changes of a release: what its commits did and did not take back."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from releasebot.git.commits import Change, changes
from releasebot.git.history import Commit
from releasebot.git.people import note_people


class Collector:
    """Takes the commits of one release, each before its parents, and gives its changes.

    A change that is reverted in the same release, and its revert, are both left out; a revert that
    is itself reverted reverts nothing. The title of a merged branch that one of its commits bears
    too is left out, and the commit gets the number of its pull request.
    """

    __slots__ = (
        "_changes",
        "_lengths",
        "_reverts",
        "_titles",
        "day",
        "first",
        "last",
        "people",
        "version",
    )

    def __init__(self, version: str = "") -> None:
        self.version = version
        self.day = ""
        self.first = self.last = 0
        """When the oldest and the newest commit was made, in seconds since the epoch."""
        self.people: dict[str, str] = {}
        self._changes: dict[int, Change] = {}
        self._reverts: dict[str, int] = {}
        self._lengths: set[int] = set()
        self._titles: dict[tuple[str, str], int] = {}

    def add(self, commit: Commit) -> None:
        """Take the next commit."""
        if commit.moment:
            self._note(commit)
        if self._reverts and self._is_reverted(commit.hash):
            return
        for change in changes(commit):
            kept = change
            if change.merged:
                self._titles[change.type, change.description] = len(self._changes)
            elif self._titles:
                kept = self._with_title(change)
            number = len(self._changes)
            self._changes[number] = kept
            for name in change.reverts:
                self._reverts[name] = number
                self._lengths.add(len(name))

    def changes(self) -> tuple[Change, ...]:
        """What is left, the newest first."""
        return tuple(change for change in self._changes.values() if change.hash)

    def _note(self, commit: Commit) -> None:
        moment = int(commit.moment)
        self.first = min(self.first or moment, moment)
        self.last = max(self.last, moment)
        note_people(commit, self.people)

    def _is_reverted(self, commit: str) -> bool:
        for length in self._lengths:
            number = self._reverts.pop(commit[:length], None)
            if number is not None:
                revert = self._changes[number]
                left = tuple(name for name in revert.reverts if not commit.startswith(name))
                self._changes[number] = replace(revert, reverts=left) if left else _GONE
                return True
        return False

    def _with_title(self, change: Change) -> Change:
        number = self._titles.pop((change.type, change.description), None)
        if number is None:
            return change
        title, self._changes[number] = self._changes[number], _GONE
        refs = dict.fromkeys((*title.refs, *change.refs))
        return replace(change, refs=tuple(refs), breaking=change.breaking or title.breaking)


_GONE = Change("", "", "", "")


def collect(commits: Iterable[Commit]) -> tuple[Change, ...]:
    """The changes that the commits of one release make together, the newest first."""
    collector = Collector()
    for commit in commits:
        collector.add(commit)
    return collector.changes()
