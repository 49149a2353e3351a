"""What reading a version out of a large package-lock.json costs against parsing it."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Subject, bare_environment, measure, report

ENTRIES = 60_000
ROUNDS = 15
PARSE = "import json, sys; [json.load(open('package-lock.json')) for _ in range(10)]"
READ = (
    "from pathlib import Path, PurePath; from releasebot.version.read import read_place\n"
    "for _ in range(10):\n"
    "    read_place(Path('package-lock.json').read_bytes(), path=PurePath('package-lock.json'))"
)


def main() -> int:
    """Measure ten readings in one process each, so that starting it counts little."""
    subjects = (
        Subject("json.load (floor)", (sys.executable, "-c", PARSE)),
        Subject("read_place", (sys.executable, "-c", READ), limit=5),
    )
    with tempfile.TemporaryDirectory() as place:
        entry = {"resolved": "x" * 60, "integrity": "y" * 80}
        packages = {
            f"node_modules/p{number}": {"version": f"{number}.0.0", **entry}
            for number in range(ENTRIES)
        }
        lock = {"name": "shop-api", "version": "9.9.9", "lockfileVersion": 3, "packages": packages}
        file = Path(place) / "package-lock.json"
        file.write_text(json.dumps(lock, indent=2), "utf-8")
        rows = measure(subjects, rounds=ROUNDS, cwd=Path(place), env=bare_environment(Path(place)))
        size = file.stat().st_size / 1e6
    return 0 if report(f"A package-lock.json of {size:.1f} MB", rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
