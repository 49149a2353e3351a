"""The world that the steps of one run look at: read once, shared, never written to a file."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from releasebot.config.schema import Config
from releasebot.git.refname import check_tag_name
from releasebot.git.repository import Head, Local, Repository, TagRef
from releasebot.git.root import Root
from releasebot.version.scheme import tag_name

if TYPE_CHECKING:
    from functools import cached_property as _once

    from releasebot.openapi.load import Document
    from releasebot.pages.model import Edition, PageTree
    from releasebot.version.located import Located
else:

    class _once(cached_property):  # noqa: N801  a decorator, named as the one it refines
        """A cached property that several threads may ask for and one computes.

        Each has a lock of its own, so that one which hangs on the network holds up no other.
        """

        def __get__(self, instance, owner=None):  # noqa: ANN001, ANN204  typed by its twin above
            if instance is None:
                return self
            with instance.__dict__.setdefault(f"lock of {self.attrname}", RLock()):
                return super().__get__(instance, owner)


class World:
    """One run's view: the project, its configuration, and the version it is about.

    Everything is read when a step first asks for it, and once; steps may ask from several threads.
    """

    def __init__(
        self,
        *,
        root: Root,
        config: Config,
        base: Path,
        repository: Repository,
        cache: Path | None = None,
    ) -> None:
        self.root = root
        self.config = config
        self.base = base
        """The folder that paths in the configuration are relative to."""
        self.repository = repository
        self.cache = cache
        """Where answers of servers are kept, so that unchanged ones are not sent again."""

    @_once
    def head(self) -> Head:
        """The commit to be released and the state of the work tree."""
        return self.repository.head()

    @_once
    def version_place(self) -> Located:
        """The place that decides the version."""
        from releasebot.version.places import find_version  # notes of a tagged version need none

        return find_version(self.root, self.config.version, base=self.base)

    @property
    def version(self) -> str:
        """The version to be released."""
        return self.version_place.version

    @_once
    def version_places(self) -> tuple[Located, ...]:
        """Every place that states the project's version, the most trusted first."""
        from releasebot.version.places import find_all

        files = self.repository.files(self.root.project)
        settings = self.config.version
        return find_all(self.root, settings, files, base=self.base, name=self.config.name)

    @_once
    def name(self) -> str:
        """The project's name."""
        from releasebot.version.project_name import project_name

        return self.config.name or project_name(self.root.project)

    @_once
    def tag(self) -> str:
        """The tag's name without `refs/tags/`."""
        return tag_name(self.config.tag.template, version=self.version, name=self.name)

    @_once
    def remote(self) -> str:
        """The git remote that the tag goes to."""
        chosen = self.config.tag.remote
        return chosen or self.local.remote or self.repository.only_remote()

    @_once
    def remote_tag(self) -> TagRef | None:
        """The release's tag on the remote when this run began, None where there was none."""
        return self.repository.remote_tag(self.remote, self.tag)

    @_once
    def local(self) -> Local:
        """The release's tag in this repository, and the branch's remote, when this run began."""
        check_tag_name(self.tag)
        return self.repository.look_up(self.tag, self.head.branch)

    @_once
    def released_earlier(self) -> TagRef | None:
        """The tag of this very version on a commit that HEAD descends from, None where none is."""
        tag = self.remote_tag
        if tag is None or tag.commit == self.head.commit:
            return None
        return tag if self.repository.contains(self.head.commit, tag.commit) else None

    @_once
    def edition(self) -> Edition:
        """What is published: the version at the commit to be released."""
        from releasebot.pages.model import Edition

        commit = self.head.commit
        moment = self.repository.committed_at(commit)
        return Edition(self.version, self.tag, commit, moment)

    @_once
    def document(self) -> Document:
        """The project's OpenAPI document.

        Raises:
            UsageError: there is none, it cannot be read, or it is no OpenAPI document.
            OutsideError: the command or the server that gives it failed.
        """
        from releasebot.openapi.source import obtain

        return obtain(self.config.spec, base=self.base, cache=self.cache)

    @_once
    def pages(self) -> PageTree:
        """The pages that the spec becomes."""
        from releasebot.pages.build import build

        return build(self.document, self.config.docs, version=self.version)
