"""Which steps a command takes: the one table of a release, in the order in which they act."""

from __future__ import annotations

from releasebot.release.step import Step
from releasebot.release.steps.branch import BranchStep
from releasebot.release.steps.order import OrderStep
from releasebot.release.steps.tag import TagStep
from releasebot.release.steps.tree import TreeStep
from releasebot.release.steps.version import VersionStep
from releasebot.release.world import World

GUARDS: tuple[Step, ...] = (TreeStep(), BranchStep(), VersionStep(), OrderStep())


def tag_steps(world: World) -> tuple[Step, ...]:
    """What `releasebot tag` does."""
    return (*GUARDS, *who_steps(world), TagStep())


def who_steps(world: World, *, looks_only: bool = False) -> tuple[Step, ...]:
    """The guard of who may do it; none where the configuration gives nobody a role."""
    if not world.config.roles.are_set:
        return ()
    from releasebot.release.roles.guard import WhoStep

    return (WhoStep(looks_only=looks_only),)


def docs_steps(world: World) -> tuple[Step, ...]:
    """The targets that the API's documentation goes to; none without a spec to document."""
    if not world.has_spec:
        return ()
    from releasebot.release.steps.confluence import ConfluenceStep
    from releasebot.release.steps.site import SiteStep

    chosen: list[Step] = []
    if world.config.site.enabled:
        chosen.append(SiteStep())
        if world.config.site.branch:
            from releasebot.release.steps.versions import VersionsStep

            chosen.append(VersionsStep())
        if world.config.site.versions_folder:
            from releasebot.release.steps.versions_folder import VersionsFolderStep

            chosen.append(VersionsFolderStep())
    if world.config.confluence.enabled:
        chosen.append(ConfluenceStep())
    return tuple(chosen)


def images_steps(world: World) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """What pushes the images, and what lets an environment run them; none without a service."""
    if not world.config.images.services:
        return (), ()
    from releasebot.release.steps.images import ImagesStep
    from releasebot.release.steps.target import TargetStep

    return (ImagesStep(),), (TargetStep(),)


def github_steps(world: World) -> tuple[Step, ...]:
    """The draft on GitHub; skipped with its reason where there is no GitHub or no token."""
    if not world.config.github.enabled:
        return ()
    from releasebot.release.steps.github import GithubStep

    return (GithubStep(),)


def published_steps(world: World) -> tuple[Step, ...]:
    """What makes the draft public, and starts workflows; none where GitHub is out of reach."""
    from releasebot.github.place import Unavailable

    settings = world.config.github
    if not settings.enabled or isinstance(world.on_github, Unavailable):
        return ()
    from releasebot.release.steps.published import PublishedStep
    from releasebot.release.steps.workflows import WorkflowsStep

    publishing = (PublishedStep(),) if settings.publish else ()
    return (*publishing, *((WorkflowsStep(),) if settings.dispatch else ()))


def release_steps(world: World, *, looks_only: bool = False) -> tuple[Step, ...]:
    """What `releasebot release` does: what cannot be undone first, what people see last."""
    guards = (*GUARDS, *_promises(world), *who_steps(world, looks_only=looks_only))
    return (*guards, *gates_steps(world), *target_steps(world), *notice_steps(world))


def gates_steps(world: World) -> tuple[Step, ...]:
    """What proves that the commit may be released; none where no gate is configured."""
    if not world.config.gates:
        return ()
    from releasebot.release.steps.gates import GatesStep

    return (GatesStep(),)


def plan_steps(world: World) -> tuple[Step, ...]:
    """What `releasebot plan` looks at: of a pull request, what a release after its merge does."""
    steps = release_steps(world, looks_only=True)
    if not world.checkout.pull_request:
        return steps
    from releasebot.release.steps.merged import MergedStep

    return tuple(MergedStep() if isinstance(one, BranchStep) else one for one in steps)


def notice_steps(world: World) -> tuple[Step, ...]:
    """Who is told at the end; none where the configuration names nobody."""
    if not world.config.notify.to:
        return ()
    from releasebot.release.steps.notice import NoticeStep

    return (NoticeStep(),)


def _promises(world: World) -> tuple[Step, ...]:
    """The guard of what the version promises; none without a spec, or where nobody asks."""
    if not world.has_spec or world.config.diff.versions == "ignore":
        return ()
    from releasebot.release.steps.api import ApiStep

    return (ApiStep(),)


def target_steps(world: World) -> tuple[Step, ...]:
    """Where a version can be found afterwards, without the conditions of releasing it."""
    images, target = images_steps(world)
    documented = (*github_steps(world), *docs_steps(world), *published_steps(world))
    return (TagStep(), *images, *documented, *target)
