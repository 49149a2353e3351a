"""What the changelog of a whole history costs against `git log` alone, in time and memory."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks.history import make_history
from benchmarks.measure import Subject, bare_environment, measure, program, report

LIMIT = 3
MOST_MEBIBYTES = 120
FLOOR = ("git", "log", "--format=%H%x00%s%x00%b", "HEAD")


def main() -> int:
    """Measure two lengths of history and print; 1 where a limit is broken."""
    return 0 if all([_compare(10_000, None), _compare(100_000, LIMIT)]) else 1


def _compare(commits: int, limit: float | None) -> bool:
    with tempfile.TemporaryDirectory() as place:
        folder, _, _ = make_history(Path(place), commits=commits)
        env = bare_environment(Path(place))
        ours = (program("releasebot"), "notes", "--all")
        subjects = (
            Subject("git log (floor)", FLOOR),
            Subject("releasebot notes --all", ours, limit),
        )
        rows = measure(subjects, rounds=5, cwd=folder, env=env)
        quick = report(f"Changelog of the whole history: {commits:,} commits", rows)
        used = _peak_mebibytes(ours, folder, env)
    print(f"\nThe most memory that a process held: {used:.0f} MiB (limit {MOST_MEBIBYTES})")
    return quick and used <= MOST_MEBIBYTES


def _peak_mebibytes(argv: tuple[str, ...], cwd: Path, env: dict[str, str]) -> float:
    """The largest resident set of the program or of one that it waited for (getrusage(2))."""
    silence = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1)]
    words = ("env", "-C", str(cwd), *argv)
    pid = os.posix_spawnp(words[0], words, env, file_actions=silence)
    _, _, used = os.wait4(pid, 0)
    return used.ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
