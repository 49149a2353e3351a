"""Several calls at once, the first failure ending them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def side_by_side(act: Callable[[A], B], items: Iterable[A], workers: int) -> list[B]:
    """What `act` gives for every item, in their order.

    Raises:
        Exception: what the first call that failed raised; calls not begun yet are not made, those
            under way have come to their end.
    """
    given = list(items)
    if len(given) <= 1:
        return [act(one) for one in given]
    with ThreadPoolExecutor(min(workers, len(given))) as pool:
        waiting = [pool.submit(act, one) for one in given]
        try:
            wait(waiting, return_when=FIRST_EXCEPTION)
        finally:
            for one in waiting:
                one.cancel()
    failed = next((one for one in waiting if not one.cancelled() and one.exception()), None)
    return [one.result() for one in ([failed] if failed else waiting)]
