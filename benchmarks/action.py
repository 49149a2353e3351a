"""What the GitHub action costs before the command runs: `place` and `install` of `.ci/action`.

The floor is an empty virtual environment, the least that an action in Python could make. Measured
are a runner that has the packages in its tool cache, and one that unpacks them from GitHub's cache
first, as actions/cache does with tar. The first installation of all is timed once.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Subject, bare_environment, measure, report

ROUNDS = 7
ACTION = Path(__file__).parent.parent / ".ci" / "action"
START = f"""\
set -eu
: > "$GITHUB_OUTPUT"
{ACTION} place
while IFS== read -r name value; do export "PLACE_$name=$value"; done < "$GITHUB_OUTPUT"
export PLACE_FOLDER="$PLACE_folder" PLACE_PYTHON="$PLACE_python"
if [ -n "${{UNPACK:-}}" ]; then mkdir -p "$PLACE_FOLDER"; tar -xf "$UNPACK" -C "$PLACE_FOLDER"; fi
{ACTION} install
"""
"""The steps of action.yml before the last, and what the runner does between them."""


def main() -> int:
    """Measure and print; 1 where a limit is broken."""
    with tempfile.TemporaryDirectory() as place:
        ending = "zst" if shutil.which("zstd") else "gz"  # as actions/cache chooses
        tools, kept = Path(place) / "tools", Path(place) / f"cache.tar.{ending}"
        env = {
            **bare_environment(Path(place)),
            "RUNNER_TOOL_CACHE": str(tools),
            "GITHUB_OUTPUT": str(Path(place) / "outputs"),
            "INPUT_PYTHON": sys.executable,
        }
        first = _seconds(env)
        (folder,) = (tools / "releasebot").iterdir()
        subprocess.run(("tar", "-caf", kept, "-C", folder, "."), check=True)
        unpacking = ("env", f"UNPACK={kept}", "bash", "-c", START)
        empty = (sys.executable, "-m", "venv", "--clear", str(Path(place) / "empty"))
        subjects = [
            Subject("python -m venv (floor)", empty),
            Subject("the action, in the runner's tools", ("bash", "-c", START), limit=0.5),
            Subject(
                "the action, from GitHub's cache",
                unpacking,
                limit=3,
                prepare=lambda: shutil.rmtree(tools, ignore_errors=True),
            ),
        ]
        shown = measure(subjects[:2], rounds=ROUNDS, cwd=Path(place), env=env)
        unpacked = measure((subjects[0], subjects[2]), rounds=3, cwd=Path(place), env=env)
        holds = report("The action, before its command runs", (*shown, unpacked[1]))
        print(f"\nby the clock: {first:.1f} s to install for the first time", end="")
        print(f", {_seconds(env):.1f} s in the runner's tools", end="")
        shutil.rmtree(tools)
        print(f", {_seconds({**env, 'UNPACK': str(kept)}):.1f} s from GitHub's cache")
    return 0 if holds else 1


def _seconds(env: dict[str, str]) -> float:
    began = time.perf_counter()
    with contextlib.chdir(env["HOME"]):
        subprocess.run(("bash", "-c", START), env={**env, **_index()}, check=True)
    return time.perf_counter() - began


def _index() -> dict[str, str]:
    """Where pip finds packages on this machine, for the one installation that needs it."""
    return {name: value for name, value in os.environ.items() if name.startswith("PIP_")}


if __name__ == "__main__":
    raise SystemExit(main())
