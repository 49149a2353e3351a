"""The commit is on a branch that is released, there where everybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from releasebot.errors import ExitCode
from releasebot.release.step import Conflict, Finding, Guard, Present
from releasebot.release.world import World

_SHORT = 9


class BranchStep(Guard):
    """A guard: the branch may be released, and the remote has the commit on it."""

    name = "branch"

    def probe(self, world: World) -> Finding:
        """Ask the remote, not the clone: a commit that only this machine has is nobody's release.

        A commit that is tagged already is past this: finishing its release needs no branch.

        Raises:
            OutsideError: the remote could not be asked.
        """
        if world.is_tagged:
            return Present(f"tagged on {world.remote} before")
        checkout = world.checkout
        if checkout.pull_request:
            return _gate(
                found=f"pull request {checkout.pull_request}",
                wanted="a branch",
                hint="release after the merge; releasebot plan shows before what it will do",
            )
        return (
            _not_allowed(checkout.branch, world.config.release.branches)
            or _not_pushed(world)
            or Present(_on(world))
        )


def _on(world: World) -> str:
    branch = world.checkout.branch or "no branch"
    return f"{branch} on {world.remote}" if world.config.release.pushed else branch


def is_released(branch: str, globs: Sequence[str]) -> bool:
    """Whether the branch is one that is released; where no glob is given, every one is."""
    return not globs or any(fnmatchcase(branch, glob) for glob in globs)


def _not_allowed(branch: str, globs: Sequence[str]) -> Conflict | None:
    if is_released(branch, globs):
        return None
    return _gate(
        found=f"branch {branch}" if branch else "a commit that is on no branch",
        wanted=" or ".join(globs),
        hint="release from there, or add the branch to release.branches",
    )


def _not_pushed(world: World) -> Conflict | None:
    """Any branch will do where every branch may be released; else it has to be this one."""
    branch, commit, remote = world.checkout.branch, world.head.commit, world.remote
    settings = world.config.release
    if not settings.pushed or _is_pushed(world):
        return None
    short = commit[:_SHORT]
    if not branch:
        return _gate(
            found=f"{short} on no branch of {remote}",
            wanted="a commit that a branch there holds",
            hint=f"push it: git push {remote} HEAD:refs/heads/BRANCH",
        )
    if not world.remote_refs.branch(branch):
        return _gate(
            found=f"no branch {branch} on {remote}",
            wanted=f"{branch} with {short} in it",
            hint=f"git push --set-upstream {remote} {branch}",
        )
    return _gate(
        found=f"{short} not on {branch} of {remote}",
        wanted="a commit that everybody has",
        hint=f"git push {remote} {branch}; if it is refused, git pull first",
    )


def _is_pushed(world: World) -> bool:
    branch, commit = world.checkout.branch, world.head.commit
    tip = world.remote_refs.branch(branch)
    if tip == commit:
        return True
    if not world.config.release.branches and (
        world.remote_refs.branches_at(commit) or world.repository.tracking(world.remote, commit)
    ):
        return True
    return bool(tip) and world.holds(branch, commit)


def _gate(*, found: str, wanted: str, hint: str) -> Conflict:
    return Conflict(found, wanted, hint, exit_code=ExitCode.GATE)
