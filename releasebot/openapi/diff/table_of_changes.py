"""A comparison as people read it: grouped by operation, what is shared told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.groups import Cause, Group, group
from releasebot.openapi.diff.places import Places, find_places
from releasebot.openapi.diff.rule import LEVELS
from releasebot.openapi.diff.sentence import Language, happened
from releasebot.openapi.diff.verdict import Verdict
from releasebot.openapi.load import Document

_MARKS = {"breaking": "✗", "warning": "!", "info": "·"}


def table(
    changes: Sequence[Change],
    verdict: Verdict,
    base: Document,
    revision: Document,
    language: Language = "en",
) -> str:
    """The changes for people, the gravest group first, and the verdict as the last line."""
    groups = group(changes)
    places = find_places([cause.first for one in groups for cause in one.causes], base, revision)
    lines: list[str] = []
    for one in groups:
        lines += [*_group(one, places, language), ""]
    return "\n".join((*lines, summary(changes, verdict)))


def summary(changes: Sequence[Change], verdict: Verdict) -> str:
    """How many changes of each level there are, and what they ask of the version."""
    counts = [
        f"{count} {level}"
        for level in LEVELS
        if (count := sum(1 for change in changes if change.level == level))
    ]
    told = ", ".join(counts) or ("only words changed" if verdict.bump == "patch" else "no changes")
    return f"{told}: {verdict.bump}" if verdict.bump != "none" else told


def _group(one: Group, places: Places, language: Language) -> Iterator[str]:
    title = one.title or "API"
    if one.shared:
        title = f"schema {title}"
    users = len(one.operations)
    yield f"{title} ({users} operations)" if one.shared and users > 1 else title
    for cause in one.causes:
        yield from _cause(cause, places, language)


def _cause(cause: Cause, places: Places, language: Language) -> Iterator[str]:
    first = cause.first
    yield f"  {_MARKS[first.level]} {happened(first, language)}"
    at = _where(first, places)
    yield f"      {first.id}{f', {at}' if at else ''}"


def _where(change: Change, places: Places) -> str:
    at = change.revision or change.base
    line = places.revision_line(change) if change.revision else places.base_line(change)
    return f"{at.file}:{line}" if at else ""
