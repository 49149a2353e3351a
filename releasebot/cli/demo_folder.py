"""The folder that `releasebot demo` works in: made once, found again, never anybody else's."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from releasebot.cli.demo_project import AUTHOR, history
from releasebot.errors import UsageError
from releasebot.git.new_repository import check_out, is_readable, make_remote
from releasebot.output import sole_writer, sweep_unfinished, unwritable, write_whole

MARK = ".releasebot-demo"
"""The file that makes a folder the demo's own: without it nothing in a folder is touched."""

_MARK_TEXT = b"`releasebot demo` made this folder; `releasebot demo --fresh` makes it anew.\n"
_UNFINISHED = ".unfinished"
"""While this file is there, the repositories are not to be relied on: a run that makes them works,
or was killed."""

_NEW = ".new-"
"""How the name of a folder begins in which a run prepares what it then moves to its place."""

_WAIT_SECONDS = 60.0


class DemoFolder(Struct, frozen=True):
    """A folder with the demo's checkout and the bare repository it pushes to."""

    place: Path

    @property
    def checkout(self) -> Path:
        """The work tree."""
        return self.place / "bookshop"

    @property
    def remote(self) -> Path:
        """The bare repository."""
        return self.place / "bookshop.git"


def prepare(folder: DemoFolder, environ: Mapping[str, str], *, anew: bool = False) -> bool:
    """Whether the repositories had to be made; afterwards both are there, whole.

    A run that was killed while it made them is finished by the next one. `anew` removes the two
    repositories first, and nothing else.

    Raises:
        UsageError: the place is a file, or a folder that is not the demo's; or it is the demo's
            and a repository in it is damaged.
        OutsideError: the folder cannot be written, or git failed.
    """
    _claim(folder.place)
    try:
        with sole_writer(folder.place, timeout=_WAIT_SECONDS):
            _sweep(folder.place)
            write_whole(folder.place / MARK, _MARK_TEXT)
            write_whole(folder.place / ".gitignore", b"*\n")
            unfinished = (folder.place / _UNFINISHED).exists()
            new = not folder.checkout.exists() and not folder.remote.exists()
            if new or unfinished or anew:
                _make(folder, environ)
                return True
    except OSError as error:
        raise unwritable(folder.place, error) from error
    for repository in (folder.checkout / ".git", folder.remote):
        if not is_readable(repository, environ):
            raise UsageError(
                f"the demo in {folder.place} is damaged: {repository} is no git repository with a "
                "commit",
                hint="releasebot demo --fresh makes it anew",
            )
    return False


def _claim(place: Path) -> None:
    """Afterwards `place` is a folder with the demo's mark.

    The mark is the first thing in it, so at every instant the folder is empty or ours.
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
        names = {entry.name for entry in place.iterdir()}
        if not names:
            (place / MARK).touch()
        elif MARK not in names:
            raise UsageError(
                f"{place} is not the demo's own folder, so nothing in it was touched",
                hint="name a new or an empty folder with --dir",
            )
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(
            f"{place} cannot be the demo's folder: {error.filename or place} is a file",
            hint="name a new or an empty folder with --dir",
        ) from error
    except OSError as error:
        raise unwritable(place, error) from error


def _sweep(place: Path) -> None:
    """Remove what killed runs left; a git that one of them started may still be at work there."""
    sweep_unfinished(place)
    for left in place.glob(f"{_NEW}*"):
        shutil.rmtree(left, ignore_errors=True)


def _make(folder: DemoFolder, environ: Mapping[str, str]) -> None:
    unfinished = folder.place / _UNFINISHED
    unfinished.touch()
    for old in (folder.checkout, folder.remote):
        if old.exists():
            shutil.rmtree(old)
    new = DemoFolder(folder.place / f"{_NEW}{secrets.token_hex(6)}")
    new.place.mkdir()
    make_remote(new.remote, history(), person=AUTHOR, environ=environ)
    check_out(new.remote, new.checkout, person=AUTHOR, environ=environ)
    new.remote.rename(folder.remote)
    new.checkout.rename(folder.checkout)
    new.place.rmdir()
    unfinished.unlink()
