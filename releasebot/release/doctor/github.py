"""The release on GitHub: what the token may do, and which workflows will not hear of it."""

from __future__ import annotations

from releasebot.github.place import Unavailable
from releasebot.github.workflows import FOLDER, Workflow, workflows
from releasebot.release.doctor.check import Amiss, Aside, Fine, Health
from releasebot.release.world import World

_EVENTS = {"push": "a tag", "create": "a tag", "release": "a release"}


class GithubToken:
    """A token that may make releases in the repository."""

    name = "github"

    def look(self, world: World) -> Health:
        """Ask GitHub what the token may do, in one request.

        Raises:
            OutsideError: GitHub does not accept the token, or has no such repository for it.
        """
        if not world.config.github.enabled:
            return Aside("github.enabled is false")
        there = world.on_github
        if isinstance(there, Unavailable):
            if not there.only_token:
                return Aside(there.reason)
            return Amiss(there.reason, "without one no release is made on GitHub", hinders=False)
        complaints = there.access.complaints
        if complaints:
            first, *more = complaints
            details = tuple(f"{one.message}: {one.hint}" for one in more)
            return Amiss(first.message, first.hint, details=details)
        told = f"the token from {there.token.source} may release in {there.place.name}"
        if there.access.push is None:
            told = (
                f"{there.place.name}; what the token from {there.token.source} may do there only "
                "the attempt shows, it needs contents: write"
            )
        return Fine(told)


class Workflows:
    """The workflows that wait for a tag or a release are started by it."""

    name = "workflows"

    def look(self, world: World) -> Health:
        """Read the workflow files; nothing is asked."""
        known = {one.file: one for one in workflows(world.root.worktree)}
        named = world.config.github.dispatch
        for file in named:
            if file not in known:
                return Amiss(f"github.dispatch names {file}, not in {FOLDER}", "correct the name")
            if not known[file].dispatchable:
                found = f"{FOLDER}/{file}, which github.dispatch names, cannot be started by name"
                return Amiss(found, "add workflow_dispatch: below its on:")
        waiting = [one for one in known.values() if one.waits_for and one.file not in named]
        if not waiting:
            return Fine(f"started by name: {', '.join(named)}" if named else "none waits for a tag")
        if _starts_nothing(world, tuple(known.values())):
            return _unheard(waiting)
        return Fine(f"started by the tag: {', '.join(one.file for one in waiting)}")


def _starts_nothing(world: World, known: tuple[Workflow, ...]) -> bool:
    """Whether releases are made in a workflow, as far as this run and the files tell."""
    if world.environ.get("GITHUB_ACTIONS") != "true":
        return any(one.releases for one in known)
    there = world.on_github
    return isinstance(there, Unavailable) or there.token.is_installation


def _unheard(waiting: list[Workflow]) -> Amiss:
    details = tuple(
        f"{FOLDER}/{one.file} waits for "
        + " or ".join(dict.fromkeys(_EVENTS[event] for event in one.waits_for))
        for one in waiting
    )
    files = ", ".join(f'"{one.file}"' for one in waiting)
    return Amiss(
        "what a workflow makes with its GITHUB_TOKEN starts no other workflow",
        f"add workflow_dispatch: to their on: and set github.dispatch = [{files}]; or push with "
        "the token of an app or a person",
        hinders=False,
        details=details,
    )
