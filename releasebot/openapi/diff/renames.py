"""Things that are the same under another name: properties, schemas, parameters, paths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Spot
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import Level

T = TypeVar("T")
MAX_CANDIDATES = 400
"""Above so many pairs of removed and added things nobody can say which became which."""
_ALIKE = 0.6
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def matches(
    removed: Sequence[T], added: Sequence[T], test: Callable[[T, T], bool]
) -> list[tuple[T, T]]:
    """The pairs of a removed and an added thing that belong to each other and to nothing else."""
    if len(removed) * len(added) > MAX_CANDIDATES:
        return []
    pairs = [(one, other) for one in removed for other in added if test(one, other)]
    return [
        (one, other)
        for one, other in pairs
        if sum(1 for pair in pairs if pair[0] is one) == 1
        and sum(1 for pair in pairs if pair[1] is other) == 1
    ]


@lru_cache(maxsize=10_000)
def alike(one: str, other: str) -> bool:
    """Whether two names may mean the same: `user_name` and `userName`, `mail` and `email`."""
    first, second = ([word.lower() for word in _WORDS.findall(name)] for name in (one, other))
    if first == second or (first and second and set(first) & set(second) - {"id"}):
        return True
    close = SequenceMatcher(None, one.lower(), other.lower())
    return close.real_quick_ratio() >= _ALIKE and close.ratio() >= _ALIKE


def of_properties(
    found: Iterable[Delta], pair: Pair, equal: Callable[[Spot, Spot], bool]
) -> Iterator[Delta]:
    """The differences of properties, with removals and additions that are renames joined."""
    deltas = list(found)
    removed = [one for one in deltas if one.path and one.row.endswith("-removed")]
    added = [one for one in deltas if one.path and "-added" in one.row]
    if not removed or not added:
        yield from deltas
        return

    def same(one: Delta, other: Delta) -> bool:
        was, now = pair.base.fields[one.name], pair.revision.fields[other.name]
        return bool(was and now) and alike(one.name, other.name) and equal(was, now)

    renamed = matches(removed, added, same)
    joined = {id(delta) for both in renamed for delta in both}
    yield from (one for one in deltas if id(one) not in joined)
    for one, other in renamed:
        needed = one.row.startswith("required"), other.row.startswith("required")
        levels: tuple[Level, Level] = (
            "breaking" if needed[1] else "warning",
            "breaking" if needed[0] else "warning",
        )
        yield Delta(
            "renamed",
            one.base,
            other.revision,
            one.name,
            other.name,
            one.name,
            one.path,
            one.read_only,
            one.write_only,
            levels,
            (one.row, other.row),
        )
