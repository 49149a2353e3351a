"""Files and folders that we make: whole or not at all, unseen by git, one writer at a time."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from releasebot.errors import OutsideError, UsageError

_UNFINISHED = ".releasebot-new"
"""How the name of a file ends that is being written, or was when its writer was killed."""

_LOCK = ".releasebot.lock"
_LOOK_AGAIN_SECONDS = 0.05


def write_whole(path: Path, content: bytes) -> bool:
    """Whether `path` had to be written; afterwards it holds `content`, on the disk itself.

    At every instant the file holds its old content or the new one. A file that already holds
    `content` is not touched. A writer that is killed may leave a file beside it, which
    `sweep_unfinished` removes.

    Raises:
        OutsideError: the file cannot be written.
    """
    return _write(path, content, os.fsync)


def write_derived(path: Path, content: bytes) -> bool:
    """The same without waiting for the disk: for what is made again where a power cut spoilt it.

    Raises:
        OutsideError: the file cannot be written.
    """
    return _write(path, content, lambda _: None)


def _write(path: Path, content: bytes, settle: Callable[[int], None]) -> bool:
    if _holds(path, content):
        return False
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}{_UNFINISHED}")
    try:
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                settle(file.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise unwritable(path, error) from error
    return True


def sweep_unfinished(folder: Path) -> None:
    """Remove what killed writers left in `folder`; call it only while holding `sole_writer`."""
    for left in folder.glob(f".*{_UNFINISHED}"):
        left.unlink(missing_ok=True)


def make_folder(folder: Path, *, worktree: Path) -> None:
    """Afterwards `folder` exists, and what is made in it never shows in `git status`.

    A folder of the user's is left as it is. Where we make one inside `worktree`, a `.gitignore`
    with `*` stands in its parent if that is made too, else in the folder itself: the two in
    `build/releasebot` share one. The folder and its `.gitignore` appear together.

    Raises:
        UsageError: something that is no folder stands in the way.
        OutsideError: the folder cannot be made.
    """
    folder, worktree = folder.resolve(), worktree.resolve()
    parent = folder.parent
    for above in (folder, *folder.parents):
        if above.exists() and not above.is_dir():
            raise UsageError(
                f"{folder} cannot be made: {above} is a file",
                hint="move the file away, or configure another folder",
            )
    try:
        if folder.is_dir():
            return
        if not folder.is_relative_to(worktree) or folder == worktree:
            folder.mkdir(parents=True, exist_ok=True)
        elif not parent.is_dir():
            parent.parent.mkdir(parents=True, exist_ok=True)
            _make_ignored(parent)
            folder.mkdir(exist_ok=True)
        elif _is_ignored(parent, worktree):
            folder.mkdir(exist_ok=True)
        else:
            _make_ignored(folder)
    except OSError as error:
        raise unwritable(folder, error) from error


@contextmanager
def sole_writer(folder: Path, *, timeout: float) -> Iterator[None]:
    """While it is held, no other run of ours writes to `folder`; a killed holder lets go.

    Raises:
        OutsideError: another run held it for `timeout` seconds.
    """
    import fcntl

    path = folder / _LOCK
    give_up = time.monotonic() + timeout
    try:
        file = path.open("ab")
    except OSError as error:
        raise unwritable(path, error) from error
    with file:  # closing it, or dying, releases the lock
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > give_up:
                    raise OutsideError(
                        f"another run has been writing to {folder} for {timeout:.0f} s",
                        hint="wait for it to end, then run the same command again",
                    ) from None
                time.sleep(_LOOK_AGAIN_SECONDS)
        yield


def unwritable(path: Path, error: OSError) -> OutsideError:
    """What to say when the system refuses to let `path` be written."""
    return OutsideError(
        f"{path} cannot be written: {error.strerror or error}",
        hint="make room or give the right to write there, then run the same command again",
    )


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _make_ignored(folder: Path) -> None:
    """Make one folder, in one instant with its `.gitignore`.

    It is prepared under a name that the next run takes up again if this one is killed.
    """
    prepared = folder.with_name(f".{folder.name}{_UNFINISHED}")
    ignore = prepared / ".gitignore"
    with suppress(FileNotFoundError):  # another run may have finished it meanwhile
        prepared.mkdir(exist_ok=True)
        ignore.write_text("*\n", "utf-8")
    try:
        prepared.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        with suppress(OSError):
            ignore.unlink()
            prepared.rmdir()


def _is_ignored(folder: Path, worktree: Path) -> bool:
    """Whether a `.gitignore` with `*` stands in the folder or above it, in the work tree."""
    for above in (folder, *folder.parents):
        if above == worktree:
            return False
        try:
            if "*" in (above / ".gitignore").read_text("utf-8").split():
                return True
        except (OSError, UnicodeDecodeError):
            continue
    return False
