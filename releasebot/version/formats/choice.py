"""Which of a program's candidates answer a question: all that can be trusted, or the one named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from releasebot.version.place import Dynamic, Finding, Place

HIDDEN = 9
"""Rank of what is found only by its selector."""


class Candidate(Struct, frozen=True):
    """A finding, and further paths by which a selector may name it.

    A path's parts stand from the outermost name to the innermost. The finding's own selector and
    the last parts of any path name the candidate too.
    """

    finding: Finding
    paths: tuple[tuple[str, ...], ...] = ()


def choose(candidates: Iterable[Candidate], selector: str | None) -> list[Finding]:
    """The findings that answer, best rank first, each span once.

    With a selector: those that it names exactly, else by the last names of their paths, else
    without regard to case. Without: all that are not hidden.
    """
    if selector is not None:
        return _in_order(_named(list(candidates), selector))
    visible = [one.finding for one in candidates if one.finding.rank < HIDDEN]
    return _settle(_in_order(visible))


def parts_of(selector: str) -> tuple[str, ...]:
    """The names of a selector: `app.version`, `Ledger::VERSION`, `/app/version`."""
    return tuple(part for part in _SEPARATOR.split(selector) if part)


def names(paths: Iterable[Sequence[str]], wanted: Sequence[str]) -> bool:
    """Whether the last names of one of the paths are the wanted ones."""
    count = len(wanted)
    return any(tuple(path[-count:]) == tuple(wanted) for path in paths if len(path) >= count)


def _named(candidates: list[Candidate], selector: str) -> list[Finding]:
    exact = [one.finding for one in candidates if one.finding.selector == selector]
    if exact:
        return exact
    wanted = parts_of(selector)
    if not wanted:
        return []
    by_path = [one.finding for one in candidates if names(_paths(one), wanted)]
    if by_path:
        return by_path
    folded = parts_of(selector.casefold())
    return [
        one.finding
        for one in candidates
        if names((tuple(part.casefold() for part in path) for path in _paths(one)), folded)
    ]


def _paths(candidate: Candidate) -> tuple[tuple[str, ...], ...]:
    return (parts_of(candidate.finding.selector), *candidate.paths)


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By rank and place; of several with one span only the first."""
    seen: set[tuple[int, int]] = set()
    result = []
    for finding in sorted(findings, key=lambda one: (one.rank, one.start)):
        if (finding.start, finding.end) not in seen:
            seen.add((finding.start, finding.end))
            result.append(finding)
    return result


def _settle(findings: list[Finding]) -> list[Finding]:
    """Without computed values that say no more than a place of the same text does."""
    places = [finding for finding in findings if isinstance(finding, Place)]
    if not places:
        return findings
    best = places[0].rank
    return [
        finding
        for finding in findings
        if not isinstance(finding, Dynamic) or finding.rank < best or finding.sources
    ]


_SEPARATOR = re.compile(r"::|->|[./\\#\s()\[\]'\"=]")
