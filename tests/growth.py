"""How the cost of work grows with the size of what it is done on."""

from __future__ import annotations

import time
from collections.abc import Callable

_TRIES = 5
_UNMEASURABLE = 0.02
"""Seconds that are within what a busy machine adds to any work."""


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Four times as much costs no more than ten times the time, as it would if it were quadratic.

    A neighbour's load makes work slower and never quicker, so the quickest of several tries counts,
    and there is no limit in seconds.
    """
    quarter = whole = float("inf")
    for _ in range(_TRIES):
        quarter = min(quarter, _seconds(work, size // 4))
        whole = min(whole, _seconds(work, size))
        if whole < max(10 * quarter, _UNMEASURABLE):
            return
    raise AssertionError(f"{size // 4} took {quarter:.3f} s and {size} took {whole:.3f} s")


def _seconds(work: Callable[[int], object], size: int) -> float:
    started = time.process_time()
    work(size)
    return time.process_time() - started
