"""What starting costs: `--version`, `--help` and `version` against a Python that does nothing."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Subject, bare_environment, measure, program, report
from benchmarks.repository import make_repository
from benchmarks.rivals import tbump

ROUNDS = 21
TBUMP_SETTINGS = """\
[version]
current = "9.9.9"
regex = '(?P<major>\\d+)\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)'
[git]
message_template = "{new_version}"
tag_template = "v{new_version}"
[[file]]
src = "package.json"
"""


def main() -> int:
    """Measure and print; 1 where a limit is broken."""
    releasebot = program("releasebot")
    subjects = [
        Subject("python -c pass (floor)", (sys.executable, "-c", "pass")),
        Subject("python -c 'import click'", (sys.executable, "-c", "import click")),
        Subject("releasebot --version", (releasebot, "--version"), limit=4.5),
        Subject("releasebot --help", (releasebot, "--help")),
        Subject("releasebot version", (releasebot, "version"), limit=6),
    ]
    with tempfile.TemporaryDirectory() as place:
        folder = make_repository(Path(place), commits=20, tags=1).folder
        (folder / "tbump.toml").write_text(TBUMP_SETTINGS, "utf-8")
        rival = tbump()
        if rival:
            subjects.append(Subject("tbump --version", (str(rival), "--version")))
            subjects.append(Subject("tbump current-version", (str(rival), "current-version")))
        env = bare_environment(Path(place))
        rows = measure(subjects, rounds=ROUNDS, cwd=folder, env=env)
    return 0 if report("Start-up and the version", rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
