"""The folder beside a site in which one run at a time works, and what a killed run leaves there.

It is called `.NAME.releasebot` after the site's folder NAME. It holds the lock, and one folder
`run-*` for each run that works or was killed while it did; a run removes these when it ends,
however it ends.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from releasebot.output import make_folder, sole_writer

_RUN: Final = "run-"
_GONE: Final = "gone-"
"""A folder is called so before it is removed: from half of one, nothing can be taken up again."""


def is_left(site: Path) -> bool:
    """Whether a run is at work on the site, or one that was killed has left its work behind."""
    place = _folder(site)
    return any(place.glob(f"{_RUN}*")) or any(place.glob(f"{_GONE}*"))


def runs(place: Path) -> tuple[Path, ...]:
    """The folders of the runs in the work folder, in order of their names."""
    return tuple(sorted(place.glob(f"{_RUN}*")))


def new_run(place: Path) -> Path:
    """An empty folder in the work folder for one run.

    Each run has its own, so that whatever a killed run's builder may still write goes nowhere.
    """
    return Path(tempfile.mkdtemp(prefix=_RUN, dir=place))


@contextmanager
def alone(site: Path, *, worktree: Path, patience: float) -> Iterator[Path]:
    """The work folder, for this run only; `patience` seconds are waited for another run to end.

    Afterwards the runs' folders are gone: whoever wants something out of one takes it out before.

    Raises:
        UsageError, OutsideError: the folder cannot be made.
        OutsideError: the other run did not end.
    """
    place = _folder(site)
    make_folder(place, worktree=worktree)
    with sole_writer(place, timeout=patience):
        try:
            yield place
        finally:
            _clear(place)


def _clear(place: Path) -> None:
    for run in runs(place):
        run.rename(place / f"{_GONE}{run.name}")
    for gone in place.glob(f"{_GONE}*"):
        # What a builder that is just ending still writes, the next run removes.
        shutil.rmtree(gone, ignore_errors=True)


def _folder(site: Path) -> Path:
    return site.parent / f".{site.name}.releasebot"
