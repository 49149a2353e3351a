"""The latest releases that a commit holds, in one pass over their commits.

What is told of them follows from the commit and from the tags before it alone: it is the same
before and after the version of today is tagged, in a shallow clone and in a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from releasebot.git.history import Tag
from releasebot.git.notes import Release
from releasebot.git.releases import UNRELEASED, releases
from releasebot.release.changelog import standing
from releasebot.release.past import Past
from releasebot.version.next import channel, newest_first, numbers

_AT_ONCE = 64
"""How many tags are looked up in one command: more than most projects show."""


class Recent(Struct, frozen=True):
    """The releases, the latest first, and the commit of each by its version.

    `before` is the latest version that is left out, empty where none is.
    """

    releases: tuple[Release, ...]
    commits: Mapping[str, str]
    before: str = ""


def recent_releases(past: Past, most: int) -> Recent:
    """At most so many releases that HEAD holds; the version of today is one, tagged or not.

    A prerelease is one of its own only until its final version is out. Versions above that of today
    are left out. Of a shallow clone what these releases need is fetched, and nothing before them.

    Raises:
        GateError, OutsideError: the clone is shallow, and the remote does not give what it lacks.
        UsageError: the project's version cannot be read.
    """
    shallow = past.history.is_shallow()
    known = _known(past, shallow=shallow)
    chosen = list(islice(_told(past, known, shallow=shallow), most + 1))
    before = chosen.pop() if len(chosen) > most else ""
    wanted = ("HEAD", f"^{known[before].commit}") if before else ("HEAD",)
    order = (*chosen, *((before,) if before else ()))
    found = releases(
        past.history.commits(wanted, full=True),
        order,
        {version: known[version].name for version in order},
        {known[version].commit: version for version in chosen},
        only=past.history.touching(wanted, past.paths) if past.paths else None,
    )
    released = tuple(one for one in found if one.version != UNRELEASED)
    return Recent(released, {version: known[version].commit for version in chosen}, before)


def _known(past: Past, *, shallow: bool) -> dict[str, Tag]:
    """The tag of each version that may be told of, that of today among them.

    A whole clone has the tags of what it holds; a shallow one has to ask the remote.
    """
    here = {tag.name: tag for tag in past.history.tags()}
    tags = past.versions if shallow else past.versions_in(tuple(here))
    found = {
        version: here.get(tag) or Tag(tag, past.commit_of(tag)) for version, tag in tags.items()
    }
    today = past.version_named(past.world.version)
    if today not in found:
        found[today] = Tag(past.tag_of(today), past.world.head.commit)
    return found


def _told(past: Past, known: Mapping[str, Tag], *, shallow: bool) -> Iterator[str]:
    """The versions that are releases of their own, that of today first, then those before it."""
    of_commit = {known[version].commit: version for version in sorted(known, key=standing)}
    order = newest_first(known, past.scheme)
    today = past.version_named(past.world.version)
    before = order[order.index(today) if today in order else 0 :]
    finals = set()
    for version in _held(past, before, known, shallow=shallow):
        if of_commit[known[version].commit] != version:
            continue
        if not channel(version):
            finals.add(numbers(version))
            yield version
        elif numbers(version) not in finals:
            yield version


def _held(
    past: Past, order: Sequence[str], known: Mapping[str, Tag], *, shallow: bool
) -> Iterator[str]:
    """Those of the versions that HEAD holds, looked up a few at a time: all may be thousands."""
    history, head = past.history, past.world.head.commit
    for start in range(0, len(order), _AT_ONCE):
        some = {version: known[version] for version in order[start : start + _AT_ONCE]}
        names = [tag.name for tag in some.values()]
        merged = () if shallow else frozenset(history.tag_names(merged="HEAD", among=names))
        for version, tag in some.items():
            is_held = history.descends(head, tag.commit) if shallow else tag.name in merged
            if tag.commit == head or is_held:
                yield version
