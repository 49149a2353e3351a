"""A publisher for a fake site: what the release step does, without a repository around it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from releasebot.confluence.actions import OnEdit, Policy, SpacePlan
from releasebot.confluence.api import Api
from releasebot.confluence.attached import Attached
from releasebot.confluence.cloud import Cloud
from releasebot.confluence.known import Home
from releasebot.confluence.publish import Published, publish, refusal, survey
from releasebot.confluence.remote import Remote
from releasebot.confluence.server import Server
from releasebot.confluence.session import Access, Connection
from releasebot.http import Secret
from releasebot.pages.model import Edition, PageTree
from tests.fakes.confluence.site import TOKEN, USER, Site
from tests.fakes.trees import EDITION

HASTE = 0.02
"""The most seconds that a publisher of a test waits for anything."""


def is_later(version: str, other: str) -> bool | None:
    """Versions of one digit each, compared as texts."""
    return version > other


def hasten(seconds: float) -> None:
    """Wait, but never for long."""
    time.sleep(min(seconds, HASTE))


@dataclass(frozen=True)
class Publisher:
    """Publishes trees to a site."""

    site: Site
    project: str = "shop"
    home: Home = field(default_factory=Home)
    policy: Policy = field(default_factory=Policy)
    files: tuple[Attached, ...] = ()
    token: str = TOKEN
    timeout: int = 5

    def on_edit(self, what: OnEdit) -> Publisher:
        """The same with another way with edits."""
        return replace(self, policy=replace_policy(self.policy, on_edit=what))

    def archiving(self) -> Publisher:
        """The same, with orphans archived."""
        return replace(self, policy=self.policy.archiving())

    def publish(self, tree: PageTree, edition: Edition = EDITION) -> Published:
        """Publish and say what was made."""
        return publish(tree, self.target(), edition, is_later, self.policy)

    def plan(self, tree: PageTree, edition: Edition = EDITION) -> SpacePlan:
        """What publishing would do."""
        return survey(tree, self.target(), edition, is_later, self.policy)

    def refused(self, tree: PageTree, edition: Edition = EDITION) -> str:
        """Why publishing would be refused, with all that is shown of it."""
        target = self.target()
        plan = survey(tree, target, edition, is_later, self.policy)
        found = refusal(plan, target, edition)
        return "\n".join((found.message, *found.details)) if found else ""

    def unfinished(self, tree: PageTree) -> str:
        """What a look at the site says is left to do besides the pages."""
        target = self.target()
        survey(tree, target, EDITION, is_later, self.policy)
        return target.unfinished()

    def target(self) -> Remote:
        """The space of the site."""
        return Remote(
            self.api(), project=self.project, home=self.home, policy=self.policy,
            is_later=is_later, files=self.files,
        )  # fmt: skip

    def api(self) -> Api:
        """The calls of the site's product."""
        cloud = self.site.product == "cloud"
        url = f"{self.site.url}/wiki" if cloud else self.site.url
        access = Access(url, USER if cloud else "", Secret(self.token), self.timeout)
        connection = Connection(access, sleep=hasten)
        return Cloud(connection, "DOCS") if cloud else Server(connection, "DOCS")


def replace_policy(policy: Policy, *, on_edit: OnEdit) -> Policy:
    """The policy with another way with edits."""
    return Policy(on_edit, policy.archive_orphans, policy.labels)


def shown(site: Site) -> dict[str, tuple[str, str]]:
    """What readers see of releasebot's pages: for each title the one above it, and the text.

    The text is without the numbers that the site gives its macros.
    """
    import re

    pages = site.store.pages
    return {
        page.title: (
            pages[page.parent].title if page.parent in pages else "",
            re.sub(r' ac:macro-id="[^"]*"', "", page.now.body),
        )
        for page in site.store.by_bot()
        if page.status == "current"
    }


def faults_of(site: Site) -> list[str]:
    """What releasebot did that no real server would have liked, or its readers."""
    return [*site.violations, *site.store.invalid, *site.store.dangling]
