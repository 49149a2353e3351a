"""What `version --all` costs in a large repository with node_modules, against `git ls-files`.

To start Python and read the settings costs more than git does in all, whatever the repository.
So the limit is on what its size adds: the difference to a repository of three files.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import Subject, bare_environment, measure, program, report

FILES = 20_000
PER_FOLDER = 50
ROUNDS = 15
LIMIT = 3
LIST = ("git", "ls-files", "--cached", "--others", "--exclude-standard")


def main() -> int:
    """Measure in work trees whose index is fresh, as after any other git command."""
    subjects = (
        Subject("git ls-files, tracked and new (floor)", LIST),
        Subject("git ls-files, tracked alone", ("git", "ls-files")),
        Subject("releasebot version --all", (program("releasebot"), "version", "--all")),
    )
    milliseconds = {}
    with tempfile.TemporaryDirectory() as place:
        env = bare_environment(Path(place))
        for files in (0, FILES):
            folder = Path(place) / str(files)
            _fill(folder, files, env)
            rows = measure(subjects, rounds=ROUNDS, cwd=folder, env=env)
            report(f"Every place among {files + 3:,} files", rows)
            milliseconds[files] = [row.milliseconds for row in rows]
    added = milliseconds[FILES][-1] - milliseconds[0][-1]
    ratio = added / milliseconds[FILES][0]
    print(
        f"\n{FILES:,} files add {added:.1f} ms, {ratio:.2f} times the floor; the limit is {LIMIT}"
    )
    return 0 if ratio <= LIMIT else 1


def _fill(folder: Path, files: int, env: Mapping[str, str]) -> None:
    """A service with `files` source files, and as many packages in node_modules, in git's index."""
    places = {
        "package.json": {"name": "shop-api", "version": "9.9.9"},
        "package-lock.json": {"version": "9.9.9", "packages": {"": {"version": "9.9.9"}}},
        "config/default.json": {"app": {"version": "9.9.9"}},
    }
    for name, content in places.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), "utf-8")
    (folder / ".gitignore").write_text("node_modules/\n", "utf-8")
    for number in range(files):
        for file in (
            folder / f"src/part{number // PER_FOLDER}/file{number}.ts",
            folder / f"node_modules/part{number}/package.json",
        ):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text('{"version": "1.0.0"}', "utf-8")
    for words in (("init", "-q"), ("add", "-A"), ("status", "--porcelain")):
        subprocess.run(("git", *words), cwd=folder, env=env, check=True, capture_output=True)


if __name__ == "__main__":
    raise SystemExit(main())
