"""git knows who makes the tag."""

from __future__ import annotations

from releasebot.release.doctor.check import Amiss, Fine, Health
from releasebot.release.world import World


class Identity:
    """The name and address that an annotated tag bears."""

    name = "identity"

    def look(self, world: World) -> Health:
        """Ask git for the identity that it would use (git-var(1))."""
        asked = world.repository.ask("var", "GIT_COMMITTER_IDENT")
        if asked.ok:
            return Fine(asked.text.rpartition(">")[0] + ">")
        return Amiss(
            "git does not know who makes the tag",
            "git config user.name and user.email, or set GIT_COMMITTER_NAME and "
            "GIT_COMMITTER_EMAIL in the pipeline",
        )
