"""Measure programs against a floor: CPU time of the whole process tree, in interleaved rounds."""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

WARM_UP_ROUNDS = 2
_BETWEEN_LOOKS = 0.001


def _nothing() -> None:
    """What is done before a run of a subject that needs no preparation."""


class Subject(Struct, frozen=True):
    """A program to be measured. `limit` is the most that it may cost, in times of the floor."""

    name: str
    argv: tuple[str, ...]
    limit: float | None = None
    prepare: Callable[[], None] = _nothing


class Row(Struct, frozen=True):
    """What was measured of one subject: milliseconds of CPU time, and times of the floor."""

    subject: Subject
    milliseconds: float
    ratio: float
    spread: tuple[float, float]

    @property
    def is_broken(self) -> bool:
        """Whether the subject costs more than its limit."""
        return self.subject.limit is not None and self.ratio > self.subject.limit


def measure(
    subjects: Sequence[Subject], *, rounds: int, cwd: Path, env: Mapping[str, str]
) -> tuple[Row, ...]:
    """Run every subject once a round, the first being the floor of that round's ratios.

    A round that the machine slowed down slows all of its subjects, so the median of the rounds'
    ratios is steadier than the ratio of medians. Rounds before the first counted one fill caches.
    """
    times: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    for number in range(-WARM_UP_ROUNDS, rounds):
        start = number % len(subjects)  # nobody always runs first
        for subject in (*subjects[start:], *subjects[:start]):
            subject.prepare()
            seconds = cpu_seconds(subject.argv, cwd=cwd, env=env)
            if number >= 0:
                times[subject.name].append(seconds)
    floor = times[subjects[0].name]
    return tuple(_row(subject, times[subject.name], floor) for subject in subjects)


def _row(subject: Subject, times: list[float], floor: list[float]) -> Row:
    ratios = [mine / its for mine, its in zip(times, floor, strict=True)]
    return Row(
        subject,
        milliseconds=statistics.median(times) * 1000,
        ratio=statistics.median(ratios),
        spread=(min(ratios), max(ratios)),
    )


def cpu_seconds(argv: tuple[str, ...], *, cwd: Path, env: Mapping[str, str]) -> float:
    """User and system time of a program and of all that it waited for (wait4(2)).

    Raises:
        SystemExit: the program failed; what it wrote stands above.
    """
    _, status, used = os.wait4(_start(argv, cwd, env), 0)
    _demand_success(argv, status)
    return used.ru_utime + used.ru_stime


def own_peak_mib(argv: tuple[str, ...], *, cwd: Path, env: Mapping[str, str]) -> float:
    """The most memory that the program itself held, without what it starts (proc(5), VmHWM).

    Raises:
        SystemExit: the program failed; what it wrote stands above.
    """
    pid, peak, status = _start(argv, cwd, env), 0.0, None
    while status is None:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
                if line.startswith("VmHWM:"):
                    peak = max(peak, int(line.split()[1]) / 1024)
        time.sleep(_BETWEEN_LOOKS)
        ended, code = os.waitpid(pid, os.WNOHANG)
        status = code if ended else None
    _demand_success(argv, status)
    return peak


def _start(argv: tuple[str, ...], cwd: Path, env: Mapping[str, str]) -> int:
    silence = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1)]
    with contextlib.chdir(cwd):
        return os.posix_spawnp(argv[0], argv, env, file_actions=silence)


def _demand_success(argv: tuple[str, ...], status: int) -> None:
    if status:
        raise SystemExit(f"{' '.join(argv)} failed with {os.waitstatus_to_exitcode(status)}")


def report(title: str, rows: Sequence[Row]) -> bool:
    """Print one table; whether every limit holds."""
    print(f"\n{title}\n")
    print("| subject | CPU ms | times the floor | min - max | limit |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for row in rows:
        low, high = row.spread
        limit = "" if row.subject.limit is None else f"{row.subject.limit:g}"
        broken = " BROKEN" if row.is_broken else ""
        print(
            f"| {row.subject.name} | {row.milliseconds:.1f} | {row.ratio:.2f} "
            f"| {low:.2f} - {high:.2f} | {limit}{broken} |"
        )
    return not any(row.is_broken for row in rows)


def bare_environment(home: Path) -> dict[str, str]:
    """An environment with an empty home and a fixed identity, so that no setting of ours counts."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    identity = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Bench"), ("EMAIL", "bench@example.invalid"))
    }
    return {**kept, **identity, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}


def program(name: str) -> str:
    """The path of a program that is installed beside the Python that runs this."""
    return str(Path(sys.executable).parent / name)
