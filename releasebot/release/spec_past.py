"""The OpenAPI document as it was: read from git at a commit, nothing checked out."""

from __future__ import annotations

import posixpath

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.openapi.load import Document, Reader, Refused, load
from releasebot.openapi.source import USUAL_PLACES
from releasebot.release.attachments import SPEC
from releasebot.release.world import World


def document_at(world: World, revision: str, *, path: str = "") -> Document | None:
    """The document in the commit `revision`; None where it has none.

    `path` is where it stands from the top of the work tree; without it, where the configuration
    says, else in a usual place.

    Raises:
        UsageError: the document there cannot be read.
    """
    found = path or _place(world, revision)
    data = world.repository.text_at(revision, found) if found else None
    if data is None:
        return None
    return load(
        data,
        name=found,
        read=_reader(world, revision),
        max_bytes=world.config.spec.max_bytes,
    )


def stands_at(world: World, document: Document, revision: str) -> bool:
    """Whether every file of the document has the same bytes in the commit `revision`."""
    return all(
        world.repository.text_at(revision, name) == source.data
        for name, source in document.files.items()
    )


class NotReleased(Struct, frozen=True):
    """No document is attached to a release, and `why`."""

    why: str


def attached_document(world: World, tag: str) -> Document | NotReleased:
    """The document that is attached to the release of a tag on GitHub, as one file.

    Raises:
        UsageError: it cannot be read.
        OutsideError: GitHub could not be asked.
    """
    from releasebot.github.place import Unavailable

    if not world.config.github.enabled:
        return NotReleased("`github.enabled` is false, so no release has it attached")
    github = world.on_github
    if isinstance(github, Unavailable):
        return NotReleased(f"no release on GitHub could be asked for it: {github.reason}")
    data = github.attached(tag, SPEC)
    if data is None:
        return NotReleased(f"the release {tag} on GitHub has no {SPEC}")
    most = world.config.spec.max_bytes
    return load(data, name=f"{SPEC} of {tag}", read=nothing, max_bytes=most)


def nothing(name: str) -> Refused:
    """Reads no further file: a bundle refers to none."""
    return Refused(f"{name} is no part of a bundle")


def path_in_tree(world: World, name: str) -> str:
    """The path from the work tree's top of a path from the configuration's folder.

    Raises:
        UsageError: it lies outside the work tree.
    """
    top = world.root.worktree.resolve()
    whole = (world.base / name).resolve()
    if not whole.is_relative_to(top):
        raise UsageError(
            f"{name} lies outside the repository {top}, so git has no past of it",
            hint="compare two files instead: releasebot api diff OLD NEW",
        )
    return whole.relative_to(top).as_posix()


def _place(world: World, revision: str) -> str:
    """The configured file, or the usual place that the commit has; empty without one."""
    settings = world.config.spec
    if settings.file is not None:
        return path_in_tree(world, settings.file)
    if settings.url is not None:
        return ""
    folder = path_in_tree(world, ".")
    places = [posixpath.normpath(f"{folder}/{place}") for place in USUAL_PLACES]
    listed = world.repository.ask("ls-tree", "--name-only", "-z", revision, "--", *places)
    there = set(listed.text.split("\0")) if listed.ok else set()
    return next((place for place in places if place in there), "")


def _reader(world: World, revision: str) -> Reader:
    """Reads further files of the same commit."""

    def read(name: str) -> bytes | Refused:
        place = posixpath.normpath(name)
        if place.startswith(("../", "/")):
            return Refused("reference leaves the repository")
        data = world.repository.text_at(revision, place)
        return Refused("there is no such file") if data is None else data

    return read
