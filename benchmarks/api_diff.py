"""What comparing two large API documents costs: against `json.load` of both, and in memory.

The revision is a copy with changed schemas, removed paths and a new parameter. Each round's time is
set against the same round's floor; memory is that of the whole program.
"""

from __future__ import annotations

import copy
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from benchmarks.documents import documents
from benchmarks.measure import bare_environment, program
from releasebot.openapi.api import read_api
from releasebot.openapi.diff.accepted import sift
from releasebot.openapi.diff.compare import compare
from releasebot.openapi.diff.report import data
from releasebot.openapi.diff.verdict import judge
from releasebot.openapi.lint.check import check
from releasebot.openapi.load import load

ROUNDS = 5
LIMIT = 15.0
"""The most that loading, checking and comparing two JSON files may cost, in times of the floor."""
MOST_TIMES_THE_FILES = 8
LARGE = 20_000_000
"""How many bytes two documents must have for the limits to hold."""
_PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A small program that starts another and tells its memory: a child inherits its parent's peak."""


def main() -> int:
    """Measure and print; 1 where a limit is broken."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        kept = []
        for name, path in documents(folder).items():
            revision = folder / f"changed-{path.stem}.json"
            revision.write_text(json.dumps(_changed(_read(path)), indent=2, ensure_ascii=False))
            kept += [_in_process(name, path, revision), _memory(name, path, revision, folder)]
    return 0 if all(kept) else 1


def _read(path: Path) -> Any:  # noqa: ANN401  a document
    if path.suffix == ".json":
        return json.loads(path.read_bytes())
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def _changed(base: Any) -> Any:  # noqa: ANN401  a document
    """A copy in which every twentieth schema and path differs."""
    whole = copy.deepcopy(base)
    schemas = whole.get("definitions") or whole["components"]["schemas"]
    for name in list(schemas)[::20]:
        properties = schemas[name].get("properties")
        if properties:
            properties.pop(next(iter(properties)))
            properties["added_for_measuring"] = {"type": "string"}
    for path in list(whole["paths"])[::40]:
        del whole["paths"][path]
    return whole


def _in_process(name: str, base: Path, revision: Path) -> bool:
    files = [(path.name, path.read_bytes()) for path in (base, revision)]
    is_json = base.suffix == ".json"
    floor = "json.load of both" if is_json else "yaml.CSafeLoader and json.load"
    work: dict[str, Callable[[], object]] = {
        floor: lambda: [_read(base), _read(revision)],
        "load and diff": lambda: _compared(files, checked=False),
        "load, check and diff": lambda: _compared(files, checked=True),
    }
    times: dict[str, list[float]] = {subject: [] for subject in work}
    for number in range(-1, ROUNDS):
        for subject, run in work.items():
            started = time.process_time()
            run()
            if number >= 0:
                times[subject].append(time.process_time() - started)
    size = sum(len(content) for _, content in files)
    print(f"\n{name} and a changed copy: {size:,} bytes, {_count(files):,} changes\n")
    print("| subject | CPU ms | times the floor | limit |\n| --- | ---: | ---: | ---: |")
    kept = True
    for subject, taken in times.items():
        ratio = statistics.median(mine / its for mine, its in zip(taken, times[floor], strict=True))
        # A small document is parsed in no time; what counts there is how much has changed.
        limited = is_json and size > LARGE and subject != floor
        broken = limited and ratio > LIMIT
        kept = kept and not broken
        told = f"{LIMIT:g}{' BROKEN' if broken else ''}" if limited else ""
        print(f"| {subject} | {statistics.median(taken) * 1000:.0f} | {ratio:.2f} | {told} |")
    return kept


def _compared(files: list[tuple[str, bytes]], *, checked: bool) -> int:
    loaded = [load(content, name=name) for name, content in files]
    if checked:
        for document in loaded:
            check(document)
    comparison = compare(read_api(loaded[0]), read_api(loaded[1]))
    sifted = sift(comparison.changes, (), None)
    return len(data(comparison, judge(comparison, sifted.changes), sifted)["changes"])


def _count(files: list[tuple[str, bytes]]) -> int:
    return _compared(files, checked=False)


def _memory(name: str, base: Path, revision: Path, folder: Path) -> bool:
    ours = (program("releasebot"), "api", "diff", str(base), str(revision), "--format", "json")
    done = subprocess.run(
        (sys.executable, "-c", _PEAK, *ours),
        cwd=folder,
        env=bare_environment(folder),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    peak, size = int(done.stdout) * 1024, base.stat().st_size + revision.stat().st_size
    # What the program takes for a document of a few lines is no matter of the documents' size.
    counts = size > LARGE
    broken = counts and peak > MOST_TIMES_THE_FILES * size
    told = f"limit {MOST_TIMES_THE_FILES}{' BROKEN' if broken else ''}" if counts else "no limit"
    print(f"\n{name}: api diff held {peak / 2**20:.0f} MiB, {peak / size:.1f} times both ({told})")
    return not broken


if __name__ == "__main__":
    raise SystemExit(main())
