"""What `releasebot notes` costs against a bare Python script, from short to long histories."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.history import make_history
from benchmarks.measure import Subject, bare_environment, measure, program, report

LIMIT = 2.5
SCRIPT = str(Path(__file__).with_name("bare_notes.py"))


def main() -> int:
    """Measure three lengths of history and print; 1 where a limit is broken."""
    ends = tuple(map(_compare, (1_000, 10_000, 100_000)))
    return 0 if all(ends) else 1


def _compare(commits: int) -> bool:
    with tempfile.TemporaryDirectory() as place:
        folder, old, new = make_history(Path(place), commits=commits)
        subjects = (
            Subject("git log, one expression (floor)", (sys.executable, SCRIPT, old, new)),
            Subject("releasebot notes", (program("releasebot"), "notes", new), LIMIT),
        )
        rows = measure(subjects, rounds=15, cwd=folder, env=bare_environment(Path(place)))
        return report(f"Notes of one release: {commits:,} commits", rows)


if __name__ == "__main__":
    raise SystemExit(main())
