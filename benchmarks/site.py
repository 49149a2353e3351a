"""What the site of a large API costs, against a rival's one: CPU time, memory, size.

Reads GitHub's own description, which stands in the shared corpus beside the project. The rival,
mkdocs-openapi, is installed under build/, once.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.rivals import mkdocs_openapi

SPEC = Path(__file__).parents[2] / "shared/corpus/openapi/specs/github-rest.json"
RIVAL_SECONDS = 56.0
"""What the rival needs where the limits below were set; they are scaled by what it needs here."""
LIMITS = {"markdown": 3.0, "tag": 20.0, "operation": 45.0}
MEGABYTES = {"tag": 120.0, "operation": 250.0}
MOST_MEBIBYTES = 500.0
REBUILD_SHARE = 1 / 3
"""Of what a whole build may cost: reading the document and laying it out are done every time."""

_SETTINGS = """\
site_name: Rival
theme: {name: material, font: false}
plugins: [search, openapi]
nav: [index.md, {API: spec.json}]
"""


def main() -> int:
    """Measure and print; 1 where a limit is broken, 0 also where there is nothing to measure."""
    if not SPEC.is_file():
        print(f"\nThe site was not measured: {SPEC} is not here")
        return 0
    with tempfile.TemporaryDirectory() as place:
        slowness = _rival_seconds(Path(place) / "rival") / RIVAL_SECONDS
        print(f"\nSite of {SPEC.name}: {slowness:.2f} times as slow as where the limits were set\n")
        print("| what | CPU s | limit | MB | limit | MiB held | written | BROKEN |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
        kept = [_markdown(Path(place), slowness)]
        for pages in ("tag", "operation"):
            kept += _builds(Path(place), pages, slowness)
    return 0 if all(kept) else 1


def _markdown(place: Path, slowness: float) -> bool:
    seconds, used = _measured(place, "generate", SPEC, "operation")
    return _row("spec to Markdown", seconds, LIMITS["markdown"] * slowness, None, None, used)


def _builds(place: Path, pages: str, slowness: float) -> list[bool]:
    site = place / pages / "site"
    seconds, used = _measured(place, "build", SPEC, pages)
    size = _size(site)
    limit = LIMITS[pages] * slowness
    whole = _row(f'whole, pages = "{pages}"', seconds, limit, size, MEGABYTES[pages], used)
    before = {path: path.stat().st_ino for path in site.rglob("*.html")}
    again, used = _measured(place, "build", _changed(place), pages)
    written = [p for p in site.rglob("*.html") if before.get(p) != p.stat().st_ino]
    share = limit * REBUILD_SHARE
    name = f"one operation changed ({again / seconds:.0%} of that)"
    kept = _row(name, again, share, None, None, used, written=len(written))
    return [whole, kept]


def _row(
    name: str,
    seconds: float,
    limit: float,
    size: float | None,
    most: float | None,
    used: float,
    *,
    written: int | None = None,
) -> bool:
    broken = seconds > limit or used > MOST_MEBIBYTES or bool(size and most and size > most)
    shown = ["" if one is None else f"{one:.0f}" for one in (size, most, used, written)]
    print(f"| {name} | {seconds:.1f} | {limit:.1f} | {' | '.join(shown)} | {'yes' * broken} |")
    return not broken


def _measured(place: Path, *words: Any) -> tuple[float, float]:  # noqa: ANN401  words of a command
    """CPU seconds of all processes, and the most MiB that one of them held (wait4(2))."""
    argv = [sys.executable, "-m", "benchmarks.site_once", str(place), *map(str, words)]
    pid = os.posix_spawn(argv[0], argv, os.environ)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{' '.join(argv)} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _changed(place: Path) -> Path:
    spec = json.loads(SPEC.read_text("utf-8"))
    spec["paths"]["/user"]["get"]["description"] += " Changed."
    path = place / "changed.json"
    path.write_text(json.dumps(spec, separators=(",", ":"), ensure_ascii=False), "utf-8")
    return path


def _rival_seconds(place: Path) -> float:
    """CPU seconds of the rival; where it cannot be installed, as many as where limits were set."""
    mkdocs = mkdocs_openapi()
    if mkdocs is None:
        return RIVAL_SECONDS
    (place / "docs").mkdir(parents=True)
    (place / "docs" / "index.md").write_text("# Rival\n")
    (place / "docs" / "spec.json").write_bytes(SPEC.read_bytes())
    (place / "mkdocs.yml").write_text(_SETTINGS)
    words = ("env", "-C", str(place), "NO_MKDOCS_2_WARNING=1", str(mkdocs), "build", "-q")
    pid = os.posix_spawnp(words[0], words, os.environ)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit("the rival failed")
    return used.ru_utime + used.ru_stime


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
