"""The document that a command of `releasebot api` is about, and the settings that hold for it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from releasebot.cli.session import Session
from releasebot.config.schema import Config
from releasebot.errors import UsageError
from releasebot.openapi.load import Document


class Given(Struct, frozen=True, eq=False):
    """The document; `base` is what its files' names start from, `top` the repository's folder."""

    document: Document
    config: Config
    base: Path
    top: Path


def given(session: Session, file: Path | None) -> Given:
    """The document in `file`, or the project's.

    A file may be checked where there is no project; then every setting has its default.

    Raises:
        UsageError: there is no document, it cannot be read, or the configuration is wrong.
    """
    if file is None:
        document = session.world.document
        return Given(document, session.config, session.loaded.base, session.root.worktree)
    from releasebot.openapi.source import read_file

    here = Path.cwd()
    try:
        top = session.root.worktree
    except UsageError:
        if session.options.repo or session.options.config:
            raise
        return Given(read_file(file, Config().spec, base=here), Config(), here, here)
    config = session.config
    return Given(read_file(file, config.spec, base=here), config, here, top)
