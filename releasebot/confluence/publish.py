"""Look at a target, and bring its pages to what is wanted: the same for every target."""

from __future__ import annotations

from typing import assert_never

import msgspec
from msgspec import Struct

from releasebot.confluence.actions import (
    Archive,
    Create,
    Edited,
    IsLater,
    Kept,
    Move,
    Orphan,
    Policy,
    SpacePlan,
    Unchanged,
    Update,
)
from releasebot.confluence.plan import difference, make_plan
from releasebot.confluence.target import MadePage, Target, Watch
from releasebot.errors import ConflictError
from releasebot.pages.model import Edition, PageTree

_SHOWN = 5
_STRICT = Policy()


def _unwatched(done: int, total: int, title: str) -> None:
    """Nobody wants to see it go on."""


class Published(Struct, frozen=True):
    """What a run made; `pages` are those that it wrote."""

    created: int
    updated: int
    moved: int
    archived: int
    kept: int
    unchanged: int
    orphaned: int
    pages: tuple[MadePage, ...] = ()

    @property
    def summary(self) -> str:
        """In one phrase: `created 3, updated 1, unchanged 27`."""
        counts = (
            ("created", self.created),
            ("updated", self.updated),
            ("moved", self.moved),
            ("archived", self.archived),
            ("kept as edited", self.kept),
            ("unchanged", self.unchanged),
            ("orphaned", self.orphaned),
        )
        return ", ".join(f"{what} {count}" for what, count in counts if count) or "no pages"


def survey(
    tree: PageTree, target: Target, edition: Edition, is_later: IsLater, policy: Policy
) -> SpacePlan:
    """What is to be done so that the target shows the tree; reads only."""
    if policy.archive_orphans and not target.can_archive:
        policy = msgspec.structs.replace(policy, archive_orphans=False)
    return make_plan(tree, target.read(tree), edition, is_later, policy)


def publish(
    tree: PageTree,
    target: Target,
    edition: Edition,
    is_later: IsLater,
    policy: Policy = _STRICT,
    watch: Watch = _unwatched,
) -> Published:
    """Afterwards the target shows the tree; pages that were so already are not touched.

    Raises:
        ConflictError: somebody changed a page meanwhile, or published a later edition.
        OutsideError: the target failed; publishing again goes on where it stopped.
    """
    with target.writing():
        plan = survey(tree, target, edition, is_later, policy)
        refused = refusal(plan, target, edition)
        if refused:
            raise refused
        pages = target.write(tree, plan, edition, watch)
        target.finish()
    return Published(
        plan.count(Create),
        plan.count(Update),
        plan.count(Move),
        plan.count(Archive),
        plan.count(Kept),
        plan.count(Unchanged),
        plan.count(Orphan),
        pages,
    )


def refusal(plan: SpacePlan, target: Target, edition: Edition) -> ConflictError | None:
    """Why the plan may not be carried out, None where it may."""
    later = plan.superseded_by
    if later:
        return ConflictError(
            f"the pages in {target.name} show {later.version}, a later edition than "
            f"{edition.version}",
            hint=f"publish from {later.tag} or later, or into another place",
        )
    if plan.edited:
        first = plan.edited[0]
        rest = len(plan.edited) - 1
        more = f", and {rest} more pages" if rest else ""
        return ConflictError(
            f"{first.found.title} ({first.found.id}) in {target.name} was edited by hand: "
            f"{', '.join(first.reasons)}{more}",
            hint="put what is worth keeping into the API document and take the edit back, or "
            "delete the page to have it made anew; confluence.on_edit says what becomes of edits",
            details=edits(plan, target),
        )
    return None


def edits(plan: SpacePlan, target: Target) -> tuple[str, ...]:
    """The pages that somebody else changed, each with what tells it from the page wanted."""
    lines: list[str] = []
    for action in plan.edited[:_SHOWN]:
        found = action.found
        lines.append(f"{found.title} ({found.id}, version {found.version}): {action.reasons[0]}")
        lines.extend(f"  {line}" for line in difference(action, target.body(found)))
    rest = len(plan.edited) - _SHOWN
    return (*lines, *((f"... and {rest} more pages",) if rest > 0 else ()))


def describe(plan: SpacePlan) -> tuple[str, ...]:
    """The plan line by line, what stays as it is left out; for people to read."""
    lines: list[str] = []
    for action in plan.actions:
        match action:
            case Create(page):
                lines.append(f"+ create {page.title}")
            case Update(page, _, reasons):
                lines.append(f"~ update {page.title}: {', '.join(reasons)}")
            case Move(page, _, reasons):
                lines.append(f"> move {page.title}: {', '.join(reasons)}")
            case Edited(page, _, reasons):
                lines.append(f"! edited by hand {page.title}: {', '.join(reasons)}")
            case Kept(page, _, reasons):
                lines.append(f"! kept as edited {page.title}: {', '.join(reasons)}")
            case Archive(found):
                lines.append(f"- archive {found.title}: nothing in the API stands for it")
            case Orphan(found):
                lines.append(f"? orphaned {found.title}: nothing in the API stands for it")
            case Unchanged():
                pass
            case _:
                assert_never(action)
    return tuple(lines)
