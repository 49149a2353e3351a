"""The release on GitHub made public, after everything that it speaks of is there."""

from __future__ import annotations

from releasebot.github.place import Unavailable
from releasebot.release.step import Absent, Finding, Present, Receipt, Skipped, Stale
from releasebot.release.steps.github import available
from releasebot.release.world import World


class PublishedStep:
    """The draft becomes a release: one request, after which people are told of it."""

    name = "published"

    def probe(self, world: World) -> Finding:
        """See whether the release is a draft still.

        Raises:
            ReleasebotError: GitHub cannot be asked.
        """
        there = world.on_github
        if isinstance(there, Unavailable):
            return Skipped(there.reason)
        release = there.found.release
        if release and not release.draft:
            return Present(f"{world.tag} in {there.place.name}", release.url)
        if there.wanted.prerelease:
            standing = "a prerelease"
        else:
            standing = "the latest" if there.is_latest(there.look.listed) else "not the latest"
        return Absent(f"publish {world.tag} in {there.place.name} as {standing}")

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Publish it, unless another run has done so meanwhile.

        Raises:
            ConflictError: the tag is not on GitHub at this commit, or GitHub refuses it.
            OutsideError: GitHub failed; the same command goes on where this stopped.
        """
        there = available(world)
        release = there.publish()
        return Receipt(f"{world.tag} in {there.place.name}", release.url)
