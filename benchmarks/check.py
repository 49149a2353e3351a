"""What `releasebot check` adds to the time of three gates that do nothing.

The floor is a shell that starts the same three commands in parallel and waits for them. Gates are
waited for, so elapsed time is what counts here; it is measured in interleaved rounds, as CPU time
is elsewhere. Python and git need about a tenth of a second to start however little there is to do:
gates that take less than a second show that cost by itself, and have no limit.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import bare_environment, program

ROUNDS = 11
LIMIT = 1.3
GATES: tuple[tuple[str, str, float | None], ...] = (
    ("`true`", "true", None),
    ("a Python that does nothing", f"{sys.executable} -c pass", None),
    ("half a second", "sleep 0.5", None),
    ("one second", "sleep 1", LIMIT),
)
"""What three gates do, and the most that `check` may take in times of the shell."""


def _repository(folder: Path, command: str, env: Mapping[str, str]) -> None:
    gates = "".join(f'[gates.{name}]\ncommand = "{command}"\n' for name in ("a", "b", "c"))
    (folder / "releasebot.toml").write_text(gates)
    (folder / "package.json").write_text('{"name": "shop-api", "version": "1.2.3"}\n')
    for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "first")):
        subprocess.run(("git", *words), cwd=folder, env=env, check=True)


def _seconds(argv: tuple[str, ...], folder: Path, env: Mapping[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(argv, cwd=folder, env=env, check=True, capture_output=True)
    return time.perf_counter() - started


def _measured(command: str, env: Mapping[str, str]) -> tuple[float, float, float]:
    """Milliseconds of the shell and of check, and the median of the rounds' ratios."""
    shell = ("sh", "-c", f"{command} & {command} & {command} & wait")
    check = (program("releasebot"), "check", "--fresh")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _repository(folder, command, env)
        pairs = []
        for number in range(-1, ROUNDS):
            pair = (_seconds(shell, folder, env), _seconds(check, folder, env))
            if number >= 0:
                pairs.append(pair)
    floors, ours = zip(*pairs, strict=True)
    ratio = statistics.median(mine / its for its, mine in pairs)
    return statistics.median(floors) * 1000, statistics.median(ours) * 1000, ratio


def main() -> int:
    """Print the table; 1 where a limit is broken."""
    broken = False
    print("\nthree gates side by side, elapsed time\n")
    print("| each gate | sh, ms | check, ms | times the floor | limit |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as home:
        env = bare_environment(Path(home))
        for name, command, limit in GATES:
            floor, ours, ratio = _measured(command, env)
            is_broken = limit is not None and ratio > limit
            broken = broken or is_broken
            told = "" if limit is None else f"{limit:g}{' BROKEN' if is_broken else ''}"
            print(f"| {name} | {floor:.0f} | {ours:.0f} | {ratio:.2f} | {told} |")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
