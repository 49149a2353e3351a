"""What `releasebot tag` costs against the two git commands that it cannot do without."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from benchmarks.measure import (
    Row,
    Subject,
    bare_environment,
    measure,
    own_peak_mib,
    program,
    report,
)
from benchmarks.repository import VERSION, Repository, make_repository

TAG = f"v{VERSION}"
FLOOR = f"git tag -a {TAG} -m 'shop-api {VERSION}' && git push --quiet --atomic origin {TAG}"


class Size(Struct, frozen=True):
    """A repository's size, and what tagging in it may cost in times of the floor."""

    commits: int
    tags: int
    limit: float
    rounds: int


SIZES = (
    Size(20, 1, limit=5, rounds=21),
    Size(10_000, 2_000, limit=2, rounds=15),
    Size(100_000, 10_000, limit=1.3, rounds=11),
)
MOST_MIB = 30
"""The most memory that releasebot itself may take; git's push alone takes more of a large one."""


def main() -> int:
    """Measure repositories of every size and print; 1 where a limit is broken."""
    ends = []
    for size in SIZES:
        rows, memory = _compare(size)
        ends.append(report(f"Tag and push: {size.commits:,} commits, {size.tags:,} tags", rows))
        broken = " BROKEN" if memory > MOST_MIB else ""
        print(f"\npeak memory of releasebot itself: {memory:.1f} MiB, limit {MOST_MIB}{broken}")
        ends.append(memory <= MOST_MIB)
    return 0 if all(ends) else 1


def _compare(size: Size) -> tuple[Sequence[Row], float]:
    """The rows of one size, and the peak memory of tagging in MiB."""
    with tempfile.TemporaryDirectory() as place:
        repository = make_repository(Path(place), commits=size.commits, tags=size.tags)
        env = bare_environment(Path(place))
        prepare = partial(_forget_tag, repository, env)
        subjects = (
            Subject("git tag -a, git push --atomic (floor)", ("sh", "-c", FLOOR), prepare=prepare),
            Subject("releasebot tag", (program("releasebot"), "tag"), size.limit, prepare),
        )
        rows = measure(subjects, rounds=size.rounds, cwd=repository.folder, env=env)
        prepare()
        return rows, own_peak_mib(subjects[-1].argv, cwd=repository.folder, env=env)


def _forget_tag(repository: Repository, env: dict[str, str]) -> None:
    """Take the tag of the last run away here and on the remote."""
    for place in (repository.folder, repository.remote):
        subprocess.run(
            ("git", "-C", str(place), "tag", "-d", TAG), env=env, capture_output=True, check=False
        )


if __name__ == "__main__":
    raise SystemExit(main())
