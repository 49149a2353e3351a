"""Kill releases at many random instants and write what came of it into the documentation.

usage: python -m tests.crash.table [KILLS]   KILLS inside each step, 50 by default
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from tests.crash.shared_targets import STEPS, Moment, finish, kill, seconds_of, targets

PAGE = Path(__file__).parents[2] / "docs" / "crash-table.md"
BOUNDARY = 5
"""How often a release is killed when a step begins, and when it has ended."""

_ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
_HEAD = """\
# Killed, and finished from another clone

<!-- Written by `make crash`: do not edit. -->

A release was killed with SIGKILL in each of its steps: when the step began, when it had ended,
and at random instants while it worked.
Then the plain command was run in another clone of the repository.
It counts as finished where everything outside the clones is afterwards what an undisturbed release
leaves, where each effect was made once (one push of the tag, one GitHub release published once,
each page written once), and where a further run finds all of it already so.

| Step | Killed at its boundaries | Killed inside | Finished by another clone | Otherwise |
| --- | ---: | ---: | ---: | ---: |
"""


class Row(Struct, frozen=True):
    """A step, how often a release was killed in it, and how often it was finished afterwards."""

    step: str
    boundaries: int
    inside: int
    finished: int
    otherwise: int


def main(kills: int) -> int:
    """Measure every step and write the page; 1 where a release was not finished."""
    with tempfile.TemporaryDirectory() as place, targets(Path(place)) as quiet:
        seconds = seconds_of(quiet)
        wanted = quiet.state()
    with ThreadPoolExecutor(len(STEPS)) as pool:
        found = list(pool.map(lambda step: _measure(step, kills, seconds[step], wanted), STEPS))
    PAGE.write_text(_HEAD + "".join(map(_line, found)), "utf-8")
    return 1 if any(row.otherwise for row in found) else 0


def rows(page: str) -> Sequence[Row]:
    """The rows of a page that `main` has written."""
    return [Row(step, *map(int, counts)) for step, *counts in _ROW.findall(page)]


def _line(row: Row) -> str:
    counts = f"{row.boundaries} | {row.inside} | {row.finished} | {row.otherwise}"
    return f"| `{row.step}` | {counts} |\n"


def _measure(step: str, kills: int, seconds: float, wanted: dict[str, str]) -> Row:
    counts: dict[Moment, int] = {"before": BOUNDARY, "after": BOUNDARY, "inside": kills}
    plan = [moment for moment, count in counts.items() for _ in range(count)]
    finished = otherwise = 0
    for moment in plan:
        with tempfile.TemporaryDirectory() as place, targets(Path(place)) as disturbed:
            kill(disturbed, step, moment, seconds)
            try:
                finish(disturbed, wanted)
                finished += 1
            except AssertionError as error:
                otherwise += 1
                print(f"{step}, {moment}: {error}", file=sys.stderr)  # noqa: T201
    print(f"{step}: {finished} of {len(plan)} finished", file=sys.stderr)  # noqa: T201
    return Row(step, 2 * BOUNDARY, kills, finished, otherwise)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
