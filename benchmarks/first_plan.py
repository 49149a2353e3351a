"""From a fresh clone of releasebot to the first plan of a project: the README's three commands.

Each is timed by the clock and in CPU time, once with pip's cache empty and once with it filled.
The project is the example service, in a repository of its own that releasebot has never seen. An
environment to install into is there beforehand: making it is no part of the three.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import bare_environment, cpu_seconds

ROOT = Path(__file__).parent.parent
SHOWN = (
    "pip install .",
    "releasebot init --repo ../order-api",
    "releasebot plan --repo ../order-api",
)


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        cold, warm = (_timed(Path(place), name) for name in ("cold", "warm"))
    print("\nFrom a fresh clone to the first plan, seconds by the clock (CPU)\n")
    print("| command | nothing downloaded before | with pip's cache |")
    print("| --- | ---: | ---: |")
    for command, first, second in zip(SHOWN, cold, warm, strict=True):
        print(
            f"| `{command}` | {first[0]:.1f} ({first[1]:.1f}) | {second[0]:.1f} ({second[1]:.1f}) |"
        )
    sums = [[sum(column) for column in zip(*times, strict=True)] for times in (cold, warm)]
    print("| together | " + " | ".join(f"{clock:.1f} ({cpu:.1f})" for clock, cpu in sums) + " |")
    return 0


def _timed(place: Path, name: str) -> list[tuple[float, float]]:
    """Clock and CPU seconds of each command; pip's cache stays in `place` for the next call."""
    here = place / name
    env = bare_environment(place)
    env |= {key: value for key, value in os.environ.items() if key.startswith("PIP_")}
    env |= {"PIP_CACHE_DIR": str(place / "pip"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    env["PATH"] = f"{here / 'environment' / 'bin'}:{env['PATH']}"
    subprocess.run((sys.executable, "-m", "venv", here / "environment"), check=True)
    clone = here / "releasebot"
    subprocess.run(("git", "clone", "-q", ROOT, clone), check=True, env=env)
    _project(here / "order-api", env)
    times = []
    for command in SHOWN:
        name, *words = command.split()
        program = str(here / "environment" / "bin" / name)
        began = time.perf_counter()
        spent = cpu_seconds((program, *words), cwd=clone, env=env)
        times.append((time.perf_counter() - began, spent))
    return times


def _project(folder: Path, env: dict[str, str]) -> None:
    """The example service, committed and pushed to a bare remote."""
    shutil.copytree(
        ROOT / "examples" / "nestjs", folder, ignore=shutil.ignore_patterns("node_modules")
    )
    remote = folder.with_suffix(".git")
    for words in (
        ("init", "-q", "--bare", "-b", "main", str(remote)),
        ("init", "-q", "-b", "main"),
        ("add", "--all"),
        ("commit", "-q", "-m", "feat: first"),
        ("remote", "add", "origin", str(remote)),
        ("push", "-q", "-u", "origin", "main"),
    ):
        subprocess.run(("git", *words), cwd=folder, check=True, env=env)


if __name__ == "__main__":
    raise SystemExit(main())
