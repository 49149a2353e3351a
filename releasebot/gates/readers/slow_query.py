"""Logs of queries, one JSON object a line: Prisma's `query` events, and what others write.

Prisma's event has `query`, `params`, `duration` in milliseconds and `target`
(<https://www.prisma.io/docs/orm/prisma-client/observability-and-logging/logging>). Lines without
a query and a duration are other events of the same log, and passed over. The values in a query are
never shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from releasebot.config.gate_limits_schema import QueryLimits
from releasebot.gates.limits.fingerprint import fingerprint
from releasebot.gates.limits.quantiles import Quantiles
from releasebot.gates.limits.query_plan import hint
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import batches, said
from releasebot.gates.reports.remarks import Remarks, counted

_QUERY = ("query", "sql", "statement", "db.statement", "db.query.text")
_DURATION = ("duration", "duration_ms", "durationMs", "elapsed", "elapsed_ms", "ms", "time_ms")
_PLAN = ("plan", "explain", "query_plan", "queryPlan")
_UNITS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1000.0}
_MOST_QUERIES = 2000
_REST = "all other queries"
"""The name of what is left when a log has more kinds of queries than are kept apart."""

_EXACT = 512
_ERROR = 0.01
_MOST_FAULTS = 5


class _Query:
    """The runs of one kind of query."""

    def __init__(self) -> None:
        self.times = Quantiles(_EXACT, _ERROR)
        self.slow = 0
        self.hint = ""


class _Judged(Struct, frozen=True):
    """What became of one kind of query."""

    text: str
    count: int
    slow: int
    p95: float
    hint: str

    @property
    def sentence(self) -> str:
        """The query with its figures, and the missing index where the plan tells of one."""
        runs = f"{counted(self.count, 'run')}, {self.slow} slow, p95 {self.p95:.4g} ms"
        return f"{said(self.text, 160)} ({runs}){f': {self.hint}' if self.hint else ''}"


def read(report: Path, asked: Asked) -> Reading:
    """Failed where a kind of query is too slow, or too many runs were.

    Figures: `queries`, `kinds` of them, `slow_queries`, and `query_p95` in milliseconds.

    Raises:
        Unreadable: a line is no JSON object, or there is no query in the log.
    """
    limits = asked.gate.queries
    log = _Log(limits)
    for batch in batches(report, dict[str, Any], what="event of a log"):
        for event in batch:
            log.take(event)
    if not log.all.count:
        raise Unreadable("the log has no query with its duration in it")
    judged = sorted(log.judged(), key=lambda one: (-one.slow, -one.p95, one.text))
    remarks = Remarks()
    for one in judged:
        if one.slow or one.hint or _is_late(one, limits):
            remarks.add("warning", one.sentence)
    return Reading(
        faults=tuple(_faults(judged, limits)),
        figures={
            "queries": float(log.all.count),
            "kinds": float(len(judged)),
            "slow_queries": float(sum(one.slow for one in judged)),
            "query_p95": log.all.at(0.95),
        },
        remarks=tuple(remarks.kept),
        more=remarks.more,
    )


def _is_late(one: _Judged, limits: QueryLimits) -> bool:
    return limits.p95 is not None and one.p95 > limits.p95


def _faults(judged: Sequence[_Judged], limits: QueryLimits) -> Iterator[str]:
    slow = sum(one.slow for one in judged)
    if slow > limits.slow:
        yield (
            f"{counted(slow, 'run')} of queries took more than {limits.budget:g} ms, wanted at "
            f"most {limits.slow}: {judged[0].sentence}"
        )
    late = [one for one in judged if _is_late(one, limits)]
    for one in late[:_MOST_FAULTS]:
        yield f"wanted a p95 of at most {limits.p95:g} ms: {one.sentence}"
    if len(late) > _MOST_FAULTS:
        yield f"{len(late) - _MOST_FAULTS} more queries have a p95 above {limits.p95:g} ms"


class _Log:
    """What has been read so far."""

    def __init__(self, limits: QueryLimits) -> None:
        self.limits = limits
        self.all = Quantiles(2**16, _ERROR)
        self.queries: dict[str, _Query] = {}
        self._keys = (
            (limits.query,) if limits.query else _QUERY,
            (limits.duration,) if limits.duration else _DURATION,
            (limits.plan,) if limits.plan else _PLAN,
        )

    def take(self, event: dict[str, Any]) -> None:
        """One more line of the log."""
        query, duration = (_found(event, keys) for keys in self._keys[:2])
        if not isinstance(query, str) or not query.strip():
            return
        if not isinstance(duration, int | float) or isinstance(duration, bool):
            return
        took = duration * _UNITS[self.limits.unit]
        if not 0 <= took < math.inf:
            return
        name = fingerprint(query)
        if name not in self.queries and len(self.queries) >= _MOST_QUERIES:
            name = _REST
        kind = self.queries.setdefault(name, _Query())
        for times in (kind.times, self.all):
            times.values.append(took)
            times.settle()
        kind.slow += took > self.limits.budget
        if not kind.hint and name != _REST:
            kind.hint = hint(_found(event, self._keys[2]))

    def judged(self) -> Iterator[_Judged]:
        """What became of each kind."""
        for text, kind in self.queries.items():
            yield _Judged(text, kind.times.count, kind.slow, kind.times.at(0.95), kind.hint)


def _found(event: dict[str, Any], keys: Sequence[str]) -> object:
    """The first of the keys that the event has; a dot leads into an object."""
    for key in keys:
        if key in event:
            return event[key]
        here: object = event
        for part in key.split("."):
            here = here.get(part) if isinstance(here, dict) else None
        if here is not None:
            return here
    return None
