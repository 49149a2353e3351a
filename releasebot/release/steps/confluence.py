"""The Confluence pages of the released version."""

from __future__ import annotations

from datetime import UTC, date, datetime

from releasebot.confluence.folder import Folder
from releasebot.confluence.plan import Create, IsLater, Orphan, SpacePlan, Unchanged, make_plan
from releasebot.confluence.publish import describe, publish, refusal
from releasebot.confluence.target import Target
from releasebot.errors import UsageError
from releasebot.release.step import Absent, Conflict, Finding, Present, Receipt, Stale
from releasebot.release.world import World
from releasebot.version.scheme import scheme_for


class ConfluenceStep:
    """The pages of the project's API, on the server or in the folder that stands for one."""

    name = "confluence"

    def probe(self, world: World) -> Finding:
        """Compare every page that is wanted with what is there.

        Raises:
            ReleasebotError: there is no usable spec, or the target cannot be read.
        """
        target = target_of(world)
        plan = plan_of(world, target)
        wanted = _pages(plan.wanted, world.version)
        refused = refusal(plan, target, world.edition)
        if refused:
            return Conflict(refused.message, wanted, refused.hint, refused.details)
        unfinished = target.unfinished()
        if plan.is_settled and not unfinished:
            return Present(f"{wanted}{_orphans(plan)}", world.shown(target.where))
        if plan.count(Create) == plan.wanted:
            return Absent(f"create {wanted}")
        differing = plan.wanted - plan.count(Unchanged)
        found = f"{differing} of {plan.wanted} pages differ" if differing else unfinished
        return Stale(found, plan.summary)

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Write the pages that differ, and no others.

        Raises:
            ConflictError: somebody changed a page, or published a later edition, since the probe.
            OutsideError: the target failed; publishing again goes on where it stopped.
        """
        target = target_of(world)
        made = publish(world.pages, target, world.edition, _is_later(world))
        return Receipt(made.summary, world.shown(target.where))


def target_of(world: World) -> Target:
    """Where the pages go."""
    return Folder(
        world.base / world.config.confluence.folder,
        worktree=world.root.worktree,
        project=world.name,
    )


def plan_of(world: World, target: Target) -> SpacePlan:
    """What is to be done with each page; reads only."""
    return make_plan(world.pages, target.read(), world.edition, _is_later(world))


def plan_lines(world: World) -> tuple[str, ...]:
    """The plan page by page, for those who want to see more than its sum."""
    return describe(plan_of(world, target_of(world)))


def _is_later(world: World) -> IsLater:
    def is_later(version: str, other: str) -> bool | None:
        for known in (other, version):  # a project may have changed its way of counting
            try:
                scheme = scheme_for(
                    world.config.version, known, path=world.version_place.path, today=today
                )
                return scheme.compare(version, other) > 0
            except UsageError:
                continue
        return None

    def today() -> date:
        return datetime.fromtimestamp(world.edition.committed_at, UTC).date()

    return is_later


def _pages(count: int, version: str) -> str:
    return f"{count} {'page' if count == 1 else 'pages'} of {version}"


def _orphans(plan: SpacePlan) -> str:
    orphans = [action.found.title for action in plan.actions if isinstance(action, Orphan)]
    if not orphans:
        return ""
    more = f" and {len(orphans) - 1} more" if len(orphans) > 1 else ""
    return f"; {orphans[0]}{more} no longer in the API, left where it is"
