"""k6's summary at the end of a test, in its three forms.

- `handleSummary(data)` written as JSON: `metrics.NAME.values`, and `thresholds` as objects with
  `ok` (<https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/>);
- `--summary-export FILE`: the values stand in `metrics.NAME` itself, and a threshold is `true`
  where it was crossed (<https://github.com/grafana/k6/issues/1498>);
- the machine-readable one of newer versions: `results.metrics` is an array, without thresholds; for
  these k6's exit code 99 speaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from releasebot.gates.limits.load import FAILED, Measured, judge
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import document, said


class _Listed(Struct):
    name: str
    values: dict[str, Any]


class _Results(Struct):
    metrics: list[_Listed]


class _Summary(Struct):
    metrics: dict[str, dict[str, Any]] | None = None
    results: _Results | None = None


class _Metric(Struct, frozen=True):
    """The values of a metric, and whether each of its thresholds was crossed."""

    values: dict[str, float]
    crossed: dict[str, bool] = field(default_factory=dict)


def read(report: Path, asked: Asked) -> Reading:
    """Judged by thresholds, limits and earlier releases.

    Raises:
        Unreadable: it is no such summary, or no request was made.
    """
    found = document(report, _Summary, what="summary of k6")
    if found.results is not None:
        metrics = {one.name: _Metric(_numbers(one.values)) for one in found.results.metrics}
    elif found.metrics is not None:
        metrics = {name: _metric(name, raw) for name, raw in found.metrics.items()}
    else:
        raise Unreadable("the report is no summary of k6: it has no metrics")
    return judge(_measured(metrics, asked), asked)


def _measured(metrics: dict[str, _Metric], asked: Asked) -> Measured:
    name = asked.gate.load.metric
    times = metrics.get(name)
    if times is None:
        raise Unreadable(f"the report has no metric {name}: nothing was measured")
    requests = metrics["http_reqs"].values.get("count", 0.0) if "http_reqs" in metrics else None
    if requests == 0:
        raise Unreadable("the report counts no request: nothing was measured")
    failed = metrics[FAILED].values if FAILED in metrics else {}
    sentences = list(_crossed(metrics))
    return Measured(
        requests=requests or 0.0,
        p95=times.values.get("p(95)"),
        p99=times.values.get("p(99)"),
        error_rate=failed.get("rate", failed.get("value")),
        crossed=sentences,
        thresholds=sum(len(one.crossed) for one in metrics.values()),
    )


def _metric(name: str, raw: dict[str, Any]) -> _Metric:
    """A metric of either form with an object of metrics."""
    values = raw.get("values", raw)
    thresholds = raw.get("thresholds") or {}
    if not isinstance(values, dict) or not isinstance(thresholds, dict):
        raise Unreadable(f"the report is no summary of k6: {said(name, 60)} is no metric of it")
    return _Metric(
        _numbers(values), {text: _is_crossed(text, one) for text, one in thresholds.items()}
    )


def _is_crossed(text: str, state: object) -> bool:
    if isinstance(state, bool):
        return state
    if isinstance(state, dict) and isinstance(state.get("ok"), bool):
        return not state["ok"]
    raise Unreadable(f"the report does not say whether the threshold {said(text, 60)!r} held")


def _numbers(values: dict[str, Any]) -> dict[str, float]:
    return {
        key: float(value)
        for key, value in values.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _crossed(metrics: dict[str, _Metric]) -> Iterator[str]:
    for name, metric in metrics.items():
        for text, is_crossed in metric.crossed.items():
            if is_crossed:
                found = _value(text, metric.values)
                yield f"the threshold {said(text, 60)} of {said(name, 60)} was crossed{found}"


def _value(text: str, values: dict[str, float]) -> str:
    """What was found for the aggregation that a threshold begins with."""
    what = text.replace(" ", "")
    for key in sorted(values, key=len, reverse=True):
        if what.startswith(key):
            return f": found {values[key]:.6g}"
    return ""
