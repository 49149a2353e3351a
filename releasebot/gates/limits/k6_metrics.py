"""k6's metrics and the thresholds on them.

A threshold is an aggregation, an operator and a number, such as `p(95)<500`
(<https://grafana.com/docs/k6/latest/using-k6/thresholds/#threshold-syntax>).
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from releasebot.gates.limits.quantiles import Quantiles, at
from releasebot.gates.reading import Unreadable
from releasebot.gates.reports.data import said

Kind = Literal["counter", "gauge", "rate", "trend"]

_EXACT = 2**18
"""How many values of a metric are kept as they are: 2 MiB."""

_ERROR = 0.001
_MOST_PARTS = 20
_LEAST_PART = 50
"""How many values a part of a run needs for its p95 to say anything."""

_THRESHOLD = re.compile(
    r"\s*(?P<what>avg|min|max|med|count|rate|value|p\(\s*(?P<percent>\d{1,3}(?:\.\d{1,6})?)\s*\))"
    r"\s*(?P<operator><=|>=|===?|!=|<|>)\s*(?P<limit>-?\d{1,15}(?:\.\d{1,15})?)\s*"
)
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "===": operator.eq,
    "!=": operator.ne,
}


class Series:
    """The values of one metric in the order in which they came."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.quantiles = Quantiles(_EXACT, _ERROR)
        self.add = self.quantiles.values.append
        self.last = math.nan
        self.nonzero = 0
        self._parts: list[float] = []

    def settle(self) -> None:
        """Keep the memory bounded; `add` has to be taken anew afterwards."""
        values = self.quantiles.values
        if len(values) <= _EXACT:
            return
        self._note(values)
        self._parts += _p95s(values, _MOST_PARTS // 4)
        if len(self._parts) > 4 * _MOST_PARTS:
            self._parts = [
                (one + two) / 2
                for one, two in zip(self._parts[::2], self._parts[1::2], strict=False)
            ]
        self.quantiles.settle()
        self.add = self.quantiles.values.append

    def parts(self) -> tuple[float, ...]:
        """The p95 of up to 20 parts of the run; of none where they would be too small."""
        values = self.quantiles.values
        if not self._parts:
            return _p95s(values, min(_MOST_PARTS, len(values) // _LEAST_PART))
        step = math.ceil(len(self._parts) / _MOST_PARTS)
        groups = (self._parts[start : start + step] for start in range(0, len(self._parts), step))
        return tuple(math.fsum(group) / len(group) for group in groups)

    def close(self) -> None:
        """No more values come."""
        self._note(self.quantiles.values)

    def measured(self, what: str, seconds: float) -> float | None:
        """An aggregation as k6 names it; None where this kind of metric has none such."""
        least, most, mean = self.quantiles.summary()
        count = self.quantiles.count
        total = mean * count if count else 0.0
        by_kind: dict[Kind, Mapping[str, float]] = {
            "counter": {"count": total, "rate": total / seconds if seconds else math.nan},
            "gauge": {"value": self.last, "min": least, "max": most},
            "rate": {"rate": self.nonzero / count if count else math.nan},
            "trend": {"avg": mean, "min": least, "max": most, "count": float(count)},
        }
        if self.kind == "trend" and (what == "med" or what.startswith("p(")):
            return self.quantiles.at(0.5 if what == "med" else float(what[2:-1]) / 100)
        return by_kind[self.kind].get(what)

    def _note(self, values: Sequence[float]) -> None:
        if values:
            self.last = values[-1]
            self.nonzero += len(values) - values.count(0.0)


def crossed(
    metric: str, series: Series, thresholds: Sequence[str], seconds: float
) -> Iterator[str]:
    """A sentence for each threshold of the metric that was crossed.

    Raises:
        Unreadable: a threshold is none that is known, so that nobody knows whether it holds.
    """
    for threshold in thresholds:
        found = _THRESHOLD.fullmatch(threshold)
        what = f"p({found['percent']})" if found and found["percent"] else found and found["what"]
        value = series.measured(what, seconds) if what else None
        if found is None or value is None or math.isnan(value):
            raise Unreadable(
                f"the threshold {said(threshold, 60)!r} of {said(metric, 60)} cannot be judged"
            )
        if not _OPERATORS[found["operator"]](value, float(found["limit"])):
            yield (
                f"the threshold {said(threshold, 60)} of {said(metric, 60)} was crossed: found "
                f"{value:.6g}"
            )


def _p95s(values: Sequence[float], parts: int) -> tuple[float, ...]:
    if parts < 2:  # noqa: PLR2004  one part says nothing of how parts differ
        return ()
    size = len(values) / parts
    cuts = [round(size * index) for index in range(parts + 1)]
    return tuple(at(sorted(values[start:end]), 0.95) for start, end in pairwise(cuts))
