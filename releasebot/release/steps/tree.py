"""The work tree is the commit that is released: what is tagged is what was looked at."""

from __future__ import annotations

from releasebot.errors import ExitCode
from releasebot.release.step import Conflict, Finding, Guard, Present
from releasebot.release.world import World

_SHOWN = 10


class TreeStep(Guard):
    """A guard: no tracked file differs from HEAD."""

    name = "tree"

    def probe(self, world: World) -> Finding:
        """Untracked files do not count: they are no part of any commit."""
        head = world.head
        if not head.changed:
            return Present(f"clean at {head.commit[:9]}")
        rest = len(head.changed) - _SHOWN
        return Conflict(
            found=f"{len(head.changed)} changed file(s), first {head.changed[0]}",
            wanted=f"the files as committed in {head.commit[:9]}",
            hint="commit the changes, or put them aside with git stash, and run it again",
            details=head.changed[:_SHOWN] + ((f"... and {rest} more",) if rest > 0 else ()),
            exit_code=ExitCode.GATE,
        )
