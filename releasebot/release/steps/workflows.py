"""The workflows that are to run for the release, started by name on its tag.

What a workflow does with its own GITHUB_TOKEN starts no other workflow; this is the exception.
"""

from __future__ import annotations

from releasebot.github.place import Unavailable
from releasebot.release.step import Absent, Finding, Present, Receipt, Skipped, Stale
from releasebot.release.steps.github import available
from releasebot.release.world import World


class WorkflowsStep:
    """A run of each workflow that `github.dispatch` names."""

    name = "workflows"

    def probe(self, world: World) -> Finding:
        """Look for runs that were started by name on the tag at this commit.

        Raises:
            UsageError: there is no such workflow.
            OutsideError: GitHub cannot be asked.
        """
        there = world.on_github
        if isinstance(there, Unavailable):
            return Skipped(there.reason)
        started = there.started()
        waiting = [file for file, page in started.items() if page is None]
        if not waiting:
            return Present(
                f"{', '.join(started)} on {world.tag}", next(iter(started.values())) or ""
            )
        return Absent(f"start {', '.join(waiting)} on {world.tag}")

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Start those that have no run yet; each request is sent once.

        Raises:
            OutsideError: GitHub failed. Where it is not known whether a run was started, the same
                command looks again.
            ConflictError: a workflow cannot be started by name.
        """
        files = available(world).start()
        return Receipt(f"started {', '.join(files) or 'by another run'} on {world.tag}")
