"""Whether a run was slower than those of the last releases, or only unlucky.

What is compared is the run, not the request. The requests of one run share its machine, its
neighbours and its minute: with a hundred thousand of them a test between two runs finds a
"significant" difference each time, and is right, and useless (Kalibera and Jones, "Rigorous
Benchmarking in Reasonable Time", ISMM 2013; Georges, Buytaert and Eeckhout, "Statistically Rigorous
Java Performance Evaluation", OOPSLA 2007). How much runs differ from one another is only seen in
runs. So each earlier release gives one number, and the new one is held against the prediction
interval for one further observation,

    mean + t(1 - chance; n - 1) * s * sqrt(1 + 1/n)

(Whitmore, "Prediction Limits for a Univariate Normal Observation", The American Statistician 40,
1986; Hahn and Meeker, "Statistical Intervals", 1991, chapter 4). It is exact for normal values
however few they are: with two releases it is very wide, with ten about three deviations. Times are
compared by their logarithms, since noise multiplies them and they are skewed; shares by the arcsine
of their root, whose variance does not depend on the share (Anscombe, Biometrika 35, 1948).

With one or two earlier releases their difference says next to nothing. Then the scale is how much
the parts of a run differ from one another, and not divided by their number: that would be the error
of the run's own mean, and leave nothing for what differs between runs.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

from msgspec import Struct

Transformation = tuple[Callable[[float], float], Callable[[float], float]]
"""A function after which noise is about normal, and its inverse."""

FEW = 3
"""From how many earlier releases on their own differences are the scale."""


class Earlier(Struct, frozen=True):
    """What one earlier release measured: the value, and that of each part of its run."""

    value: float
    parts: tuple[float, ...] = ()


def most_expected(
    now: Earlier,
    earlier: Sequence[Earlier],
    chance: float,
    *,
    transformed: Transformation,
    least_spread: float = 0.0,
) -> float | None:
    """The value that an unchanged program exceeds with that chance; None where too little is known.

    `least_spread` is what is known of the noise without looking, after the transformation.
    """
    there, back = transformed
    values = [there(one.value) for one in earlier]
    if len(values) >= FEW:
        spread, freedom = statistics.stdev(values), len(values) - 1
    elif values:
        spread, freedom = _within([now, *earlier], there)
    else:
        return None
    if not freedom:
        return None
    widened = max(spread, least_spread) * math.sqrt(1 + 1 / len(values))
    return back(statistics.fmean(values) + student(1 - chance, freedom) * widened)


def _within(runs: Sequence[Earlier], there: Callable[[float], float]) -> tuple[float, int]:
    """How much the parts of a run differ, over all the runs, and its degrees of freedom."""
    squares, freedom = 0.0, 0
    for run in runs:
        if len(run.parts) > 1:
            values = [there(part) for part in run.parts]
            squares += statistics.variance(values) * (len(values) - 1)
            freedom += len(values) - 1
    return (math.sqrt(squares / freedom), freedom) if freedom else (0.0, 0)


def student(probability: float, freedom: int) -> float:
    """The quantile of Student's t distribution, for probabilities above one half."""
    low, high = 0.0, 1.0
    while _below(high, freedom) < probability and high < 1e9:  # noqa: PLR2004  far beyond use
        low, high = high, high * 2
    for _ in range(80):
        middle = (low + high) / 2
        if _below(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return high


def _below(value: float, freedom: int) -> float:
    """P(T <= value) for value >= 0 (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""
    angle = math.atan(value / math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for step in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    inside = (angle + sine * total) * 2 / math.pi if odd else sine * total
    return 0.5 + inside / 2


LOGARITHM = (math.log, math.exp)
"""For times, which are above 0."""


def _arcsine(share: float) -> float:
    return math.asin(math.sqrt(share))


def _squared_sine(angle: float) -> float:
    return math.sin(min(angle, math.pi / 2)) ** 2


ARCSINE = (_arcsine, _squared_sine)
"""For shares, from 0 to 1."""
