"""A folder as a place where a site is published: look at it, and bring it up to date.

At every instant the folder holds one whole site, the old or the new, or is not there at all, which
is so for the time between two renames. Nothing in it that we did not put there is ever removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from releasebot.errors import ConflictError, OutsideError, ReleasebotError, UsageError
from releasebot.pages.model import Edition
from releasebot.site import mark, work
from releasebot.site.build import BUILD_SECONDS

_SHOWN_FILES = 5
_SHOWN_DIGITS = 7
_ELSEWHERE: Final = "set `site.folder` to a folder that holds nothing else"


class Wanted(Struct, frozen=True):
    """The site that is to be in the folder; `made_from` is the digest of what it is built from."""

    edition: Edition
    made_from: str


class Missing(Struct, frozen=True):
    """There is no such folder, or it is empty."""


class Current(Struct, frozen=True):
    """The wanted site, whole."""


class Outdated(Struct, frozen=True):
    """A site of ours, but not the wanted one, or no longer whole; `found` says which."""

    found: str


class Foreign(Struct, frozen=True):
    """Not ours to replace: `found` says what is there, `hint` what to do about it."""

    found: str
    hint: str
    details: tuple[str, ...] = ()


Found = Missing | Current | Outdated | Foreign


def look(folder: Path, wanted: Wanted) -> Found:
    """What is in the folder. Reads only.

    Raises:
        ReleasebotError: the folder cannot be read.
    """
    folder = folder.resolve()
    with explained(folder):
        try:
            found = _standing(folder, wanted)
        except FileNotFoundError:  # another run is just replacing it
            return Missing()
        if isinstance(found, Current) and work.is_left(folder):
            return Outdated(f"{_name(wanted.edition)}, and the work of a run that has not ended")
        return found


Make = Callable[[Path, Path, mark.Standing | None], Mapping[str, str]]
"""`make(sources, site, standing)` builds the site's files in the folder `site`.

Neither `sources` nor `site` exists, and `sources` is removed afterwards. What is `standing` may be
read and not changed; None where nothing of ours is. The result is each page's fingerprint by its
file."""


def publish(folder: Path, wanted: Wanted, *, make: Make, worktree: Path) -> None:
    """Bring the wanted site into the folder; afterwards `look` finds `Current`.

    The site is built by `make`, which is not called where the site is there already.
    Two runs at once take turns. Folders that have to be made for it within `worktree` are
    ignored by git.

    Raises:
        ConflictError: what is in the folder is not ours to replace.
        OutsideError: the site could not be built or written.
    """
    folder = folder.resolve()
    with (
        explained(folder),
        work.alone(folder, worktree=worktree, patience=BUILD_SECONDS) as place,
    ):
        try:
            _recover(place, folder, wanted)
            _replace(place, folder, wanted, make)
        finally:
            _recover(place, folder, wanted)


def _replace(place: Path, folder: Path, wanted: Wanted, make: Make) -> None:
    match _standing(folder, wanted):
        case Current():
            return
        case Foreign(found=found, hint=hint, details=details):
            raise ConflictError(f"{folder}: {found}", hint=hint, details=details)
        case Missing() | Outdated():
            pass
    run = work.new_run(place)
    site = run / "site"
    pages = make(run / "sources", site, _ours(folder))
    mark.write(site, wanted.edition, wanted.made_from, pages)
    if folder.exists():
        _set_aside(folder, run / "old")
    site.rename(folder)


def _ours(folder: Path) -> mark.Standing | None:
    """Our site that stands in the folder, None where there is none."""
    standing = mark.read(folder)
    if standing is None:
        return None
    return mark.Standing(folder, standing, frozenset(mark.harmed(folder, standing)))


def _set_aside(folder: Path, old: Path) -> None:
    """Move the standing site away, unless somebody has put something into it since we looked."""
    folder.rename(old)
    theirs = _not_ours(old)
    if theirs:
        old.rename(folder)
        raise ConflictError(f"{folder}: {theirs.found}", hint=theirs.hint, details=theirs.details)


def _recover(place: Path, folder: Path, wanted: Wanted) -> None:
    """Finish or undo what a run that was stopped between two renames had begun."""
    for run in work.runs(place):
        if os.path.lexists(folder):
            return
        whole = isinstance(_standing(run / "site", wanted), Current)
        if whole or (run / "old").is_dir():
            (run / ("site" if whole else "old")).rename(folder)


def _standing(folder: Path, wanted: Wanted) -> Found:
    if not os.path.lexists(folder):
        return Missing()
    foreign = _not_ours(folder)
    if foreign:
        return foreign
    standing = mark.read(folder)
    return _compared(folder, standing, wanted) if standing else Missing()


def _compared(folder: Path, standing: mark.Mark, wanted: Wanted) -> Found:
    there = standing.edition
    if there.version != wanted.edition.version and there.committed_at > wanted.edition.committed_at:
        return Foreign(
            f"{_name(there)}, which is newer",
            f"release from a commit that is not older, or remove {folder}",
        )
    if standing.made_from != wanted.made_from:
        return Outdated(_name(there))
    harmed = mark.harmed(folder, standing)
    if harmed:
        return Outdated(f"{_name(there)}, {_count(len(harmed))} changed or missing")
    return Current()


def _not_ours(folder: Path) -> Foreign | None:
    """What is there and was not put there by us, None where nothing is."""
    if not folder.is_dir():
        return Foreign("a file, no folder", _ELSEWHERE)
    standing = mark.read(folder)
    if standing is None:
        names = mark.names(folder)
        found = f"{_count(len(names))} that releasebot did not make"
        return Foreign(found, _ELSEWHERE, names[:_SHOWN_FILES]) if names else None
    strangers = mark.strangers(folder, standing)
    if strangers:
        found = f"{_name(standing.edition)}, and {_count(len(strangers))} of somebody else's"
        hint = f"move them out of the folder, or {_ELSEWHERE}"
        return Foreign(found, hint, strangers[:_SHOWN_FILES])
    return None


def _name(edition: Edition) -> str:
    return f"{edition.version} of commit {edition.commit[:_SHOWN_DIGITS]}"


def _count(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


@contextmanager
def explained(folder: Path, setting: str = "site.folder") -> Iterator[None]:
    """Say of what the operating system refuses what it is and what to do.

    `setting` is where the folder was chosen.
    """
    try:
        yield
    except OSError as error:
        raise _explain(error, folder, setting) from error


def _explain(error: OSError, folder: Path, setting: str) -> ReleasebotError:
    place = os.fsdecode(error.filename) if error.filename else str(folder)
    reason = (error.strerror or str(error)).lower()
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            hint = f"get the right to write there, or set `{setting}` to another folder"
        case errno.EBUSY | errno.EXDEV:
            hint = f"{folder} may be a mount point: set `{setting}` to a folder inside it"
        case errno.ENOTDIR | errno.EEXIST | errno.ELOOP | errno.ENAMETOOLONG:
            hint = f"set `{setting}` to another folder"
        case _:
            return OutsideError(
                f"the site in {folder} could not be written: {place}: {reason}",
                hint="see that the disk works and has room, then run the command again",
            )
    return UsageError(f"the site cannot be put into {folder}: {place}: {reason}", hint=hint)
