"""What known vulnerabilities of dependencies are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from releasebot.config.gate_limits_schema import AdvisoryLimits, IgnoredAdvisory
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import said
from releasebot.gates.reports.remarks import Remarks, counted, named

Severity = Literal["info", "low", "moderate", "high", "critical", "unrated"]

_ORDER: tuple[Severity, ...] = ("info", "low", "moderate", "high", "critical", "unrated")
_SPELLINGS: dict[str, Severity] = {one: one for one in _ORDER} | {"medium": "moderate"}
_NAMED = 5
_MOST = 100_000


class Advisory(Struct, frozen=True):
    """A known vulnerability of one package that the project depends on.

    `ids` are all its names, the one that people know first. `is_production` is None where the
    report does not say what the package is for.
    """

    ids: tuple[str, ...]
    package: str
    severity: Severity = "unrated"
    title: str = ""
    version: str = ""
    fixed: str = ""
    is_production: bool | None = None


def severity(word: str | None) -> Severity:
    """A tool's word for how severe it is; what no tool says is "unrated"."""
    return _SPELLINGS.get((word or "").lower(), "unrated")


def judge(found: Iterable[Advisory], asked: Asked, notes: Sequence[str] = ()) -> Reading:
    """Failed where an advisory of the configured severity is open.

    Figures: `advisories`, those that are open whatever their severity, and how many of them are
    `critical`, `high`, `moderate`, `low`, `info` and `unrated`; `ignored` by the configuration.
    """
    limits, remarks = asked.gate.advisories, Remarks()
    sifted = _Sifted(limits.ignore, asked.today)
    relevant = [
        one for one in _once(found) if not limits.production_only or one.is_production is not False
    ]
    opened = [one for one in relevant if not sifted.is_ignored(one)]
    opened.sort(key=lambda one: (-_ORDER.index(one.severity), one.package, one.ids))
    counts = [one for one in opened if _counts(one, limits)]
    for one in opened:
        remarks.add("error" if one in counts else "warning", _sentence(one), rule=one.ids[0])
    for note in (*notes, *sifted.unused()):
        remarks.add("note", note)
    figures: dict[str, float] = dict.fromkeys(_ORDER, 0.0)
    for one in opened:
        figures[one.severity] += 1
    return Reading(
        faults=tuple(_faults(counts, limits, sifted)),
        figures={"advisories": float(len(opened)), "ignored": float(sifted.count), **figures},
        remarks=tuple(remarks.kept),
        more=remarks.more,
    )


def _counts(one: Advisory, limits: AdvisoryLimits) -> bool:
    if one.severity == "unrated":
        return limits.unrated == "count"
    return _ORDER.index(one.severity) >= _ORDER.index(limits.severity)


def _once(found: Iterable[Advisory]) -> list[Advisory]:
    """Each advisory of a package once, however many paths lead to it; production wins."""
    kept: dict[tuple[str, str, str], Advisory] = {}
    for one in found:
        key = one.ids[0], one.package, one.version
        if key not in kept and len(kept) == _MOST:
            raise Unreadable(f"the report has more than {_MOST:,} advisories")
        if key not in kept or (kept[key].is_production is False and one.is_production is not False):
            kept[key] = one
    return list(kept.values())


def _faults(counts: Sequence[Advisory], limits: AdvisoryLimits, sifted: _Sifted) -> Iterator[str]:
    if counts:
        names = [f"{one.ids[0]} in {said(one.package, 60)}" for one in counts[:_NAMED]]
        found = counted(len(counts), "known vulnerability", "known vulnerabilities")
        yield (
            f"{found} of severity {limits.severity} or above, wanted none: "
            f"{named(names, len(counts))}"
        )
    for one, ignored in sifted.expired:
        if one in counts:
            yield f"the exception for {said(ignored.id, 60)} ended on {ignored.until}"


def _sentence(one: Advisory) -> str:
    version = f" {one.version}" if one.version else ""
    title = f": {one.title}" if one.title else ""
    fixed = f" (fixed in {one.fixed})" if one.fixed else ""
    return f"{one.package}{version}: {one.severity}: {one.ids[0]}{title}{fixed}"


class _Sifted:
    """Which exceptions were used. One that has ended passes nothing over any more."""

    def __init__(self, ignore: Sequence[IgnoredAdvisory], today: date) -> None:
        self.ignore = ignore
        self.today = today
        self.count = 0
        self.expired: list[tuple[Advisory, IgnoredAdvisory]] = []
        self._used: set[int] = set()

    def is_ignored(self, one: Advisory) -> bool:
        known = {each.upper() for each in one.ids}
        passed = False
        for index, ignored in enumerate(self.ignore):
            if ignored.id.upper() not in known or ignored.package not in {None, one.package}:
                continue
            if self.today <= date.fromisoformat(ignored.until):
                passed = True
            elif index not in self._used:
                self.expired.append((one, ignored))
            self._used.add(index)
        self.count += passed
        return passed

    def unused(self) -> Iterator[str]:
        """A sentence for each exception that is about nothing in the report."""
        for index, ignored in enumerate(self.ignore):
            if index not in self._used:
                yield f"the exception for {said(ignored.id, 60)} is about nothing that is found"
