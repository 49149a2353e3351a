"""A place in a file of the project that states its version."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from msgspec import Struct

from releasebot.version.place import Finding, Place
from releasebot.version.text import Text


class Project(Protocol):
    """The folders that a search for versions is bound to: both absolute and resolved."""

    @property
    def project(self) -> Path:
        """The project's folder."""
        ...

    @property
    def worktree(self) -> Path:
        """The top of the git work tree that holds it; nothing outside is read."""
        ...


class Located(Struct, frozen=True):
    """A place, the file it stands in, and what speaks for it.

    `path` is absolute and `shown` the same relative to the work tree's top, with forward slashes;
    `line` counts from 1. `version` is the place's version without a leading `v`. `why` says what
    kind of place it is; the smaller `trust`, the more it is trusted. `text` is the file as it was
    when it was read; `image` tells that the place is the tag of a container image, `pattern` is the
    user's own expression that found it.
    """

    path: Path
    shown: str
    line: int
    finding: Place
    version: str
    why: str
    trust: int
    text: Text
    image: bool = False
    pattern: str | None = None


class Owned(Struct, frozen=True):
    """Findings about the project; `sure` where it is certain that they are its own.

    The unsure ones are raised along with the project's version where they agree with it.
    """

    sure: tuple[Finding, ...] = ()
    unsure: tuple[Finding, ...] = ()


def shown(path: Path, worktree: Path) -> str:
    """The path for people: relative to the work tree where it lies inside."""
    try:
        return path.relative_to(worktree).as_posix()
    except ValueError:
        return path.as_posix()
