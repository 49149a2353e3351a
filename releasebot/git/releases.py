"""Every release of a history, newest first, out of one pass over its commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from releasebot.git.collect import Collector
from releasebot.git.history import Commit
from releasebot.git.notes import Release
from releasebot.git.people import in_order

UNRELEASED = ""
"""The version of what no release holds yet."""


def releases(
    commits: Iterable[Commit],
    order: Sequence[str],
    tags: Mapping[str, str],
    tagged: Mapping[str, str],
    *,
    only: Collection[str] | None = None,
) -> Iterator[Release]:
    """The releases of `order`, newest first, each as soon as no commit of it can follow.

    A commit belongs to the lowest version whose tag it is, or is an ancestor of. `commits` come
    each before its parents; `order` are the versions, the highest first; `tags` gives the tag of a
    version and `tagged` the version of a commit. With `only`, other commits are no part of any
    release. What no release holds comes first, as the version `UNRELEASED`, if it is anything. In
    memory are the releases that are not finished and the parents that are yet to come.
    """
    ranks = {version: rank for rank, version in enumerate((UNRELEASED, *order))}
    starts = {commit: ranks[version] for commit, version in tagged.items() if version in ranks}
    versions = (UNRELEASED, *order)
    open_ones: dict[int, Collector] = {}
    waiting: dict[str, int] = {}
    counts = [0] * len(versions)
    finished = 0
    for commit in commits:
        inherited = waiting.pop(commit.hash, 0)
        if counts[inherited]:
            counts[inherited] -= 1
        rank = max(starts.get(commit.hash, 0), inherited)
        for parent in commit.parents.split():
            before = waiting.get(parent, -1)
            if before < rank:
                waiting[parent] = rank
                counts[rank] += 1
                if before >= 0:
                    counts[before] -= 1
        collector = open_ones.get(rank)
        if collector is None:
            collector = open_ones[rank] = Collector()
            if rank > finished:
                yield from _finished(open_ones, counts, finished, rank, versions, tags)
                finished = _still_open(counts, finished, rank)
        if not collector.day:
            collector.day = commit.day
        if only is None or commit.hash in only:
            collector.add(commit)
    yield from _finished(open_ones, [0] * len(versions), finished, len(versions), versions, tags)


def _still_open(counts: Sequence[int], start: int, stop: int) -> int:
    """The first release from `start` that commits are still awaited for, at most `stop`."""
    while start < stop and not counts[start]:
        start += 1
    return start


def _finished(
    open_ones: dict[int, Collector],
    counts: Sequence[int],
    start: int,
    stop: int,
    versions: Sequence[str],
    tags: Mapping[str, str],
) -> Iterator[Release]:
    """Hand over the releases from `start` that are complete, in order."""
    for rank in range(start, _still_open(counts, start, stop)):
        collector = open_ones.pop(rank, None)
        if collector is None:
            continue
        changes = collector.changes()
        version = versions[rank]
        if version or changes:
            older = versions[rank + 1] if rank + 1 < len(versions) else ""
            tag = tags.get(version, "HEAD")
            yield Release(
                version,
                tag,
                tags.get(older, ""),
                collector.day,
                changes,
                in_order(collector.people),
                span=(collector.first, collector.last),
            )
