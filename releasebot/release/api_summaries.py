"""What is kept of the API's document of each release: its operations, and how much it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

import msgspec
from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.openapi.api import read_api
from releasebot.openapi.coverage import Coverage, coverage
from releasebot.openapi.load import Document
from releasebot.release.kept import Kept
from releasebot.release.past import Past
from releasebot.release.spec_past import document_at
from releasebot.release.world import World

MOST_BYTES = 8 * 1024 * 1024
"""Of documents that are read to tell of the past, however many releases they are of."""

_FOLDER = "api-summaries"
_VARIABLE = re.compile(r"\{[^}]*\}")

Names = frozenset[tuple[str, str]]
"""Methods and paths, the paths without the names of their variables."""


class Summary(Struct, frozen=True):
    """A document: what stands for its bytes, how many they are, and what it says."""

    content: str
    size: int
    operations: Names
    deprecated: Names
    coverage: Coverage


def summaries(past: Past, commits: Mapping[str, str]) -> Iterator[tuple[str, Summary]]:
    """Each version, the latest first, with the document that its commit has.

    That of HEAD is the document of the project. It ends before a release that has none in git or
    one that cannot be read, and where all together would be more than `MOST_BYTES`.
    """
    world = past.world
    found = _Reading(world)
    left, before = MOST_BYTES, ""
    outlines = past.history.outlines(tuple(commits.values()))
    for (version, commit), outline in zip(commits.items(), outlines, strict=True):
        is_head = commit == world.head.commit
        summary = _summary(world.document) if is_head else found.of(commit, outline.tree)
        if summary is None:
            return
        if summary.content != before:
            left -= summary.size
            if left < 0 and before:
                return
            before = summary.content
        yield version, summary


class _Reading:
    """Reads released documents, each once: what was found of them is kept."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._kept = Kept(world.cache / _FOLDER if world.cache else None, Summary)
        place = world.base.relative_to(world.root.worktree).as_posix()
        self._how = sha256(msgspec.json.encode((world.config.spec, place))).hexdigest()

    def of(self, commit: str, tree: str) -> Summary | None:
        """The summary of the document in a commit with these files; None where it has none."""
        made_from = (tree, self._how)
        kept = self._kept.get(made_from)
        if kept is not None:
            return kept
        try:
            document = document_at(self._world, commit)
        except UsageError:  # what was released once cannot be mended now
            return None
        if document is None:
            return None
        summary = _summary(document)
        self._kept.put(made_from, summary)
        return summary


def _summary(document: Document) -> Summary:
    api = read_api(document)
    named = {(one.method, _VARIABLE.sub("{}", one.path)): one for one in api.operations}
    texts = [source.data for source in document.files.values()]
    return Summary(
        content=sha256(b"\0".join(texts)).hexdigest(),
        size=sum(map(len, texts)),
        operations=frozenset(named),
        deprecated=frozenset(name for name, one in named.items() if one.deprecated),
        coverage=coverage(api),
    )
