"""Where the changelog tells of each release, and how the pages name one."""

from __future__ import annotations

from releasebot.openapi.diff.rule import Level
from releasebot.openapi.history import ApiHistory, ApiRelease
from releasebot.pages import slugs
from releasebot.pages.addresses import Address
from releasebot.pages.labels import Labels
from releasebot.pages.model import Badge, Inlines, Text

CHANGES = "changes"
"""The key of the changelog's page."""

MOST_ENTRIES = 150
"""How many changes one page tells, so that it stays light."""


class Releases:
    """The releases of a history, as the pages of today speak of them."""

    def __init__(self, history: ApiHistory, labels: Labels) -> None:
        self._labels = labels
        versions = [one.version for one in history.releases]
        self.are_together = sum(map(entries_in, history.releases)) <= MOST_ENTRIES
        """Whether the changelog is one page."""
        wanted = [(f"v{slugs.slug(one)}" if one else "unreleased", one) for one in versions]
        self._slugs = dict(zip(versions, slugs.unique(wanted), strict=True))

    def address(self, version: str) -> Address:
        """Where the changelog tells of a release that it has."""
        slug = self._slugs[version]
        if self.are_together:
            return Address(CHANGES, slug, slug)
        return Address(f"{CHANGES}:{version or 'unreleased'}", slug)

    def title(self, version: str) -> str:
        """The version, or what stands for it where it is not out."""
        return version or self._labels.unreleased

    def link(self, version: str) -> Inlines:
        """The version as a link to what the changelog tells of it, where it does."""
        text = Text(self.title(version))
        return (self.address(version).link((text,)),) if version in self._slugs else (text,)

    def since(self, version: str | None) -> Inlines:
        """A mark that something came with a release; nothing where nobody knows."""
        if version is None:
            return ()
        text = self._labels.since.format(version) if version else self._labels.unreleased
        return (Badge(text, "info"),)


def entries_in(release: ApiRelease, only: Level | None = None) -> int:
    """How many changes the changelog tells of a release, of one level or of all."""
    return sum(
        len(subject.entries)
        for level, subjects in release.step.levels
        if only in {None, level}
        for subject in subjects
    )
