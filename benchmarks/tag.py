"""What `releasebot tag` costs against the two git commands that it cannot do without."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.measure import Row, Subject, bare_environment, measure, program, report
from benchmarks.repository import VERSION, Repository, make_repository

TAG = f"v{VERSION}"
FLOOR = f"git tag -a {TAG} -m 'shop-api {VERSION}' && git push --quiet --atomic origin {TAG}"


def main() -> int:
    """Measure small and large repositories and print; 1 where a limit is broken."""
    small = _compare(commits=20, tags=1, limit=5, rounds=21)
    large = _compare(commits=100_000, tags=10_000, limit=1.4, rounds=7)
    ends = [
        report("Tag and push: 20 commits, 1 tag", small),
        report("Tag and push: 100,000 commits, 10,000 tags", large),
    ]
    return 0 if all(ends) else 1


def _compare(*, commits: int, tags: int, limit: float, rounds: int) -> Sequence[Row]:
    with tempfile.TemporaryDirectory() as place:
        repository = make_repository(Path(place), commits=commits, tags=tags)
        env = bare_environment(Path(place))
        prepare = partial(_forget_tag, repository, env)
        subjects = (
            Subject("git tag -a, git push --atomic (floor)", ("sh", "-c", FLOOR), prepare=prepare),
            Subject("releasebot tag", (program("releasebot"), "tag"), limit, prepare),
        )
        return measure(subjects, rounds=rounds, cwd=repository.folder, env=env)


def _forget_tag(repository: Repository, env: dict[str, str]) -> None:
    """Take the tag of the last run away here and on the remote."""
    for place in (repository.folder, repository.remote):
        subprocess.run(
            ("git", "-C", str(place), "tag", "-d", TAG), env=env, capture_output=True, check=False
        )


if __name__ == "__main__":
    raise SystemExit(main())
