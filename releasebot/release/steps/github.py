"""The release on GitHub as a draft, with its notes and files: seen by nobody yet."""

from __future__ import annotations

from releasebot.github.place import Unavailable
from releasebot.github.wanted import Attach, Change, CreateDraft, Drop, WriteNotes
from releasebot.release.on_github import OnGithub
from releasebot.release.step import Absent, Finding, Present, Receipt, Skipped, Stale
from releasebot.release.world import World


class GithubStep:
    """The draft of the release, or what has to be mended of a published one."""

    name = "github"

    def probe(self, world: World) -> Finding:
        """Find the tag's release and compare its notes and files with what they are to be.

        Raises:
            ReleasebotError: GitHub cannot be asked, or what is wanted cannot be told.
        """
        there = world.on_github
        if isinstance(there, Unavailable):
            return Skipped(there.reason)
        if there.obstacle:
            return there.obstacle
        release = there.found.release
        if release is None:
            files = len(there.wanted.files) + there.wanted.checksums + there.awaits_proof
            return Absent(f"draft {world.tag} in {there.place.name} with {files} files")
        unproven = there.awaits_proof and release.draft
        if there.todo or unproven:
            told = _differences(there.todo, unproven=unproven)
            return Stale(told, f"{world.tag} as of this commit")
        if there.found.is_by_hand:
            return Present(f"{world.tag}, published by hand and left as it is", release.url)
        kind = "draft " if release.draft else ""
        return Present(f"{kind}{world.tag} with {len(release.assets)} files", release.url)

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Look again, and make or mend what differs, one request after another.

        Raises:
            ConflictError: people's drafts stand in the way, or GitHub refuses the tag.
            OutsideError: GitHub failed; the same command goes on where this stopped.
        """
        release = available(world).complete()
        kind = "draft " if release.draft else ""
        made = f"{kind}{world.tag} with {len(release.assets)} files"
        return Receipt(made, release.url)


def available(world: World) -> OnGithub:
    """The release on GitHub for a step that has found something to do there."""
    there = world.on_github
    if isinstance(there, Unavailable):
        raise TypeError(there.reason)
    return there


def _differences(todo: tuple[Change, ...], *, unproven: bool) -> str:
    files = sum(isinstance(one, Attach) for one in todo)
    told = []
    if any(isinstance(one, WriteNotes | CreateDraft) for one in todo):
        told.append("other notes")
    if files:
        told.append(f"{files} files missing or different")
    if any(isinstance(one, Drop) for one in todo):
        told.append("a second draft")
    if unproven:
        told.append("no evidence of the gates")
    return ", ".join(told)
