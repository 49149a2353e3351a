"""The mark that a published site bears: what it is, and which files belong to it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from releasebot.pages.model import Edition

NAME: Final = "releasebot.json"
"""The mark's file, at the top of the site."""


class MarkedFile(Struct, frozen=True):
    """One file of the site: its path with forward slashes, and its SHA-256 in hexadecimal."""

    path: str
    sha256: str


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """What the folder that holds it is.

    `made_from` is the digest of what the site was built from. `files` are all its files but the
    mark itself, in order of their paths. `pages` holds the fingerprint of each page, by its file
    (`releasebot.site.fingerprints`). A site is whole when it bears its mark, for the mark is
    written last.
    """

    made_by: Literal["releasebot"]
    edition: Edition
    made_from: str
    files: tuple[MarkedFile, ...]
    pages: dict[str, str] = {}


class Standing(Struct, frozen=True):
    """A site of ours that is about to be replaced; `harmed` are its files that were changed."""

    folder: Path
    mark: Mark
    harmed: frozenset[str]

    def same(self, prints: Mapping[str, str]) -> frozenset[str]:
        """The files that are whole and whose page has the fingerprint that is wanted."""
        there = {file.path for file in self.mark.files} - self.harmed
        old = self.mark.pages
        return frozenset(name for name in there if name in old and old[name] == prints.get(name))


def read(folder: Path) -> Mark | None:
    """The folder's mark, None where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Mark)
    except (FileNotFoundError, IsADirectoryError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def write(folder: Path, edition: Edition, made_from: str, pages: Mapping[str, str]) -> Mark:
    """Mark the folder, which has no mark yet, with everything that is in it now.

    The mark is on the disk when this returns: whatever a power cut does to the other files, the
    next look knows the site as ours and as harmed.
    """
    files = tuple(MarkedFile(name, digest(folder / name)) for name in names(folder))
    mark = Mark("releasebot", edition, made_from, files, dict(pages))
    text = msgspec.json.format(msgspec.json.encode(mark), indent=1)
    with (folder / NAME).open("xb") as file:
        file.write(text + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return mark


def names(folder: Path) -> tuple[str, ...]:
    """Every file and every link below the folder, in order.

    Raises:
        FileNotFoundError, NotADirectoryError: there is no such folder.
    """
    return tuple(sorted(_below(folder, "")))


def digest(file: Path) -> str:
    """The file's SHA-256, empty where there is no such regular file."""
    if file.is_symlink() or not file.is_file():
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def harmed(folder: Path, mark: Mark) -> tuple[str, ...]:
    """The files of the mark that are missing or no longer what they were."""
    return tuple(file.path for file in mark.files if digest(folder / file.path) != file.sha256)


def strangers(folder: Path, mark: Mark) -> tuple[str, ...]:
    """What is in the folder and does not belong to the site."""
    ours = {NAME, *(file.path for file in mark.files)}
    return tuple(name for name in names(folder) if name not in ours)


def _below(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(folder / entry.name, f"{prefix}{entry.name}/")
            else:
                yield f"{prefix}{entry.name}"
