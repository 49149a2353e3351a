"""What coverage is judged by: floors for all files and for groups of them, and the last release."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from releasebot.config.gate_limits_schema import CoverageFloors
from releasebot.gates.limits.earlier import earlier
from releasebot.gates.reading import Asked, Past, Reading, Unreadable
from releasebot.gates.reports.remarks import Remarks, counted
from releasebot.version.globs import fits_any

METRICS = ("lines", "branches", "functions", "statements")
_MOST_COUNTED = 10**12
_MOST_FILES = 200_000
_WORST = 10
"""How many files of a group below its floor are named."""


class Count(Struct, frozen=True):
    """How many there are, and how many of them a test ran."""

    covered: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.covered <= self.total <= _MOST_COUNTED:
            raise Unreadable(f"the report covers {self.covered} of {self.total}")


Counts = Mapping[str, Count]
"""The counts of a file by the names in `METRICS`; one that is not measured is missing."""


class FileCoverage(Struct, frozen=True):
    """The counts of one file, as the tool wrote its name."""

    file: str
    counts: Counts


def judge(files: Iterable[FileCoverage], asked: Asked) -> Reading:
    """Failed where a figure is below its floor, or below that of the last release with it.

    The figures are per cent, named as the metrics, and `GROUP.METRIC` for those of a group.

    Raises:
        Unreadable: nothing is measured, or a limit is about something that is not measured.
    """
    limits = asked.gate.coverage
    named = _named(files, asked.folder)
    whole = _added(one for _, one in named)
    if not any(count.total for count in whole.values()):
        raise Unreadable("the report measures no code")
    sums = {"": whole}
    remarks, faults = Remarks(), list(_floors("", whole, limits, ""))
    if faults:
        _name_worst([one for _, one in named], remarks)
    for group, settings in limits.groups.items():
        inside = [one for name, one in named if fits_any(name, settings.files)]
        if not inside:
            raise Unreadable(f"the report has no file of the group {group}: {settings.files[0]}")
        sums[group] = _added(inside)
        low = list(_floors(group, sums[group], settings, f" in {group}"))
        if low:
            _name_worst(inside, remarks)
        faults += low
    figures = dict(_figures(sums))
    if limits.ratchet:
        faults += _fallen(figures, earlier(asked, faults), limits.slack)
    lines = figures.get("lines", figures.get("statements"))
    if lines is not None and lines < limits.goal:
        remarks.add("note", f"{lines:g} % of the lines are covered, the goal is {limits.goal:g} %")
    return Reading(
        faults=tuple(faults), figures=figures, remarks=tuple(remarks.kept), more=remarks.more
    )


def _named(files: Iterable[FileCoverage], folder: Path) -> list[tuple[str, FileCoverage]]:
    """The files with their names relative to the folder."""
    relative = _Relative(folder)
    named: list[tuple[str, FileCoverage]] = []
    for one in files:
        if len(named) == _MOST_FILES:
            raise Unreadable(f"the report has more than {_MOST_FILES:,} files")
        named.append((relative(one.file), one))
    return named


def _added(files: Iterable[FileCoverage]) -> dict[str, Count]:
    sums: dict[str, list[int]] = {}
    for one in files:
        for metric, count in one.counts.items():
            pair = sums.setdefault(metric, [0, 0])
            pair[0] += count.covered
            pair[1] += count.total
    return {metric: Count(covered, total) for metric, (covered, total) in sums.items()}


def _floors(group: str, sums: Counts, limits: CoverageFloors, where: str) -> Iterator[str]:
    for metric in METRICS:
        floor: float | None = getattr(limits, metric)
        if floor is None:
            continue
        count = sums.get(metric)
        if count is None:
            key = f"coverage.groups.{group}.{metric}" if group else f"coverage.{metric}"
            raise Unreadable(f"the report does not measure {metric}, for which {key} has a floor")
        if count.covered * 100 < floor * count.total:
            shown = f"{count.covered} of {count.total}"
            yield (
                f"{_per_cent(count):g} % of the {metric}{where} are covered ({shown}), wanted at "
                f"least {floor:g} %"
            )


def _per_cent(count: Count) -> float:
    """Rounded down, so that what is below a floor is never shown as the floor."""
    return math.floor(count.covered * 10_000 / count.total) / 100 if count.total else 100.0


def _figures(sums: Mapping[str, Counts]) -> Iterator[tuple[str, float]]:
    for group, counts in sums.items():
        for metric in METRICS:
            if metric in counts and counts[metric].total:
                yield (f"{group}.{metric}" if group else metric), _per_cent(counts[metric])


def _fallen(figures: Mapping[str, float], past: Iterable[Past], slack: float) -> Iterator[str]:
    """What is lower than at the last release that measured it."""
    last: dict[str, Past] = {}
    for one in past:
        for key in one.figures:
            last.setdefault(key, one)
    for key, now in figures.items():
        if key in last and now < last[key].figures[key] - slack - 1e-9:
            group, _, metric = key.rpartition(".")
            where = f" in {group}" if group else ""
            before = f"{last[key].figures[key]:g} % of {last[key].version}"
            less = f", less {slack:g}" if slack else ""
            yield (
                f"the coverage of {metric}{where} fell to {now:g} %, wanted at least the "
                f"{before}{less}"
            )


def _name_worst(files: Iterable[FileCoverage], remarks: Remarks) -> None:
    """The files with the most that no test runs."""
    missing = []
    for one in files:
        count = one.counts.get("lines") or one.counts.get("statements")
        if count and count.covered < count.total:
            missing.append((count.covered - count.total, one.file, count))
    for _, file, count in sorted(missing, key=lambda each: each[:2])[:_WORST]:
        left = counted(count.total - count.covered, "line")
        remarks.add("warning", f"no test runs {left} of {count.total}", file=file)


class _Relative:
    """Files' names relative to the folder of the gate.

    Tests that run in a container write its paths; a file whose end stands in the folder is taken
    for that one, and what stood before it is taken off the others too.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.foreign = ""
        self._searched = False

    def __call__(self, file: str) -> str:
        name = file.replace("\\", "/")
        own = f"{self.folder.as_posix()}/"
        if name.startswith(own):
            return name.removeprefix(own)
        if not PurePosixPath(name).is_absolute():
            return name.removeprefix("./")
        if not self._searched:
            self._searched, self.foreign = True, self._search(name)
        return name.removeprefix(self.foreign) if self.foreign else name

    def _search(self, name: str) -> str:
        parts = PurePosixPath(name).parts
        for cut in range(1, min(len(parts), 12)):
            rest = "/".join(parts[cut:])
            try:
                if (self.folder / rest).is_file():
                    return name.removesuffix(rest)
            except (OSError, ValueError):
                break
        return ""
