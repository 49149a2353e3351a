"""What reading and checking a large API document costs: against `json.load`, and Redocly's lint.

Ratios are of CPU time in one process, each round's against the same round's floor. Memory is that
of the whole program, against the size of the file.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from benchmarks.documents import documents
from benchmarks.measure import Subject, bare_environment, measure, program, report
from releasebot.openapi.lint.check import check
from releasebot.openapi.load import load

ROUNDS = 7
LIMITS = {"load": 4.0, "load and check": 10.0, "load YAML": 0.6}
"""The most that each may cost, in times of the floor."""
MOST_TIMES_THE_FILE = 8
REDOCLY = "@redocly/cli@2.77.0"
TIMES_QUICKER = 5
_PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A small program that starts another and tells its memory: a child inherits its parent's peak."""
NPM_FOLDER = Path("build/bench/redocly")


def main() -> int:
    """Measure and print; 1 where a limit is broken."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        found = documents(folder)
        kept = [_in_process(name, path) for name, path in found.items()]
        kept += [_memory(name, path, folder) for name, path in found.items()]
        kept.append(_beside_redocly(next(iter(found.values())), folder))
    return 0 if all(kept) else 1


def _in_process(name: str, path: Path) -> bool:
    """Loading and checking against what the usual parser takes to make values of the same bytes."""
    data = path.read_bytes()
    is_json = path.suffix == ".json"
    floor = "json.load" if is_json else "yaml.CSafeLoader"
    work: dict[str, Callable[[], object]] = {
        floor: (lambda: json.loads(data))
        if is_json
        else (lambda: yaml.load(data, Loader=yaml.CSafeLoader)),
        "load" if is_json else "load YAML": lambda: load(data, name=path.name),
        "load and check": lambda: check(load(data, name=path.name)),
    }
    times: dict[str, list[float]] = {subject: [] for subject in work}
    for number in range(-1, ROUNDS):
        for subject, run in work.items():
            started = time.process_time()
            run()
            if number >= 0:
                times[subject].append(time.process_time() - started)
    print(f"\n{name}: {len(data):,} bytes\n\n| subject | CPU ms | times the floor | limit |")
    print("| --- | ---: | ---: | ---: |")
    kept = True
    for subject, taken in times.items():
        ratio = statistics.median(mine / its for mine, its in zip(taken, times[floor], strict=True))
        limit = LIMITS.get(subject)
        broken = limit is not None and ratio > limit
        kept = kept and not broken
        milliseconds = statistics.median(taken) * 1000
        print(
            f"| {subject} | {milliseconds:.1f} | {ratio:.2f} "
            f"| {limit or ''}{' BROKEN' if broken else ''} |"
        )
    return kept


def _memory(name: str, path: Path, folder: Path) -> bool:
    ours = (program("releasebot"), "api", "lint", str(path), "--fail-on", "never")
    done = subprocess.run(
        (sys.executable, "-c", _PEAK, *ours),
        env=bare_environment(folder),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    peak, size = int(done.stdout) * 1024, path.stat().st_size
    # What the program takes for a document of a few lines is no matter of the document's size.
    counts = size > 10_000_000
    broken = counts and peak > MOST_TIMES_THE_FILE * size
    told = f"limit {MOST_TIMES_THE_FILE}{' BROKEN' if broken else ''}" if counts else "no limit"
    print(
        f"\n{name}: api lint held {peak / 2**20:.0f} MiB, {peak / size:.1f} times the file ({told})"
    )
    return not broken


def _beside_redocly(path: Path, folder: Path) -> bool:
    redocly = _redocly()
    if redocly is None:
        return True
    env = bare_environment(folder) | {"REDOCLY_TELEMETRY": "off", "CI": "1"}
    # Both find faults, which is no failure of the measurement.
    theirs = ("sh", "-c", f"'{redocly}' lint '{path}' >/dev/null 2>&1 || true")
    ours = (program("releasebot"), "api", "lint", str(path), "--fail-on", "never")
    subjects = (
        Subject("redocly lint (floor)", theirs),
        Subject("releasebot api lint", ours, 1 / TIMES_QUICKER),
    )
    return report(
        f"Beside {REDOCLY}: {path.name}", measure(subjects, rounds=3, cwd=folder, env=env)
    )


def _redocly() -> Path | None:
    """The rival, installed through npm; None where that cannot be, which is said."""
    found = (NPM_FOLDER / "node_modules/.bin/redocly").absolute()
    if found.exists():
        return found
    npm = shutil.which("npm")
    if npm is None:
        print("\nredocly lint is not measured: npm is not installed")
        return None
    NPM_FOLDER.mkdir(parents=True, exist_ok=True)
    words = (npm, "install", "--silent", "--no-save", "--prefix", str(NPM_FOLDER), REDOCLY)
    done = subprocess.run(words, check=False, timeout=600)
    if done.returncode or not found.exists():
        print(f"\nredocly lint is not measured: npm could not install {REDOCLY}")
        return None
    return found


if __name__ == "__main__":
    raise SystemExit(main())
