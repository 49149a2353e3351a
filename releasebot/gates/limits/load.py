"""What a load test is judged by: its thresholds, limits, and the runs of the last releases."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence

from msgspec import Struct

from releasebot.gates.limits.earlier import earlier
from releasebot.gates.limits.regression import (
    ARCSINE,
    FEW,
    LOGARITHM,
    Earlier,
    most_expected,
)
from releasebot.gates.reading import Asked, Past, Reading, Unreadable
from releasebot.gates.reports.remarks import Remarks, counted

FAILED = "http_req_failed"
"""The metric of k6 with the share of the requests that failed."""

_THRESHOLDS_CROSSED = 99
"""k6's exit code (<https://pkg.go.dev/go.k6.io/k6/errext/exitcodes>)."""

_LEAST_RISE = 0.001
"""How much more of the requests have to fail before it is of any matter."""

_COMPARED = 2
"""How many figures are compared; each has its share of the false alarms (Bonferroni)."""


class Measured(Struct, frozen=True):
    """What a run measured: times in milliseconds, shares from 0 to 1; None is not measured.

    `crossed` has a sentence for each of k6's own thresholds that was crossed. `parts` are the p95
    of the parts of the run, one after the other.
    """

    requests: float
    p95: float | None
    p99: float | None
    error_rate: float | None
    crossed: Sequence[str] = ()
    thresholds: int = 0
    parts: tuple[float, ...] = ()


def judge(run: Measured, asked: Asked) -> Reading:
    """Failed where a threshold or a limit is crossed, or the run is worse than the last releases'.

    Figures: `requests`, `p95`, `p99`, `error_rate`, `thresholds`.

    Raises:
        Unreadable: a limit is about something that is not measured.
    """
    limits, remarks = asked.gate.load, Remarks()
    faults = list(run.crossed)
    try:
        faults += _limits(run, asked)
    except Unreadable:
        if not faults:  # what has failed has failed, whatever else is not known
            raise
    if asked.code == _THRESHOLDS_CROSSED and not run.crossed:
        faults.insert(0, "k6 ended with exit code 99: a threshold was crossed")
    if limits.compare:
        past = earlier(asked, faults)[: limits.compare]
        faults += _slower(run, past, asked, remarks)
        faults += _more_errors(run, past, asked)
    measured = {
        "requests": run.requests,
        "p95": run.p95,
        "p99": run.p99,
        "error_rate": run.error_rate,
        "thresholds": float(run.thresholds),
    }
    figures = {name: round(value, 6) for name, value in measured.items() if value is not None}
    return Reading(
        faults=tuple(faults),
        figures=figures,
        remarks=tuple(remarks.kept),
        more=remarks.more,
        samples={"p95": tuple(round(one, 6) for one in run.parts)} if run.parts else {},
    )


def _limits(run: Measured, asked: Asked) -> Iterator[str]:
    limits = asked.gate.load
    for name, limit, value in (("p95", limits.p95, run.p95), ("p99", limits.p99, run.p99)):
        if limit is None:
            continue
        if value is None:
            raise Unreadable(
                f"the report has no {name} of {limits.metric}, for which load.{name} has a limit"
            )
        if value > limit:
            yield f"the {name} of {limits.metric} is {value:.6g} ms, wanted at most {limit:g} ms"
    if limits.error_rate is not None:
        if run.error_rate is None:
            raise Unreadable(f"the report has no {FAILED}, for which load.error_rate has a limit")
        if run.error_rate > limits.error_rate:
            yield (
                f"{run.error_rate * 100:.4g} % of the requests failed, wanted at most "
                f"{limits.error_rate * 100:g} %"
            )


def _slower(run: Measured, past: Sequence[Past], asked: Asked, remarks: Remarks) -> Iterator[str]:
    limits = asked.gate.load
    known = [
        Earlier(one.figures["p95"], _positive(one.samples.get("p95", ())))
        for one in past
        if one.figures.get("p95", 0) > 0
    ]
    if not known or not run.p95 or run.p95 <= 0:
        return
    chance = limits.false_alarms / _COMPARED
    now = Earlier(run.p95, _positive(run.parts))
    bound = most_expected(now, known, chance, transformed=LOGARITHM)
    if bound is None:
        remarks.add(
            "note",
            f"the p95 was not compared: of {counted(len(known), 'earlier release')}, "
            f"{FEW} are needed",
        )
        return
    typical = statistics.median(one.value for one in known)
    wanted = max(bound, typical * (1 + limits.slower))
    if run.p95 > wanted:
        yield (
            f"the p95 of {limits.metric} rose to {run.p95:.4g} ms, wanted at most {wanted:.4g} ms: "
            f"the last {_releases(known)} had {typical:.4g} ms, and the rest is room for noise"
        )


def _more_errors(run: Measured, past: Sequence[Past], asked: Asked) -> Iterator[str]:
    known = [
        Earlier(one.figures["error_rate"])
        for one in past
        if 0 <= one.figures.get("error_rate", -1) <= 1
    ]
    if run.error_rate is None or len(known) < FEW or run.requests < 1:
        return
    bound = most_expected(
        Earlier(run.error_rate),
        known,
        asked.gate.load.false_alarms / _COMPARED,
        transformed=ARCSINE,
        least_spread=0.5 / math.sqrt(run.requests),  # that of a binomial share
    )
    typical = statistics.median(one.value for one in known)
    wanted = max(bound or 0.0, typical + _LEAST_RISE)
    if run.error_rate > wanted:
        yield (
            f"the share of failed requests rose to {run.error_rate * 100:.4g} %, wanted at most "
            f"{wanted * 100:.4g} %: the last {_releases(known)} had {typical * 100:.4g} %, and "
            "the rest is room for noise"
        )


def _positive(parts: Sequence[float]) -> tuple[float, ...]:
    return tuple(part for part in parts if 0 < part < math.inf)


def _releases(known: Sequence[Earlier]) -> str:
    return "release" if len(known) == 1 else f"{len(known)} releases"
