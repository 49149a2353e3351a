"""The Confluence pages of the released version."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from releasebot.confluence.actions import (
    Archive,
    Breaks,
    Create,
    IsLater,
    Orphan,
    Policy,
    SpacePlan,
    Unchanged,
)
from releasebot.confluence.attached import Attached
from releasebot.confluence.breaking import by_version
from releasebot.confluence.connect import connect, home_of, policy_of
from releasebot.confluence.folder import Folder
from releasebot.confluence.per_version import of_version
from releasebot.confluence.publish import describe, publish, refusal, survey
from releasebot.confluence.remote import Remote
from releasebot.confluence.split import split
from releasebot.confluence.target import Target
from releasebot.errors import UsageError
from releasebot.release.api_change import NotCompared, change_since
from releasebot.release.step import Absent, Conflict, Finding, Link, Present, Receipt, Stale
from releasebot.release.world import World
from releasebot.version.scheme import scheme_for

if TYPE_CHECKING:
    from releasebot.openapi.load import Document
    from releasebot.pages.model import Edition, PageTree


_NOT_IN_NAME = re.compile(r"[^\w.-]+")


class ConfluenceStep:
    """The pages of the project's API, on the server or in the folder that stands for one.

    `to_folder` has them written to the folder although a server is configured, to be looked at;
    `archive_orphans` has pages of what is gone put into the archive although it is not configured.
    """

    name = "confluence"

    def __init__(self, *, to_folder: bool = False, archive_orphans: bool = False) -> None:
        self._to_folder = to_folder
        self._archive_orphans = archive_orphans

    def probe(self, world: World) -> Finding:
        """Compare every page that is wanted with what is there.

        Raises:
            ReleasebotError: there is no usable spec, or the target cannot be read.
        """
        target = self._target(world)
        plan = self._plan(world, target)
        wanted = _pages(plan.wanted, world.version)
        details = describe(plan)
        refused = refusal(plan, target, world.edition)
        if refused:
            return Conflict(refused.message, wanted, refused.hint, refused.details)
        unfinished = target.unfinished()
        if plan.is_settled and not unfinished:
            return Present(f"{wanted}{_orphans(plan)}", world.shown(target.where))
        if plan.count(Create) == plan.wanted:
            return Absent(f"create {wanted}", details)
        differing = plan.wanted - plan.count(Unchanged) + plan.count(Archive)
        found = f"{differing} of {plan.wanted} pages differ" if differing else unfinished
        return Stale(found, plan.summary, details)

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Write the pages that differ, and no others.

        Raises:
            ConflictError: somebody changed a page, or published a later edition, since the probe.
            OutsideError: the target failed; publishing again goes on where it stopped.
        """
        target = self._target(world)

        def watch(done: int, total: int, title: str) -> None:
            world.tell(self.name, done, total, title)

        made = publish(
            self._tree(world), target, world.edition, _is_later(world), self._policy(world), watch
        )
        links = tuple(Link(page.title, page.deed, page.where) for page in made.pages)
        return Receipt(made.summary, world.shown(target.where), links=links)

    def edition(self, world: World) -> Edition | None:
        """The edition that the topmost page there tells; None where there is no such page of ours.

        Raises:
            ReleasebotError: there is no usable spec, or the target cannot be read.
        """
        tree = self._tree(world)
        pages = self._target(world).read(tree).pages
        return next((one.written.edition for one in pages if one.key == tree.root.key), None)

    def is_later(self, world: World, edition: Edition) -> bool:
        """Whether the edition comes after the world's."""
        return _is_later(world)(edition.version, world.version) is True

    def _target(self, world: World) -> Target:
        settings = world.config.confluence
        project = f"{world.name} {world.version}" if settings.per_version else world.name
        if self._to_folder or not settings.url:
            return Folder(
                world.base / settings.folder, worktree=world.root.worktree, project=project
            )
        api = connect(settings, world.environ)
        return Remote(
            api,
            project=project,
            home=home_of(settings),
            policy=self._policy(world),
            is_later=_is_later(world),
            breaks=_breaks(world),
            files=_files(world) if settings.attach_spec else (),
        )

    def _policy(self, world: World) -> Policy:
        policy = policy_of(world.config.confluence)
        return policy.archiving() if self._archive_orphans else policy

    def _tree(self, world: World) -> PageTree:
        settings = world.config.confluence
        tree = of_version(world.pages, world.version) if settings.per_version else world.pages
        return split(tree, settings.page_limit)

    def _plan(self, world: World, target: Target) -> SpacePlan:
        """What is to be done with each page; reads only."""
        later = _is_later(world)
        return survey(self._tree(world), target, world.edition, later, self._policy(world))


@lru_cache(maxsize=1)  # a run asks twice: before it acts, and when it does
def _bundle(document: Document) -> bytes:
    """The document as one file that refers to nothing outside itself, without what is internal."""
    from releasebot.openapi.bundle.bundle import bundle

    return bundle(document).data


def _files(world: World) -> tuple[Attached, ...]:
    """The API document as readers may load it into their own programs."""
    name = _NOT_IN_NAME.sub("-", world.name).strip("-")
    return (Attached(f"{name}-openapi.json", _bundle(world.document)),)


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


def _breaks(world: World) -> Breaks:
    """As the API's changes tell; as the version tells where the earlier API is not known."""

    def breaks(before: Edition, now: Edition) -> bool:
        if world.repository.has(before.commit):
            found = change_since(world, before.commit, before.tag)
            if not isinstance(found, NotCompared):
                return found.verdict.breaking
        return by_version(before, now)

    return breaks


def _pages(count: int, version: str) -> str:
    return f"{count} {'page' if count == 1 else 'pages'} of {version}"


def _orphans(plan: SpacePlan) -> str:
    orphans = [action.found.title for action in plan.actions if isinstance(action, Orphan)]
    if not orphans:
        return ""
    more = f" and {len(orphans) - 1} more" if len(orphans) > 1 else ""
    return f"; {orphans[0]}{more} no longer in the API, left where it is"
