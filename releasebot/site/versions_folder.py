"""Versions of a site side by side in a plain folder, laid out as on a branch.

What the folder's readers see changes by renames alone, `versions.json` last. A run that is killed
between two of them has left what it moved in the work folder; the next run, of whichever version,
puts it in its place before anything else.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from releasebot.errors import ConflictError
from releasebot.output import write_whole
from releasebot.site import mark, work
from releasebot.site.build import BUILD_SECONDS
from releasebot.site.folder import Current, Foreign, Found, Wanted, explained, look
from releasebot.site.versions import (
    INDEX,
    LATEST,
    SCRIPT,
    Deployment,
    is_ours,
    planned,
    redirects,
    top_pages,
)
from releasebot.version.scheme import Scheme

ELSEWHERE: Final = "move it away, or set `site.versions_folder` to a folder of its own"
_SETTING: Final = "site.versions_folder"
_OLD: Final = "old"
_NEW: Final = "new"


class Shelf(Struct, frozen=True):
    """The folder, and where its site will be; `worktree` is the project's."""

    folder: Path
    url: str | None
    worktree: Path


class Seen(Struct, frozen=True):
    """The folder at one moment: what a version's own folder holds, and what is to be done.

    `is_whole` says that nothing is: the version is there, and the aliases and the index know it.
    """

    version: Found
    is_whole: bool


def seen(shelf: Shelf, wanted: Wanted, scheme: Callable[[], Scheme]) -> Seen:
    """What is in the folder, against what is wanted there. Reads only.

    Raises:
        ConflictError: what names the versions cannot be read, or an alias is somebody else's.
        ReleasebotError: the folder cannot be read.
    """
    with explained(shelf.folder, _SETTING):
        version = look(shelf.folder / wanted.edition.version, wanted)
        index = _text(shelf.folder / INDEX)
        deployment = planned(index, wanted.edition.version, scheme)
        _demand_ours(shelf.folder, deployment.owners)
        is_whole = (
            isinstance(version, Current)
            and index == deployment.index
            and all((shelf.folder / alias).is_dir() for alias in deployment.owners)
            and not work.is_left(shelf.folder)
        )
        return Seen(version, is_whole)


def deploy(shelf: Shelf, site: Path, wanted: Wanted, scheme: Callable[[], Scheme]) -> None:
    """Put the built `site` beside the other versions; publishers at once take turns.

    Afterwards `seen` finds it whole. A version that is there already is not written again.

    Raises:
        ConflictError: what is there is not ours to replace.
        OutsideError: the folder could not be written, or another run did not end.
    """
    folder, version = shelf.folder, wanted.edition.version
    with (
        explained(folder, _SETTING),
        work.alone(folder, worktree=shelf.worktree, patience=BUILD_SECONDS) as place,
    ):
        folder.mkdir(exist_ok=True)
        _recover(place, folder)
        run = work.new_run(place)
        for name in (_OLD, _NEW):
            (run / name).mkdir()
        standing = look(folder / version, wanted)
        if isinstance(standing, Foreign):
            raise ConflictError(f"{folder / version}: {standing.found}", hint=ELSEWHERE)
        deployment = planned(_text(folder / INDEX), version, scheme)
        _demand_ours(folder, deployment.owners)
        if not isinstance(standing, Current):
            shutil.copytree(site, run / _NEW / version)
            _put(run, folder, version)
        _point(run, folder, deployment, version)
        for name, text in top_pages(shelf.url, deployment.owners[LATEST]).items():
            if is_ours(_text(folder / name) or ""):
                write_whole(folder / name, text.encode())
        write_whole(folder / INDEX, deployment.index.encode())


def _point(run: Path, folder: Path, deployment: Deployment, version: str) -> None:
    """Have each alias that is the version's, or is missing, lead to its owner's pages."""
    for alias, owner in deployment.owners.items():
        if owner == version or not (folder / alias).is_dir():
            names = mark.names(folder / owner) if (folder / owner).is_dir() else ()
            _write(run / _NEW / alias, redirects(names, owner))
            _put(run, folder, alias)


def _write(folder: Path, pages: Mapping[str, str]) -> None:
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _put(run: Path, folder: Path, name: str) -> None:
    """Put what is new in its place; what stood there is in the work folder, to be removed."""
    if (folder / name).exists():
        (folder / name).rename(run / _OLD / name)
    (run / _NEW / name).rename(folder / name)


def _recover(place: Path, folder: Path) -> None:
    """Put in its place what a killed run had taken away: the new one, else what it was.

    A folder is moved away when the one that follows it is whole.
    """
    for run in work.runs(place):
        for old in sorted((run / _OLD).glob("*")):
            if not os.path.lexists(folder / old.name):
                new = run / _NEW / old.name
                (new if new.is_dir() else old).rename(folder / old.name)


def _demand_ours(folder: Path, aliases: Iterable[str]) -> None:
    """Nothing in the folder of an alias is somebody else's.

    Raises:
        ConflictError: something is.
    """
    for alias in aliases:
        place = folder / alias
        if not os.path.lexists(place):
            continue
        is_folder = place.is_dir() and not place.is_symlink()
        names = mark.names(place) if is_folder else ("",)
        theirs = [name for name in names if name != SCRIPT and not _is_ours(place / name)]
        if theirs:
            raise ConflictError(
                f"{place / theirs[0]} is not ours",
                hint=ELSEWHERE,
                details=tuple(theirs[:5]),
            )


def _is_ours(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and is_ours(_text(path) or "")


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8", "replace")
    except FileNotFoundError:
        return None
