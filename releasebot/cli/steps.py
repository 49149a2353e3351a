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


def tag_steps() -> tuple[Step, ...]:
    """What `releasebot tag` does."""
    return (*GUARDS, TagStep())


def docs_steps(world: World) -> tuple[Step, ...]:
    """The targets that the API's documentation goes to; none without a spec to document."""
    from releasebot.openapi.source import locate_spec_file

    spec = world.config.spec
    configured = spec.file or spec.url or spec.command
    if not configured and locate_spec_file(spec, base=world.base) is None:
        return ()
    from releasebot.release.steps.confluence import ConfluenceStep
    from releasebot.release.steps.site import SiteStep

    chosen: list[Step] = []
    if world.config.site.enabled:
        chosen.append(SiteStep())
    if world.config.confluence.enabled:
        chosen.append(ConfluenceStep())
    return tuple(chosen)


def release_steps(world: World) -> tuple[Step, ...]:
    """What `releasebot release` does: what cannot be undone last."""
    return (*tag_steps(), *docs_steps(world))


def target_steps(world: World) -> tuple[Step, ...]:
    """Where a version can be found afterwards, without the conditions of releasing it."""
    return (TagStep(), *docs_steps(world))
