"""What stands in the way of a release on GitHub, found without writing anything."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.errors import ReleasebotError
from releasebot.github.permission import Complaint
from releasebot.github.place import Unavailable
from releasebot.github.workflows import FOLDER, Workflow, workflows
from releasebot.release.on_github import OnGithub
from releasebot.release.world import World


def github_complaints(world: World) -> tuple[Complaint, ...]:
    """Everything that is known to stand in the way, with what mends it; two requests at most.

    None for a project whose remote is no GitHub repository, or with GitHub switched off.
    """
    if not world.config.github.enabled:
        return ()
    there = world.on_github
    found = [*_of_workflows(world)]
    if isinstance(there, OnGithub):
        return (*_of_token(there), *found)
    if there.only_token:
        return (Complaint(there.reason, "without it the release on GitHub is skipped"), *found)
    return ()


def _of_token(there: OnGithub) -> Iterator[Complaint]:
    try:
        yield from there.access.complaints
    except ReleasebotError as error:
        yield Complaint(error.message, error.hint)


def _of_workflows(world: World) -> Iterator[Complaint]:
    known = {workflow.file: workflow for workflow in workflows(world.root.worktree)}
    named = world.config.github.dispatch
    for file in named:
        workflow = known.get(file)
        if workflow is None:
            yield Complaint(f"github.dispatch names {file}, which is not in {FOLDER}", "correct it")
        elif not workflow.dispatchable:
            yield Complaint(
                f"{FOLDER}/{file} cannot be started by name",
                "add workflow_dispatch: to its `on:`",
            )
    if _starts_nothing(world):
        for workflow in known.values():
            if workflow.waits_for and workflow.file not in named:
                yield _unheard(workflow)


def _starts_nothing(world: World) -> bool:
    """Whether this run's token is that of a workflow, or of an app, which looks the same."""
    there = world.on_github
    if world.environ.get("GITHUB_ACTIONS") != "true":
        return False
    return isinstance(there, Unavailable) or there.token.is_installation


def _unheard(workflow: Workflow) -> Complaint:
    waits = " or ".join(
        {"push": "a tag", "create": "a tag", "release": "a release"}[one]
        for one in dict.fromkeys(workflow.waits_for)
    )
    return Complaint(
        f"{FOLDER}/{workflow.file} waits for {waits}, and what GITHUB_TOKEN makes starts no "
        "workflow",
        f'give it the trigger workflow_dispatch and set github.dispatch = ["{workflow.file}"], or '
        "push with the token of an app or a person",
    )
