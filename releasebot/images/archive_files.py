"""The files inside an image's archive: a folder, or a tar file whether compressed or not."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
import tempfile
import weakref
import zlib
from pathlib import Path
from typing import IO, BinaryIO, Protocol, cast

from releasebot.errors import UsageError

_MOST_LINKS = 8


class Files(Protocol):
    """The files of an archive by their names in it."""

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        ...

    def size(self, name: str) -> int:
        """Its size in bytes."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Its content, from the start at each opening, in as many threads as wanted."""
        ...


def open_files(path: Path) -> Files:
    """The files of the archive at `path`.

    Raises:
        UsageError: there is nothing, or it is neither a folder nor a tar file.
    """
    try:
        return _Folder(path) if path.is_dir() else _Tar(path)
    except FileNotFoundError as error:
        raise UsageError(
            f"{path}, the archive of an image, is not there",
            hint="build it first, or correct images.services.NAME.archive",
        ) from error
    except (OSError, tarfile.TarError, EOFError) as error:
        raise UsageError(
            f"{path} is neither an OCI layout nor a tar file of an image: {error}",
            hint="make it with docker image save or skopeo copy",
        ) from error


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, name: str) -> bool:
        return (self._folder / name).is_file()

    def size(self, name: str) -> int:
        return (self._folder / name).stat().st_size

    def open(self, name: str) -> BinaryIO:
        return (self._folder / name).open("rb")


class _Tar:
    """A tar file; a compressed one is unpacked once, into a file that has no name."""

    def __init__(self, path: Path) -> None:
        self._file = Shared(path.open("rb"))
        try:
            self._members = self._file.members()
        except tarfile.ReadError:
            self._file = _unpacked(path)
            self._members = self._file.members()

    def has(self, name: str) -> bool:
        return self._member(name) is not None

    def size(self, name: str) -> int:
        member = self._member(name)
        return member.size if member else 0

    def open(self, name: str) -> BinaryIO:
        member = self._member(name)
        if member is None:
            raise FileNotFoundError(name)
        return self._file.span(member.offset_data, member.size)

    def _member(self, name: str) -> tarfile.TarInfo | None:
        """The file of that name, links inside the archive followed."""
        name = os.path.normpath(name)
        for _ in range(_MOST_LINKS):
            member = self._members.get(name)
            if member is None or member.isfile():
                return member
            if not (member.issym() or member.islnk()):
                return None
            folder = Path() if member.islnk() else Path(name).parent
            name = os.path.normpath(folder / member.linkname)
        return None


def _unpacked(path: Path) -> Shared:
    import bz2
    import gzip
    import lzma

    for opener in (gzip.open, bz2.open, lzma.open):
        unpacked = Shared(tempfile.TemporaryFile())  # noqa: SIM115  `Shared` closes it
        try:
            with cast("BinaryIO", opener(path, "rb")) as packed:
                shutil.copyfileobj(packed, unpacked.file, 1 << 20)
        except (OSError, EOFError, zlib.error, lzma.LZMAError):
            continue
        unpacked.file.flush()
        return unpacked
    raise tarfile.ReadError("found no tar file, compressed or not")


class Shared:
    """An open file that many read parts of; it is closed when none of them is left."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        weakref.finalize(self, file.close)

    def span(self, start: int, size: int) -> io.BufferedReader:
        """`size` bytes from `start` on, as a file of their own."""
        return io.BufferedReader(_Span(self, start, size), 1 << 20)

    def members(self) -> dict[str, tarfile.TarInfo]:
        """What the file holds as a tar file, by name.

        Raises:
            ReadError: it is no tar file, or a compressed one.
        """
        self.file.seek(0)
        with tarfile.open(fileobj=self.file, mode="r:") as tar:
            return {os.path.normpath(one.name): one for one in tar.getmembers()}


class _Span(io.RawIOBase):
    """A part of an open file, read without moving the file's own position."""

    def __init__(self, shared: Shared, start: int, size: int) -> None:
        super().__init__()
        self._shared = shared
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        wanted = min(len(view), max(0, self._size - self._at))
        piece = os.pread(self._shared.file.fileno(), wanted, self._start + self._at)
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
