"""Quantiles of any number of values, in bounded memory.

Up to a number of values they are exact, interpolated as k6 does it. Beyond that the values are
counted in buckets whose borders grow by a constant factor, so that a quantile is wrong by a share
of itself at most, wherever it lies: DDSketch (Masson, Rim and Lee, "DDSketch: A Fast and
Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", PVLDB 12, 2019).
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence

_SMALLEST = 1e-9
"""What is less, and nothing, is in a bucket of its own."""


class Quantiles:
    """Values and what is known of them; `settle` has to be called now and then.

    `values` may be appended to directly, which is what makes millions of them quick.
    """

    def __init__(self, exact: int, error: float) -> None:
        self.values = array("d")
        self.exact = exact
        self.least, self.most = math.inf, -math.inf
        self.total = 0.0
        self.folded = 0
        self._factor = (1 + error) / (1 - error)
        self._buckets: Counter[int] = Counter()

    @property
    def count(self) -> int:
        """How many values there were."""
        return self.folded + len(self.values)

    def settle(self) -> Sequence[float]:
        """Count the values in buckets where they are too many; what was counted now, sorted."""
        if len(self.values) <= self.exact:
            return ()
        return self._fold()

    def at(self, share: float) -> float:
        """The value below which that share of the values lies; NaN where there are none."""
        if not self.folded:
            return at(sorted(self.values), share)
        self._fold()
        rank = share * (self.folded - 1)
        seen = 0
        for bucket in sorted(self._buckets):
            seen += self._buckets[bucket]
            if seen > rank:
                break
        return min(max(self._middle(bucket), self.least), self.most)

    def summary(self) -> tuple[float, float, float]:
        """The least, the most and the mean of all values."""
        if not self.count:
            return math.nan, math.nan, math.nan
        least = min(self.least, min(self.values, default=math.inf))
        most = max(self.most, max(self.values, default=-math.inf))
        return least, most, (self.total + math.fsum(self.values)) / self.count

    def _fold(self) -> Sequence[float]:
        values = sorted(self.values)
        if values:
            self.least, self.most = min(self.least, values[0]), max(self.most, values[-1])
        self.total += math.fsum(values)
        self.folded += len(values)
        scale = 1 / math.log(self._factor)
        logarithm, up = math.log, math.ceil
        self._buckets.update(
            up(logarithm(value) * scale) if value > _SMALLEST else -(10**9) for value in values
        )
        self.values = array("d")
        return values

    def _middle(self, bucket: int) -> float:
        if bucket == -(10**9):
            return 0.0
        return 2 * self._factor**bucket / (self._factor + 1)


def at(values: Sequence[float], share: float) -> float:
    """The quantile of sorted values, in proportion between two of them; NaN where there is none."""
    if not values:
        return math.nan
    place = share * (len(values) - 1)
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
