"""The releases of a project so far, and which commits each of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.git.web_links import WebLinks, web_links
from releasebot.release.world import World
from releasebot.version.next import previous
from releasebot.version.scheme import Scheme, bare, tag_name, versions_of_tags


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
        self.history = world.history

    @cached_property
    def versions(self) -> dict[str, str]:
        """The versions that are tagged here, each with its tag.

        A shallow clone, or one without any, may have been made without tags: then also those on
        the remote. That nothing was released yet is never guessed.
        """
        here = self.versions_in(tuple(self._here))
        if here and not self.history.is_shallow():
            return here
        return self._remote_versions() | here

    def merged_versions(self) -> dict[str, str]:
        """Those of the versions whose tag HEAD has or descends from, each with its tag."""
        here = self.versions_in(self.history.tag_names(merged="HEAD"))
        elsewhere = {one: tag for one, tag in self.versions.items() if tag not in self._here}
        if not elsewhere:
            return here
        held = self.history.names(("HEAD",))
        return here | {
            version: tag for version, tag in elsewhere.items() if self.commit_of(tag) in held
        }

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
        return self.world.scheme()

    @cached_property
    def links(self) -> WebLinks:
        """The web pages of the repository that the tags go to."""
        remote = self.world.config.tag.remote or "origin"
        asked = self.world.repository.ask("remote", "get-url", "--", remote)
        address = asked.text.strip() if asked.ok else ""
        settings = self.world.config.github
        if settings.repository or settings.api_url:
            from releasebot.github.place import Place, find_place

            place = find_place(settings, {}, remote=remote, address=address)
            if isinstance(place, Place):
                return WebLinks(f"https://{place.server}/{place.name}", "github")
        return web_links(address)

    def before(self, version: str) -> str:
        """The release before the version; empty where it is the first.

        Raises:
            OutsideError: none is here and the remote cannot be asked.
        """
        found = previous(version, self.versions, self.scheme)
        if found is None and not self.history.is_shallow():
            found = previous(version, self._remote_versions(), self.scheme)
        return found or ""

    def span(self, version: str, *, tip: str = "") -> Span:
        """The commits of a version: up to its tag where there is one, else up to `tip`.

        Raises:
            OutsideError: a tag is on the remote alone, and it does not give its commit.
            UsageError: the version has no tag, and no `tip` is given.
        """
        tag = self.versions.get(version)
        if tag:
            end = self.name_of(tag)
        elif tip:
            end = tip
        else:
            raise UsageError(
                f"there is no release {version}: no tag {self.tag_of(version)} is here",
                hint="git fetch --tags, or name a version that git tag lists",
            )
        older = self.before(version)
        past_tag = self.tag_of_release(older) if older else ""
        start = self.name_of(past_tag) if past_tag else ""
        return Span(version, tag or self.tag_of(version), past_tag, end, start)

    def version_named(self, text: str) -> str:
        """The version that a person means by a version or by the name of its tag."""
        named = self.versions_in((text,))
        return next(iter(named), bare(text))

    def tag_of_release(self, version: str) -> str:
        """The tag that a released version has."""
        return self.versions.get(version) or self.tag_of(version)

    def name_of(self, tag: str) -> str:
        """What git calls a tag: its ref, or the commit of one that the remote alone has.

        Afterwards that commit is here.

        Raises:
            OutsideError: the remote does not give it.
        """
        if tag in self._here:
            return f"refs/tags/{tag}"
        commit = self.commit_of(tag)
        self.history.bring(commit)
        return commit

    def bring(self, tags: Sequence[str]) -> tuple[str, ...]:
        """What git calls each of the tags, as `name_of`.

        Afterwards their commits are here; of a shallow clone what lies between is not fetched.

        Raises:
            OutsideError: the remote does not give them.
        """
        missing = {tag: self.commit_of(tag) for tag in tags if tag not in self._here}
        self.history.bring_alone(tuple(missing.values()))
        return tuple(missing.get(tag) or f"refs/tags/{tag}" for tag in tags)

    def descends_from(self, tag: str) -> bool:
        """Whether HEAD is the commit of a tag or came after it.

        Raises:
            GateError: the clone is shallow and the remote does not give what it lacks.
        """
        name = f"refs/tags/{tag}" if tag in self._here else self.commit_of(tag)
        return self.history.descends("HEAD", name)

    def commit_of(self, tag: str) -> str:
        """The commit of a tag that the remote alone has."""
        there = self.world.remote_refs.tag(tag)
        if there is None:
            raise UsageError(f"there is no tag {tag}", hint="git tag lists those that there are")
        return there.commit

    @cached_property
    def _name(self) -> str:
        """The project's name where the tag's template needs it: it costs a look at manifests."""
        return self.world.name if "{name}" in self.world.config.tag.template else ""

    @cached_property
    def _here(self) -> frozenset[str]:
        return frozenset(self.history.tag_names())

    def _remote_versions(self) -> dict[str, str]:
        """The versions tagged on the remote; none where there is no remote at all."""
        if not self.world.repository.ask("remote").stdout.split():
            return {}
        return self.versions_in(self.world.remote_refs.tag_names())
