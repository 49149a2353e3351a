"""Comparisons of releases that were made before, kept so that no release is compared twice.

Nothing is decided by it: what two documents differ in is the same whenever they are compared.
"""

from __future__ import annotations

import contextlib
from hashlib import sha256
from pathlib import Path

import msgspec

import releasebot
from releasebot.errors import OutsideError
from releasebot.openapi.history import Step
from releasebot.output import write_derived

_FORM = 1
"""Raised where a `Step` of today would read one of yesterday wrongly."""


class KeptSteps:
    """A folder with one file for each pair of documents that were compared; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, made_from: tuple[str, ...]) -> Step | None:
        """The step that was kept; None where nothing whole and undamaged is."""
        if self._folder is None:
            return None
        try:
            digest, _, body = self._file(self._folder, made_from).read_bytes().partition(b"\n")
            if sha256(body).hexdigest().encode() != digest:
                return None
            return msgspec.msgpack.decode(body, type=Step)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def put(self, made_from: tuple[str, ...], step: Step) -> None:
        """Keep a step. The file is there whole or not at all; an unwritable folder keeps nothing.

        `made_from` stands for all that it follows from but this program: both documents and how
        they were compared.
        """
        if self._folder is None:
            return
        body = msgspec.msgpack.encode(step)
        content = sha256(body).hexdigest().encode() + b"\n" + body
        with contextlib.suppress(OSError, OutsideError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_derived(self._file(self._folder, made_from), content)

    def _file(self, folder: Path, made_from: tuple[str, ...]) -> Path:
        words = msgspec.json.encode((releasebot.__version__, _FORM, made_from))
        return folder / sha256(words).hexdigest()
