"""What was found of released documents before, kept so that none of them is read twice.

Nothing is decided by it: what follows from a document, or from two, is the same whenever it is
worked out.
"""

from __future__ import annotations

import contextlib
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

import releasebot
from releasebot.errors import OutsideError
from releasebot.output import write_derived

_FORM = 1
"""Raised where a value of today would read one of yesterday wrongly."""

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """A folder with one file for each value of a kind; None keeps nothing."""

    def __init__(self, folder: Path | None, kind: type[Value]) -> None:
        self._folder = folder
        self._kind = kind

    def get(self, made_from: tuple[str, ...]) -> Value | None:
        """The value that was kept; None where nothing whole and undamaged is."""
        if self._folder is None:
            return None
        try:
            digest, _, body = self._file(self._folder, made_from).read_bytes().partition(b"\n")
            if sha256(body).hexdigest().encode() != digest:
                return None
            return msgspec.msgpack.decode(body, type=self._kind)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def put(self, made_from: tuple[str, ...], value: Value) -> None:
        """Keep a value. The file is there whole or not at all; an unwritable folder keeps nothing.

        `made_from` stands for all that it follows from but this program: the documents, and how
        they were looked at.
        """
        if self._folder is None:
            return
        body = msgspec.msgpack.encode(value)
        content = sha256(body).hexdigest().encode() + b"\n" + body
        with contextlib.suppress(OSError, OutsideError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_derived(self._file(self._folder, made_from), content)

    def _file(self, folder: Path, made_from: tuple[str, ...]) -> Path:
        words = msgspec.json.encode((releasebot.__version__, _FORM, made_from))
        return folder / sha256(words).hexdigest()
