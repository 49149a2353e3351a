"""What has passed for a tree already, so that a run which was stopped goes on from there.

A record lies in the folder of the git repository, under the tree's hash and the digest of the
gate's settings. It only saves time: what a release was proven by is kept with the release.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from releasebot.config.gates_schema import GateSettings
from releasebot.errors import OutsideError
from releasebot.gates.verdict import Judgement
from releasebot.output import write_derived

_OLDEST_SECONDS = 24 * 3600
"""Advisories appear and exceptions end: after a day a gate has to pass anew."""


class Kept:
    """The records of one tree.

    `is_there` tells whether the files are still those of the tree: a verdict on others is not kept.
    """

    def __init__(
        self,
        repository: Path,
        tree: str,
        is_there: Callable[[], bool],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = repository / "releasebot" / "gates"
        self._tree = tree
        self._is_there = is_there
        self._clock = clock

    def passed(self, name: str, gate: GateSettings) -> Judgement | None:
        """The verdict of a gate that has passed for this tree within the last day, as it is set."""
        path = self._place(name, gate)
        try:
            age = self._clock() - path.stat().st_mtime
            found = msgspec.json.decode(path.read_bytes(), type=Judgement)
        except (OSError, msgspec.MsgspecError):
            return None
        fits = found.name == name and found.verdict == "passed"
        return found if fits and 0 <= age < _OLDEST_SECONDS else None

    def keep(self, gate: GateSettings, judgement: Judgement) -> None:
        """Remember a gate that has passed; nothing else is remembered."""
        if judgement.verdict != "passed" or not self._is_there():
            return
        with suppress(OutsideError, OSError):  # the next run takes longer, that is all
            path = self._place(judgement.name, gate)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._sweep()
            write_derived(path, msgspec.json.encode(judgement))

    def _place(self, name: str, gate: GateSettings) -> Path:
        settings = msgspec.json.encode((name, gate), order="deterministic")
        return self._folder / self._tree / f"{sha256(settings).hexdigest()[:32]}.json"

    def _sweep(self) -> None:
        """Remove what is too old to count."""
        oldest = self._clock() - _OLDEST_SECONDS
        for one in self._folder.glob("*/*.json"):
            if one.stat().st_mtime < oldest:
                one.unlink(missing_ok=True)
        for folder in self._folder.iterdir():
            if folder.name != self._tree:
                with suppress(OSError):  # one that still holds something stays
                    folder.rmdir()
