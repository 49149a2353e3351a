"""What the fake GitHub remembers: one repository, its releases and files, tags and runs."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

MOMENT = "2026-01-02T03:04:05Z"


@dataclass
class Asset:
    id: int
    name: str
    content: bytes
    kind: str
    state: str = "uploaded"

    @property
    def digest(self) -> str:
        return "sha256:" + hashlib.sha256(self.content).hexdigest()


@dataclass
class Release:
    id: int
    tag: str
    commit: str
    name: str
    body: str
    draft: bool
    prerelease: bool
    immutable: bool = False
    assets: list[Asset] = field(default_factory=list)
    published_times: int = 0

    def asset(self, name: str) -> Asset | None:
        return next((one for one in self.assets if one.name == name), None)


@dataclass
class Run:
    """A run of a workflow that was started by name."""

    id: int
    file: str
    branch: str
    commit: str
    event: str = "workflow_dispatch"


@dataclass
class Comment:
    id: int
    pull_request: int
    body: str
    author: str
    kind: str = "User"


@dataclass
class Pull:
    """A pull request; `head` is its newest commit."""

    number: int
    head: str
    base: str = "main"
    state: str = "open"


@dataclass
class Memory:
    """The repository `name`, whose git side is the bare repository at `git`.

    `role` is what the token's owner may do. `seals` tells whether published releases become
    immutable. `hides` is how many lists after a release was made do not show it yet.
    """

    name: str
    git: Path
    role: str = "write"
    scopes: str | None = "repo"
    private: bool = True
    archived: bool = False
    seals: bool = False
    tells_digests: bool = True
    hides: int = 0
    releases: dict[int, Release] = field(default_factory=dict)
    unseen: dict[int, int] = field(default_factory=dict)
    burnt: set[str] = field(default_factory=set)
    latest: int | None = None
    runs: list[Run] = field(default_factory=list)
    workflows: dict[str, bool] = field(default_factory=dict)
    pulls: dict[int, Pull] = field(default_factory=dict)
    comments: dict[int, Comment] = field(default_factory=dict)
    may_comment: bool = True
    last_id: int = 1000

    @property
    def may_write(self) -> bool:
        allowed = self.scopes is None or "repo" in self.scopes
        return self.role in {"write", "admin"} and allowed and not self.archived

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def comments_on(self, number: int) -> list[Comment]:
        found = [one for one in self.comments.values() if one.pull_request == number]
        return sorted(found, key=lambda one: one.id)

    def published(self, tag: str) -> Release | None:
        found = (one for one in self.releases.values() if one.tag == tag and not one.draft)
        return next(found, None)

    def drafts(self, tag: str) -> list[Release]:
        return [one for one in self.releases.values() if one.tag == tag and one.draft]

    def listed(self) -> list[Release]:
        """Newest first; without the right to write, no drafts."""
        shown = []
        for one in sorted(self.releases.values(), key=lambda each: -each.id):
            if self.unseen.get(one.id, 0) > 0:
                self.unseen[one.id] -= 1
            elif self.may_write or not one.draft:
                shown.append(one)
        return shown

    def tag_object(self, tag: str) -> tuple[str, str] | None:
        """The kind and name of what the tag's ref holds."""
        form = "--format=%(objecttype) %(objectname)"
        told = self._git("for-each-ref", form, f"refs/tags/{tag}").split()
        return (told[0], told[1]) if told else None

    def peeled(self, name: str) -> str:
        return self._git("rev-parse", f"{name}^{{commit}}")

    def make_tag(self, tag: str, commit: str) -> None:
        self._git("update-ref", f"refs/tags/{tag}", commit)

    def _git(self, *words: str) -> str:
        done = subprocess.run(("git", *words), cwd=self.git, capture_output=True, check=True)
        return done.stdout.decode().strip()
