"""What the axes of a plot say: sensible ticks, values as people write them, the width of words."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

_EPOCH = date(1970, 1, 1)
_MOST_TICKS = 5
_STEPS = (1, 2, 5, 10)
_LARGE, _SMALL = 100, 1e-9
_DIGITS = 3
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
"""How many months apart the ticks of an axis of time may be."""
_FEW_DAYS = 60


def ticks(highest: float, *, whole: bool = False) -> tuple[float, ...]:
    """Round values from zero to `highest` or just above it: at most five steps, each 1, 2 or 5.

    `whole` ones have no fractions between them.
    """
    if highest <= 0 or not math.isfinite(highest):
        return (0, 1)
    rough = max(highest / _MOST_TICKS, 1 if whole else 0)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough * (1 - _SMALL))
    count = math.ceil(highest / step * (1 - _SMALL))
    return tuple(float(f"{number * step:.12g}") for number in range(count + 1))


def shown(value: float | None, unit: str = "") -> str:
    """A value as it is written: three digits that count, thousands apart; a dash where unknown."""
    if value is None or not math.isfinite(value):
        return "-"
    after = unit if unit in {"", "%"} else f" {unit}"
    if value == int(value) or abs(value) >= _LARGE:
        return f"{value:,.0f}{after}"
    digits = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    return f"{value:.{max(digits, 1)}f}".rstrip("0").rstrip(".") + after


def day_of(number: int) -> date:
    """The day that is so many days after 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def number_of(day: str) -> int:
    """How many days after 1970-01-01 a day such as `2026-01-31` is."""
    return (date.fromisoformat(day) - _EPOCH).days


def day_ticks(first: int, last: int, most: int) -> tuple[tuple[int, str], ...]:
    """At most `most` days from `first` to `last`, each with what it is called there.

    They are the firsts of months, or the two ends where less than two months lie between.
    """
    if last - first < _FEW_DAYS:
        return tuple((day, day_of(day).isoformat()) for day in sorted({first, last}))
    ends = day_of(first), day_of(last)
    months = next((one for one in _MONTHS if len(tuple(_firsts(*ends, one))) <= most), _MONTHS[-1])
    found = _firsts(*ends, months)
    form = "%Y" if months % 12 == 0 else "%Y-%m"
    return tuple(((day - _EPOCH).days, day.strftime(form)) for day in found)


def _firsts(first: date, last: date, months: int) -> Iterator[date]:
    """The firsts of every so many months within the two days."""
    place = first.year * 12 + first.month - 1
    place -= place % months
    while (day := date(place // 12, place % 12 + 1, 1)) <= last:
        if day >= first:
            yield day
        place += months


@lru_cache(maxsize=4096)
def width(text: str) -> float:
    """About how wide a text is, in heights of its face: a Hangul syllable is one, a letter 0.6."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide + 0.6 * (len(text) - wide)
