"""Pages to a site: MkDocs, run in a process of its own, for the pages that changed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from releasebot.errors import OutsideError
from releasebot.process import run
from releasebot.site.configuration import configuration
from releasebot.site.fingerprints import fingerprints
from releasebot.site.generate import Order, SourceFile, assets, surroundings
from releasebot.site.layout import Layout
from releasebot.site.mark import Standing
from releasebot.site.search_index import INDEX

BUILD_SECONDS: Final = 900.0
"""How long a build may take; 1,200 operations take well under a minute on a slow machine."""

TREE: Final = "tree.json"
"""The file with what the builder's process is to draw, in the folder of the sources."""

_UNWANTED: Final = frozenset({"PYTHONWARNINGS", "PYTHONSTARTUP", "PYTHONINSPECT"})


def build(
    order: Order, *, sources: Path, site: Path, standing: Standing | None = None
) -> Mapping[str, str]:
    """Build the order's site into the folder `site`; `sources` is where the builder works.

    Neither folder may exist. Files of the site that is `standing` are taken over where a page's
    fingerprint is the same: they are not written again. The only time that the site carries is the
    commit's, so equal orders give equal bytes
    (https://reproducible-builds.org/specs/source-date-epoch/). Every warning of the builder counts
    as a failure. The result holds the fingerprint of each page, by its file.

    Raises:
        OutsideError: the builder failed or did not end in time.
    """
    tree = order.signed
    layout = Layout(tree, with_console=bool(order.console))
    settings = configuration(tree, place=order.place)
    found = fingerprints(tree, layout, common=settings + surroundings())
    prints = {_html(path): one for path, one in found.items()}
    kept = standing.same(prints) if standing else frozenset()
    task = msgspec.json.encode(
        {
            "tree": tree,
            "kept": [path for path in found if _html(path) in kept],
            "console": bool(order.console),
            "standing": str(standing.folder) if standing and INDEX not in standing.harmed else "",
        }
    )
    write_sources((SourceFile("mkdocs.yml", settings), *assets(order)), sources)
    (sources / TREE).write_bytes(task)
    argv = (sys.executable, "-P", "-m", "releasebot.site.child", str(os.getpid()))
    environment = _environment(os.environ, order.edition.committed_at)
    words = (str(sources), str(site))
    done = run((*argv, *words), cwd=sources, timeout=BUILD_SECONDS, env=environment)
    if not done.ok:
        raise OutsideError(
            f"MkDocs could not build the site and ended with code {done.code}",
            hint="the lines below name the page; the other steps of a release do not need the site",
            details=done.complaint,
        )
    if standing:
        _take_over(kept, standing.folder, site)
    return prints


def write_sources(files: Iterable[SourceFile], folder: Path) -> None:
    """Write the files below the folder."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8", newline="\n")


def _html(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def _take_over(kept: Iterable[str], old: Path, site: Path) -> None:
    """Give the new site the old one's files: the same file under a second name where that works."""
    for name in kept:
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old / name, target)
        except OSError:  # another disk, or one without such links
            shutil.copy2(old / name, target)


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
