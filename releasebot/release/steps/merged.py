"""Instead of the guard of the branch, where a pull request is planned: what its merge would do."""

from __future__ import annotations

from releasebot.release.step import Finding, Guard, Skipped
from releasebot.release.steps.branch import is_released
from releasebot.release.world import World


class MergedStep(Guard):
    """Says that the branch is not looked at yet; only a plan has this step."""

    name = "branch"

    def probe(self, world: World) -> Finding:
        """Tell what becomes of the pull request's commits when they are merged."""
        number, elsewhere = world.checkout.pull_request, unreleased_target(world)
        if elsewhere:
            only = " or ".join(world.config.release.branches)
            return Skipped(f"pull request {number} goes to {elsewhere}, and released is {only}")
        target = world.checkout.target
        into = f" into {target}" if target else ""
        return Skipped(f"pull request {number} is released after its merge{into}")


def unreleased_target(world: World) -> str:
    """The branch that the pull request goes to, if it is none that is released; else empty."""
    target = world.checkout.target
    return "" if is_released(target, world.config.release.branches) else target
