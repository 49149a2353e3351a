"""Which two documents a command of `releasebot api` compares: files, revisions, or a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from releasebot.cli.session import Session
from releasebot.config.schema import Config
from releasebot.errors import UsageError

if TYPE_CHECKING:
    from releasebot.openapi.load import Document


class Sides(Struct, frozen=True, eq=False):
    """The two documents, and how each is called; the document as it is now has no name."""

    base: Document
    revision: Document
    base_name: str
    revision_name: str


def settings_of(session: Session) -> Config:
    """The configuration; the defaults for files that lie in no project."""
    try:
        _ = session.root
    except UsageError:
        if session.options.repo or session.options.config:
            raise
        return Config()
    return session.config


def find_sides(session: Session, base: str, revision: str, *, since_release: bool) -> Sides:
    """The documents that the arguments name.

    `A..B` are two revisions of git; a single revision or file is compared with the document as it
    is now; nothing but `since_release` compares that with the last release.

    Raises:
        UsageError: there is no such file or revision, or it has no document.
    """
    if since_release:
        if base or revision:
            raise UsageError(
                "--since-release names both sides", hint="leave the arguments out, or the option"
            )
        base = _last_release(session)
    elif ".." in base and not revision and not Path(base).exists():
        base, _, revision = base.partition("..")
        base, revision = base or "HEAD", revision or "HEAD"
    if not base:
        raise UsageError(
            "what to compare with is not said",
            hint="releasebot api diff OLD NEW, or v1.2.0..HEAD, or --since-release",
        )
    first, first_name = _document(session, base)
    second, second_name = _document(session, revision) if revision else _present(session)
    return Sides(first, second, first_name.removeprefix("refs/tags/"), second_name)


def _document(session: Session, named: str) -> tuple[Document, str]:
    path = Path(named)
    if path.is_file():
        from releasebot.openapi.source import read_file

        return read_file(path, settings_of(session).spec, base=Path.cwd()), named
    return _revision(session, named), named


def _revision(session: Session, named: str) -> Document:
    """The document in a commit, which `REVISION:PATH` may tell where to find."""
    from releasebot.release.spec_past import document_at

    revision, _, path = named.partition(":")
    try:
        world = session.world
    except UsageError as error:
        raise UsageError(f"there is no file {named}, and no repository here: {error.message}",
                         hint=error.hint) from error  # fmt: skip
    known = world.repository.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if not known.ok:
        raise UsageError(
            f"{named} is neither a file nor a revision that git knows here",
            hint="correct the name; tags of a shallow clone come with git fetch --tags",
        )
    found = document_at(world, known.text.strip(), path=path)
    if found is None:
        where = path or world.config.spec.file or "a usual place"
        raise UsageError(
            f"{revision} has no OpenAPI document in {where}",
            hint=f"name it: {revision}:PATH, or compare two files",
        )
    return found


def _present(session: Session) -> tuple[Document, str]:
    return session.world.document, ""


def _last_release(session: Session) -> str:
    from releasebot.release.next_release import last_release
    from releasebot.release.past import Past

    past = Past(session.world)
    version = last_release(past)
    if not version:
        raise UsageError("nothing was released yet, so there is nothing to compare with")
    return past.name_of(past.versions[version])
