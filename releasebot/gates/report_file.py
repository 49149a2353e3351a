"""The file with a gate's report: in the repository, a plain file, and written by this very run."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from msgspec import Struct

from releasebot.gates.reading import Unreadable

MOST_BYTES = 2 * 1024**3


class Seen(Struct, frozen=True):
    """A file as it was at one moment; a file that is written anew differs."""

    inode: int
    size: int
    written: int
    changed: int


def look(path: Path) -> Seen | None:
    """The file that is there now, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Seen(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def written(path: Path, before: Seen | None, *, top: Path, shown: str) -> Path:
    """The report, all links resolved, that a command has written since `before`.

    Raises:
        Unreadable: there is none, it is older, it lies outside `top`, or it is no plain file.
    """
    try:
        whole = path.resolve(strict=True)
        mode = os.lstat(whole)
    except FileNotFoundError:
        raise Unreadable(f"the report {shown} was not written") from None
    except (OSError, RuntimeError) as error:
        raise Unreadable(f"the report {shown} cannot be read: {error}") from error
    if not whole.is_relative_to(top):
        raise Unreadable(f"the report {shown} leads to {whole}, outside the repository")
    if not stat.S_ISREG(mode.st_mode):
        raise Unreadable(f"the report {shown} is no plain file")
    if before and look(path) == before:
        raise Unreadable(f"the report {shown} is from before this run: it was not written again")
    if mode.st_size > MOST_BYTES:
        raise Unreadable(f"the report {shown} has {mode.st_size} bytes, {MOST_BYTES} at most")
    return whole
