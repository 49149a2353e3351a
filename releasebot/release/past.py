"""The releases of a project so far, and which commits each of them holds."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from releasebot.errors import GateError, UsageError
from releasebot.git.history import History
from releasebot.git.web_links import WebLinks, web_links
from releasebot.release.world import World
from releasebot.version.next import previous
from releasebot.version.scheme import Scheme, bare, scheme_for, tag_name, versions_of_tags

if TYPE_CHECKING:
    from datetime import date


class Span(Struct, frozen=True):
    """The commits of a release: those of `tip` that `previous` has not.

    `tip` and `previous` are names that git knows; `previous` is empty for the first release.
    `version` is empty for a range that is no release. The tags are as in `notes.Release`.
    """

    version: str
    tag: str
    previous_tag: str
    tip: str
    previous: str

    @property
    def wanted(self) -> tuple[str, ...]:
        """The range as git's arguments."""
        return (self.tip, f"^{self.previous}") if self.previous else (self.tip,)


class Past:
    """What was released before, as the tags tell."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.history = History(world.repository, world.root.repository)

    @cached_property
    def versions(self) -> dict[str, str]:
        """The versions that are tagged here, each with its tag.

        For a shallow clone also those on the remote: it may have been made without tags.
        """
        here = self.versions_in(self.history.tag_names())
        if not self.history.is_shallow():
            return here
        return self._remote_versions() | here

    def versions_in(self, tags: tuple[str, ...]) -> dict[str, str]:
        """Those of the tags that are of this project's versions, by version."""
        template = self.world.config.tag.template
        return versions_of_tags(template, tags, name=self._name)

    def tag_of(self, version: str) -> str:
        """The name that the tag of a version has or would have."""
        return tag_name(self.world.config.tag.template, version=version, name=self._name)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The paths, from the work tree's top, that commits have to touch; none for all."""
        top = self.world.root.worktree
        named = self.world.config.notes.paths
        folders = [(self.world.base / path).resolve() for path in named]
        folders = folders or [self.world.root.project]
        for path, folder in zip(named, folders, strict=False):
            if not folder.is_relative_to(top):
                raise UsageError(
                    f"notes.paths names {path}, which is outside the repository {top}",
                    hint="name folders of the repository, relative to the configuration's",
                )
        if top in folders:
            return ()
        return tuple(folder.relative_to(top).as_posix() for folder in folders)

    def scheme(self) -> Scheme:
        """The order of this project's versions."""
        return self._scheme

    @cached_property
    def links(self) -> WebLinks:
        """The web pages of the repository that the tags go to."""
        remote = self.world.config.tag.remote or "origin"
        asked = self.world.repository.ask("remote", "get-url", "--", remote)
        return web_links(asked.text.strip()) if asked.ok else WebLinks()

    def before(self, version: str) -> str:
        """The release before the version; empty where it is the first.

        Raises:
            GateError: it is on the remote and not here, so that nothing certain can be said.
            OutsideError: none is here and the remote cannot be asked.
        """
        found = previous(version, self.versions, self.scheme)
        if found is None and not self.history.is_shallow():
            found = previous(version, self._remote_versions(), self.scheme)
        if found is None:
            return ""
        self.demand(self.tag_of(found) if found not in self.versions else self.versions[found])
        return found

    def span(self, version: str, *, tip: str = "") -> Span:
        """The commits of a version: up to its tag where there is one, else up to `tip`.

        Raises:
            GateError: the tag, or the one before, is on the remote and not here.
            UsageError: the version has no tag, and no `tip` is given.
        """
        tag = self.versions.get(version)
        if tag:
            self.demand(tag)
            end = f"refs/tags/{tag}"
        elif tip:
            end = tip
        else:
            raise UsageError(
                f"there is no release {version}: no tag {self.tag_of(version)} is here",
                hint="git fetch --tags, or name a version that git tag lists",
            )
        older = self.before(version)
        past_tag = self.versions.get(older, "")
        start = f"refs/tags/{past_tag}" if past_tag else ""
        return Span(version, tag or self.tag_of(version), past_tag, end, start)

    def version_named(self, text: str) -> str:
        """The version that a person means by a version or by the name of its tag."""
        named = self.versions_in((text,))
        return next(iter(named), bare(text))

    def demand(self, tag: str) -> None:
        """Refuse to go on without a tag that is on the remote alone.

        Raises:
            GateError: the tag is not here.
        """
        if tag in self.versions.values() and not self.history.is_shallow():
            return
        if tag not in self._here:
            raise GateError(
                f"the tag {tag} is on the remote and not in this clone, so which commits came "
                "after it is not known",
                hint="git fetch --tags --unshallow"
                if self.history.is_shallow()
                else "git fetch --tags; in GitHub Actions: actions/checkout with fetch-depth: 0",
            )

    @cached_property
    def _name(self) -> str:
        """The project's name where the tag's template needs it: it costs a look at manifests."""
        return self.world.name if "{name}" in self.world.config.tag.template else ""

    @cached_property
    def _scheme(self) -> Scheme:
        place = self.world.version_place
        path = PurePath(place.path)
        return scheme_for(self.world.config.version, bare(place.version), path=path, today=_today)

    @cached_property
    def _here(self) -> frozenset[str]:
        return frozenset(self.history.tag_names())

    def _remote_versions(self) -> dict[str, str]:
        """The versions tagged on the remote; none where there is no remote at all."""
        if not self.world.repository.ask("remote").stdout.split():
            return {}
        return self.versions_in(tuple(self.history.remote_tags(self.world.remote)))


def _today() -> date:
    """Today in UTC, for CalVer alone."""
    import time
    from datetime import date

    now = time.gmtime()
    return date(now.tm_year, now.tm_mon, now.tm_mday)
