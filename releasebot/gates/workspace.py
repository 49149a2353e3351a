"""Where gates run: what is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from releasebot.gates.reading import Past


class Workspace(Struct, frozen=True):
    """The work tree and its surroundings.

    `top` is the work tree, `base` the folder that paths in the configuration are relative to,
    `logs` where what the commands write is kept; all absolute, `top` with its links resolved.
    `hide` takes the secrets out of a text, `past` gives what a gate measured for earlier releases.
    """

    top: Path
    base: Path
    logs: Path
    environ: Mapping[str, str]
    today: date
    hide: Callable[[str], str]
    past: Callable[[str], Sequence[Past]]
    waits: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0)
    """Seconds before each further attempt: an outage of a moment passes."""
