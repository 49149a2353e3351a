"""The API's document of one release after another, each read once and let go of before the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from releasebot.errors import UsageError
from releasebot.openapi.load import Document
from releasebot.release.spec_past import document_at, stands_at
from releasebot.release.world import World

MOST_BYTES = 8 * 1024 * 1024
"""Of documents that are read to tell of the past, however many releases they are of."""


def documents(world: World, commits: Mapping[str, str]) -> Iterator[tuple[str, Document]]:
    """Each version, the latest first, with the document that its commit has.

    That of HEAD is the document of the project. It ends before a release that has none in git or
    one that cannot be read, and where all together would be more than `MOST_BYTES`. Where a
    document is that of the release after it, it is the same value.
    """
    left = MOST_BYTES
    newer: Document | None = None
    for version, commit in commits.items():
        document = _document(world, commit, newer)
        if document is None:
            return
        if document is not newer:
            left -= sum(len(source.data) for source in document.files.values())
            if left < 0 and newer is not None:
                return
        yield version, document
        newer = document


def _document(world: World, commit: str, newer: Document | None) -> Document | None:
    if commit == world.head.commit:
        return world.document
    if newer is not None and stands_at(world, newer, commit):
        return newer
    try:
        return document_at(world, commit)
    except UsageError:  # what was released once cannot be mended now
        return None
