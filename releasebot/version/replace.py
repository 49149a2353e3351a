"""Replace the content of several files: all of them, or none."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from releasebot.errors import ConflictError, OutsideError, ReleasebotError

_BESIDE = ".releasebot-new"
"""How the name of a file ends that is being written; the next run takes it up where one is left."""

_MOST_TRIES = 5


class Replacement(Struct, frozen=True):
    """A file's present bytes and those that are to take their place. `shown` is for messages."""

    path: Path
    shown: str
    before: bytes
    after: bytes


class _Prepared(Struct, frozen=True):
    """A file that is written whole beside the one it will replace; both in one folder."""

    target: Path
    beside: Path
    replacement: Replacement


def replace_all(replacements: Sequence[Replacement]) -> None:
    """Afterwards every file holds its `after`, and has kept its mode, owner and attributes.

    A link is followed, and what it leads to is replaced. At every instant each file is whole, old
    or new. All new contents are on the disk before the first file is replaced, in the order given;
    if that cannot be finished, the files already replaced get their old content back. A process
    that is killed in between leaves some files old and some new.

    Raises:
        ConflictError: a file does not hold its `before`, or another process is replacing it.
        OutsideError: a file cannot be written; all are as they were.
    """
    with ExitStack() as stack:
        prepared = [stack.enter_context(_beside(one)) for one in replacements]
        for one in prepared:
            _unchanged(one)
        done: list[_Prepared] = []
        try:
            for one in prepared:
                done.append(one)
                one.beside.replace(one.target)
                _sync_folder(one.target.parent)
        except BaseException as error:
            _restore(done)
            if isinstance(error, OSError):
                raise _unwritable(done[-1].replacement, error) from error
            raise
        for one in prepared:
            if one.target.read_bytes() != one.replacement.after:
                raise ConflictError(
                    f"{one.replacement.shown} was changed by another program while it was written",
                    hint="look at it, and run the command again",
                )


@contextmanager
def _beside(replacement: Replacement) -> Iterator[_Prepared]:
    """The new content, written and locked beside its file; removed in the end if it is left."""
    target = replacement.path.resolve()
    beside = target.with_name(f".{target.name}{_BESIDE}")
    try:
        descriptor = _open_locked(beside, replacement)
    except OSError as error:
        raise _unwritable(replacement, error) from error
    try:
        try:
            _fill(descriptor, target, replacement.after)
        except OSError as error:
            raise _unwritable(replacement, error) from error
        yield _Prepared(target, beside, replacement)
    finally:
        with suppress(OSError):
            if os.path.samestat(beside.stat(), os.fstat(descriptor)):
                beside.unlink()
        os.close(descriptor)


def _open_locked(beside: Path, replacement: Replacement) -> int:
    """The file of this name, which no other living process holds; a dead one's is taken over."""
    for _ in range(_MOST_TRIES):
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), beside.stat()):
                return descriptor
        except FileNotFoundError:  # its holder finished between our two calls
            pass
        except BlockingIOError:
            os.close(descriptor)
            break
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    raise ConflictError(
        f"another run is writing {replacement.shown} at this moment",
        hint="wait for it to end, then run the command again",
    )


def _fill(descriptor: int, target: Path, content: bytes) -> None:
    os.ftruncate(descriptor, 0)
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    _copy_attributes(descriptor, target)
    os.fsync(descriptor)


def _copy_attributes(descriptor: int, target: Path) -> None:
    old, new = target.stat(), os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError):  # only root gives files away
            os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
    with suppress(OSError):  # not every file system knows extended attributes
        for name in os.listxattr(target):
            os.setxattr(descriptor, name, os.getxattr(target, name))


def _unchanged(one: _Prepared) -> None:
    if one.target.read_bytes() != one.replacement.before:
        raise ConflictError(
            f"{one.replacement.shown} was changed after it was read; nothing was written",
            hint="run the command again",
        )


def _sync_folder(folder: Path) -> None:
    """Bring a replaced name to the disk; some file systems cannot, and lose nothing by it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EROFS}:
            raise
    finally:
        os.close(descriptor)


def _restore(done: Sequence[_Prepared]) -> None:
    """Give the files that hold their new content the old one again.

    Raises:
        OutsideError: that failed too; the message names the files that stay new.
    """
    left = []
    for one in reversed(done):
        replacement = one.replacement
        try:
            if one.target.read_bytes() != replacement.after:
                continue
            back = Replacement(one.target, replacement.shown, replacement.after, replacement.before)
            with _beside(back) as prepared:
                prepared.beside.replace(prepared.target)
        except (OSError, ReleasebotError):
            left.append(replacement.shown)
    if left:
        raise OutsideError(
            f"the files could not all be written, and {', '.join(left)} could not be set back",
            hint="give the right to write there, then run the same command again",
        )


def _unwritable(replacement: Replacement, error: OSError) -> OutsideError:
    return OutsideError(
        f"{replacement.shown} cannot be written: {error.strerror or error}; no file was changed",
        hint="make room or give the right to write there, then run the same command again",
    )
