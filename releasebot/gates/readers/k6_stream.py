"""k6's stream of measurements: `k6 run --out json=FILE`, or `FILE.gz`.

A line declares a metric (`"type": "Metric"`, with its thresholds) before the first of its points
(`"type": "Point"`) (<https://grafana.com/docs/k6/latest/results-output/real-time/json/>). k6 writes
the thresholds of a metric here, but not those of its tagged parts, such as
`http_req_duration{status:200}`: for these k6's exit code 99 speaks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from msgspec import Struct

from releasebot.gates.limits.k6_metrics import Kind, Series, crossed
from releasebot.gates.limits.load import FAILED, Measured, judge
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import batches, said

_MOST_METRICS = 100


class _Data(Struct, gc=False):
    value: float = math.nan
    time: str = ""
    type: str = ""
    thresholds: Any = None


class _Line(Struct, gc=False):
    """As little of a line as is needed: what is not named here is skipped by the parser."""

    metric: str
    type: Literal["Metric", "Point"]
    data: _Data


def read(report: Path, asked: Asked) -> Reading:
    """Judged by thresholds, limits and earlier releases; quantiles are right to 0.1 %.

    Raises:
        Unreadable: it is no such stream, is cut off, or no request was made.
    """
    stream = _Stream(asked.gate.load.metric)
    for batch in batches(report, _Line, what="line of k6"):
        stream.take(batch)
    return judge(stream.measured(), asked)


class _Stream:
    """What has been read so far. A run of an hour has millions of lines."""

    def __init__(self, metric: str) -> None:
        self.metric = metric
        self.series = {metric: Series("trend"), FAILED: Series("rate")}
        self.thresholds: dict[str, list[str]] = {}
        self._first = self._last = ""
        self._adders = self._taken()

    def take(self, batch: list[_Line]) -> None:
        """Some more lines."""
        if not batch:
            return
        adder = self._adders.get
        for line in batch:
            if line.type == "Point":
                add = adder(line.metric)
                if add is not None:
                    add(line.data.value)
            else:
                self._declare(line)
        self._first = self._first or _time(batch)
        self._last = _time(reversed(batch)) or self._last
        for series in self.series.values():
            series.settle()
        self._adders = self._taken()

    def measured(self) -> Measured:
        """What the run measured, now that all of it is read."""
        for series in self.series.values():
            series.close()
            if math.isnan(series.quantiles.summary()[2]) and series.quantiles.count:
                raise Unreadable("the report has a point without a value")
        times, failed = self.series[self.metric], self.series[FAILED]
        if not times.quantiles.count:
            raise Unreadable(f"the report has no point of {self.metric}: nothing was measured")
        sentences = [
            sentence
            for name, texts in self.thresholds.items()
            for sentence in crossed(name, self.series[name], texts, self._seconds())
        ]
        return Measured(
            requests=float(times.quantiles.count),
            p95=times.quantiles.at(0.95),
            p99=times.quantiles.at(0.99),
            error_rate=failed.measured("rate", 0) if failed.quantiles.count else None,
            crossed=sentences,
            thresholds=sum(map(len, self.thresholds.values())),
            parts=times.parts(),
        )

    def _declare(self, line: _Line) -> None:
        """A metric is watched where it has a threshold."""
        given = line.data.thresholds if isinstance(line.data.thresholds, list) else ()
        texts = [one for one in map(_source, given) if one]
        if line.metric in self.thresholds or not texts:
            return
        if line.data.type not in get_args(Kind):
            raise Unreadable(f"the report has a metric of the type {said(line.data.type, 30)!r}")
        if len(self.thresholds) == _MOST_METRICS:
            raise Unreadable(f"the report has thresholds on more than {_MOST_METRICS} metrics")
        self.thresholds[line.metric] = texts
        if line.metric not in self.series:
            self.series[line.metric] = Series(cast("Kind", line.data.type))
            self._adders[line.metric] = self.series[line.metric].add

    def _taken(self) -> dict[str, Callable[[float], None]]:
        """What takes a value of each metric that is watched."""
        return {name: series.add for name, series in self.series.items()}

    def _seconds(self) -> float:
        """How long the run took, by its first and its last point; 0 where they do not say."""
        try:
            first, last = (datetime.fromisoformat(one) for one in (self._first, self._last))
            return (last - first).total_seconds()
        except (ValueError, TypeError):
            return 0.0


def _time(lines: Iterable[_Line]) -> str:
    """The time of the first of the lines that has one."""
    return next((line.data.time for line in lines if line.data.time), "")


def _source(threshold: object) -> str:
    """A threshold as it was written; older versions of k6 put it into an object."""
    if isinstance(threshold, dict):
        threshold = threshold.get("threshold")
    return threshold if isinstance(threshold, str) else ""
