"""What the gates measured over releases, each figure as a line of little bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from releasebot.pages.axes import shown
from releasebot.pages.model import Series
from releasebot.pages.release_plots import Measured
from releasebot.pages.trend_page import series_of
from releasebot.pages.trend_words import MEASURES, Measure

BARS = "▁▂▃▄▅▆▇█"
GAP = " "
MOST_RELEASES = 40


def sparkline(values: Sequence[float | None]) -> str:
    """A bar for each value, from the least to the greatest; a gap where none is known.

    Values that are all the same are bars of half the height.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    steps = len(BARS) - 1

    def bar(value: float | None) -> str:
        if value is None:
            return GAP
        return BARS[round((value - low) / (high - low) * steps) if high > low else steps // 2]

    return "".join(map(bar, values))


def trend_rows(measured: Sequence[Measured]) -> list[tuple[str, str, str]]:
    """For each figure of each gate its name, its line, and what it was and is.

    `measured` are the releases, the latest first.
    """
    return [
        (f"{series.name} {measure.name}", sparkline(series.values), _ends(series, measure))
        for measure in MEASURES
        for series in series_of(measure, measured[::-1])
    ]


def trend_text(measured: Sequence[Measured]) -> str:
    """The rows as lines below the releases that they run over."""
    rows = trend_rows(measured)
    if not rows:
        return "no release has evidence of what gates measured"
    names, lines = (max(len(row[column]) for row in rows) for column in (0, 1))
    over = f"{measured[-1].version} to {measured[0].version}"
    return "\n".join(
        [over, *(f"{name:<{names}}  {line:<{lines}}  {ends}" for name, line, ends in rows)]
    )


def trend_data(measured: Sequence[Measured]) -> dict[str, Any]:
    """The same for programs: the releases, the oldest first, and every figure of each gate."""
    oldest_first = measured[::-1]
    names = dict.fromkeys(_names(oldest_first))
    return {
        "releases": [one.version for one in oldest_first],
        "figures": [
            {
                "gate": gate,
                "figure": name,
                "values": [one.figures.get(gate, {}).get(name) for one in oldest_first],
            }
            for gate, name in names
        ],
    }


def _names(measured: Sequence[Measured]) -> Iterator[tuple[str, str]]:
    for one in measured:
        for gate, figures in one.figures.items():
            yield from ((gate, name) for name in figures)


def _ends(series: Series, measure: Measure) -> str:
    known = [value for value in series.values if value is not None]
    return f"{shown(known[0], measure.unit)} → {shown(known[-1], measure.unit)}"
