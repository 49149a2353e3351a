"""Brings the release of a tag to what is wanted: looks, changes one thing after another, looks.

Whatever may have happened to a request is never guessed: the next look tells. Runs at the same time
and runs that follow a killed one do the same here, so all of them end in one release.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import assert_never

from msgspec import Struct

from releasebot.errors import ConflictError, OutsideError, ReleasebotError
from releasebot.github.client import MissingError, RefusedError, UnsureError
from releasebot.github.patience import Answer
from releasebot.github.releases import Release, Releases
from releasebot.github.wanted import (
    Attach,
    Change,
    CreateDraft,
    Drop,
    Found,
    Remove,
    Wanted,
    WriteNotes,
    changes,
    choose,
    published_body,
)

ROUNDS = 8
_BURNT = "immutable release"


class Look(Struct, frozen=True):
    """What is there for a tag, among the releases that had to be listed to find it."""

    found: Found
    listed: tuple[Release, ...]


def look(releases: Releases, tag: str, made: tuple[Release, ...] = ()) -> Look:
    """Find the tag's release: two requests where it is published, else the whole list.

    `made` are releases of this run, which the list may not know yet.
    """
    published = releases.published(tag)
    if published:
        # a draft that a race left behind is among the newest
        listed = (published, *(one for one in releases.newest() if one.id != published.id))
    else:
        listed = tuple(releases.all())
    known = {one.id for one in listed}
    return Look(choose((*listed, *(one for one in made if one.id not in known)), tag), listed)


def complete(releases: Releases, wanted: Wanted) -> Release:
    """The draft, or the published release, with its notes and files as wanted.

    Raises:
        ConflictError: people's drafts stand in the way, or GitHub refuses the tag or the files.
        OutsideError: GitHub failed; the same again goes on where this stopped.
    """
    made: tuple[Release, ...] = ()
    last: ReleasebotError = OutsideError(f"the release {wanted.tag} keeps changing")
    for attempt in range(ROUNDS):
        found = look(releases, wanted.tag, made).found
        if found.rivals:
            raise rivalry(found, wanted.tag)
        todo = changes(found, wanted, releases.digest_of)
        if not todo and found.release:
            return found.release
        try:
            for change in todo:
                made = _after(made, change, _perform(releases, change, wanted))
        except (UnsureError, MissingError, RefusedError) as error:
            last, made = _reconsider(error, wanted.tag), ()
            releases.client.patience.wait_for_recovery(Answer(0, {}, ""), min(attempt, 2))
    raise last


def publish(
    releases: Releases,
    wanted: Wanted,
    is_latest: Callable[[tuple[Release, ...]], bool],
    addresses: Sequence[str] = (),
) -> Release:
    """The published release; exactly one run's request makes it so.

    `is_latest` tells whether it is to be the repository's latest, from all that are there.
    `addresses` are where its documentation is read.

    Raises:
        ConflictError: the tag is not on GitHub at the wanted commit, or GitHub refuses it.
        OutsideError: GitHub failed, or the draft has gone; the same again goes on from there.
    """
    last: ReleasebotError = OutsideError(
        f"the draft {wanted.tag} has gone", hint="run the same command again"
    )
    for attempt in range(ROUNDS):
        seen = look(releases, wanted.tag)
        for spare in seen.found.spare:
            releases.delete(spare)
        release = seen.found.release
        if release is None:
            raise last
        if not release.draft:
            return release
        _demand_tag(releases, wanted)
        latest = not wanted.prerelease and is_latest(seen.listed)
        try:
            return releases.publish(
                release,
                prerelease=wanted.prerelease,
                latest=latest,
                body=published_body(release, wanted, addresses),
            )
        except (MissingError, RefusedError) as error:
            last = _reconsider(error, wanted.tag)
            releases.client.patience.wait_for_recovery(Answer(0, {}, ""), min(attempt, 2))
    raise last


def rivalry(found: Found, tag: str) -> ConflictError:
    """The error for several drafts of people's, of which none can be taken for the one."""
    return ConflictError(
        f"{len(found.rivals)} drafts for {tag} without releasebot's mark, wanted one at most",
        hint="delete or publish all but one of them",
        details=tuple(one.url for one in found.rivals),
    )


def _after(made: tuple[Release, ...], change: Change, new: Release | None) -> tuple[Release, ...]:
    """The releases of this run after a change, which may have made one or taken one away."""
    if isinstance(change, Drop):
        return tuple(one for one in made if one.id != change.release.id)
    return (*made, new) if new else made


def _perform(releases: Releases, change: Change, wanted: Wanted) -> Release | None:
    """The release that the change made, None where it made none."""
    match change:
        case CreateDraft(body):
            tag, commit = wanted.tag, wanted.commit
            return releases.create_draft(tag, commit, body, prerelease=wanted.prerelease)
        case Drop(release):
            releases.delete(release)
        case WriteNotes(release, body):
            releases.write_body(release, body)
        case Remove(asset=asset):
            releases.delete_asset(asset)
        case Attach(release, file):
            releases.upload(release, file.name, file.content, file.kind)
        case _:
            assert_never(change)
    return None


def _reconsider(
    error: UnsureError | MissingError | RefusedError, tag: str
) -> UnsureError | MissingError | RefusedError:
    """The error to end with if looking again does not help; raised where it cannot."""
    if not isinstance(error, RefusedError):
        return error
    if any(_BURNT in line for line in (error.message, *error.details)):
        raise ConflictError(
            f"GitHub refuses {tag}: {error.message}",
            hint="what an immutable release has used is used up: raise the version",
            details=error.details,
        ) from error
    if any(code == "already_exists" for _, code in error.codes):
        return error
    raise error


def _demand_tag(releases: Releases, wanted: Wanted) -> None:
    """Without the tag GitHub would make one of its own, wherever the default branch is."""
    commit = ""
    with suppress(MissingError):
        commit = releases.tag_commit(wanted.tag)
    if commit == wanted.commit:
        return
    name = releases.client.place.name
    there = f"at {commit[:9]}" if commit else "not there"
    raise ConflictError(
        f"{wanted.tag} in {name} on GitHub is {there}, wanted at {wanted.commit[:9]}",
        hint="push the tag there too; where the remote is mirrored, run it again after that",
    )
