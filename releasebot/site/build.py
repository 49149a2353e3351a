"""Sources to a site: MkDocs, run in a process of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from releasebot.errors import OutsideError
from releasebot.process import run
from releasebot.site.generate import SourceFile

BUILD_SECONDS: Final = 900.0
"""How long a build may take; 1,200 operations take well under a minute on a slow machine."""

_UNWANTED: Final = frozenset({"PYTHONWARNINGS", "PYTHONSTARTUP", "PYTHONINSPECT"})


def build(files: Iterable[SourceFile], *, sources: Path, site: Path, epoch: int) -> None:
    """Write the files into the folder `sources` and build them into the folder `site`.

    Neither folder may exist. `epoch`, in seconds, is the only time that the site carries, so equal
    files give equal bytes (https://reproducible-builds.org/specs/source-date-epoch/). Every warning
    counts as a failure: a page left out, a link or an anchor that leads nowhere.

    Raises:
        OutsideError: the builder failed or did not end in time.
    """
    for file in files:
        path = sources / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8", newline="\n")
    command = ("build", "--strict", "--site-dir", str(site))  # --quiet would hide what is counted
    argv = (sys.executable, "-P", "-m", "releasebot.site.child", str(os.getpid()), *command)
    done = run(argv, cwd=sources, timeout=BUILD_SECONDS, env=_environment(os.environ, epoch))
    if not done.ok:
        raise OutsideError(
            f"MkDocs could not build the site and ended with code {done.code}",
            hint="the lines below name the page; the other steps of a release do not need the site",
            details=done.complaint,
        )


def _environment(ours: Mapping[str, str], epoch: int) -> dict[str, str]:
    """Our environment, so that the child finds the same packages and gives the same bytes."""
    kept = {name: value for name, value in ours.items() if name not in _UNWANTED}
    return kept | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(max(epoch, 0)),
        "TZ": "UTC",
    }
