"""A space on a Confluence server as a target."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from releasebot.confluence.actions import Breaks, FoundPage, IsLater, Policy, Space, SpacePlan
from releasebot.confluence.api import Api
from releasebot.confluence.attached import Attached
from releasebot.confluence.breaking import by_version
from releasebot.confluence.known import Home
from releasebot.confluence.reading import Survey
from releasebot.confluence.target import MadePage, Watch
from releasebot.confluence.writing import Writer
from releasebot.pages.model import Edition, PageTree


class Remote:
    """The pages of one project in one space; `files` are attached to the topmost one."""

    def __init__(
        self,
        api: Api,
        *,
        project: str,
        home: Home,
        policy: Policy,
        files: tuple[Attached, ...] = (),
        is_later: IsLater,
        breaks: Breaks = by_version,
    ) -> None:
        self._api = api
        self._project = project
        self._home = home
        self._policy = policy
        self._files = files
        self._is_later = is_later
        self._breaks = breaks
        self._survey: Survey | None = None
        self._writer: Writer | None = None
        self._root = ""

    @property
    def name(self) -> str:
        """The space and its server."""
        return f"space {self._api.space} at {self._api.connection.url}"

    @property
    def where(self) -> str:
        """The topmost page's address, or the space's as long as there is none."""
        known = self._survey.known.get(self._root) if self._survey else None
        if known is None:
            return f"{self._api.connection.url}/display/{self._api.space}"
        return self._api.address(known.content)

    @property
    def can_archive(self) -> bool:
        """Whether pages can be put into an archive."""
        return self._api.can_archive

    def read(self, tree: PageTree) -> Space:
        """What is in the space now."""
        self._root = tree.root.key
        keeps_block = self._policy.on_edit == "keep-outside-block"
        self._survey = Survey(
            self._api, project=self._project, home=self._home, keeps_block=keeps_block
        )
        self._writer = Writer(self._survey, self._policy, self._is_later, self._breaks, self._files)
        return self._survey.read(tree)

    def body(self, page: FoundPage) -> str:
        """The body that stands on the page now."""
        found = self._api.page(page.id)
        return (found.body or "") if found else ""

    def unfinished(self) -> str:
        """Whether the attachments and the index are as they should be."""
        return self._writer.unfinished(self._root) if self._writer else ""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Nothing is held: the versions of pages tell two runs apart."""
        yield

    def write(
        self, tree: PageTree, plan: SpacePlan, edition: Edition, watch: Watch
    ) -> tuple[MadePage, ...]:
        """Carry out the plan: what is created first as shells, then all texts."""
        if self._writer is None:
            raise AssertionError(plan)
        return self._writer.write(tree, plan, edition, watch)

    def finish(self) -> None:
        """Attach the files and bring the index up to date."""
        if self._writer:
            self._writer.finish(self._root)
