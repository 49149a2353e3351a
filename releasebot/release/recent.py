"""The latest releases that a commit holds, in one pass over their commits.

What is told of them follows from the commit and from the tags before it alone: it is the same
before and after the version of today is tagged, in a shallow clone and in a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from msgspec import Struct

from releasebot.git.history import Tag
from releasebot.git.notes import Release
from releasebot.git.releases import UNRELEASED, releases
from releasebot.release.changelog import standing
from releasebot.release.past import Past
from releasebot.version.next import channel, newest_first, numbers


class Recent(Struct, frozen=True):
    """The releases, the latest first, and the commit of each by its version.

    `before` is the latest version that is left out, empty where none is.
    """

    releases: tuple[Release, ...]
    commits: Mapping[str, str]
    before: str = ""


def recent_releases(past: Past, most: int) -> Recent:
    """At most so many releases that HEAD holds; the version of today is one, tagged or not.

    A prerelease is one of its own only until its final version is out. Of a shallow clone what
    these releases need is fetched, and nothing before them.

    Raises:
        GateError, OutsideError: the clone is shallow, and the remote does not give what it lacks.
        UsageError: the project's version cannot be read.
    """
    unsure = past.history.is_shallow()
    known = _known(past, shallow=unsure)
    held = islice(_held(past, known, unsure=unsure), most + 1)
    chosen = list(held)
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
    told = tuple(one for one in found if one.version != UNRELEASED)
    return Recent(told, {version: known[version].commit for version in chosen}, before)


def _known(past: Past, *, shallow: bool) -> dict[str, Tag]:
    """The tag of each version that may be told of, that of today among them.

    A whole clone has the tags of what it holds; a shallow one has to ask the remote.
    """
    here = {tag.name: tag for tag in past.history.tags()}
    if shallow:
        found = {
            version: here.get(tag) or Tag(tag, past.commit_of(tag))
            for version, tag in past.versions.items()
        }
    else:
        merged = past.versions_in(past.history.tag_names(merged="HEAD"))
        found = {version: here[tag] for version, tag in merged.items()}
    today = past.version_named(past.world.version)
    if today not in found:
        found[today] = Tag(past.tag_of(today), past.world.head.commit)
    return found


def _held(past: Past, known: Mapping[str, Tag], *, unsure: bool) -> Iterator[str]:
    """The versions that HEAD holds and that are releases of their own, the latest first.

    Where it is `unsure` which commits HEAD descends from, that is found out one by one.
    """
    finals = {numbers(version) for version in known if not channel(version)}
    of_commit = {known[version].commit: version for version in sorted(known, key=standing)}
    order = newest_first(known, past.scheme)
    today = past.version_named(past.world.version)
    head = past.world.head.commit
    for version in order[order.index(today) if unsure and today in order else 0 :]:
        commit = known[version].commit
        if of_commit[commit] != version or (channel(version) and numbers(version) in finals):
            continue
        if commit == head or not unsure or past.history.descends(head, commit):
            yield version
