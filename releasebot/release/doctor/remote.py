"""The remote answers, and takes tags from these credentials."""

from __future__ import annotations

from releasebot.release.doctor.check import Fine, Health
from releasebot.release.world import World


class Remote:
    """The branches and tags of the remote can be read."""

    name = "remote"

    def look(self, world: World) -> Health:
        """Ask it, as every command of a release does first.

        Raises:
            UsageError: which remote is meant is not clear, or there is none.
            OutsideError: it does not answer.
        """
        tags = len(world.remote_refs.tag_names())
        shallow = "; this clone is shallow, older commits are fetched as they are needed"
        counted = f"{tags} tag{'' if tags == 1 else 's'}"
        return Fine(f"{world.remote} has {counted}{shallow if world.root.is_shallow else ''}")


class PushRight:
    """Tags can be pushed."""

    name = "push"

    def look(self, world: World) -> Health:
        """Begin a push and stop before anything is sent.

        The server checks the credentials then, but runs no hook: a hook or a protection of tags
        can still say no.

        Raises:
            OutsideError: the server refuses the credentials.
        """
        refused = world.repository.refusal_to_push(world.remote)
        if refused:
            raise refused
        return Fine(f"{world.remote} takes tags from these credentials")
