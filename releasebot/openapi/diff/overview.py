"""A large comparison on one screen: what happened how often, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.groups import Cause, causes
from releasebot.openapi.diff.places import Places
from releasebot.openapi.diff.rule import LEVELS, Language, Level
from releasebot.openapi.diff.sentence import predicate

MARKS = {"breaking": "✗", "warning": "!", "info": "·"}
_ROWS: dict[Level, int] = {"breaking": 12, "warning": 4, "info": 3}
"""How many kinds of change of each level are told one by one."""
_LONGEST = 62
_WORDS = {
    "en": ("in {} operations", "such as", "{} further kinds of change, {} places"),
    "ko": ("오퍼레이션 {}개", "예:", "그 밖의 변경 {}가지, {}곳"),
}


class Kind(Struct, frozen=True, eq=False):
    """The same thing happened at several places."""

    level: Level
    direction: str
    causes: tuple[Cause, ...]

    @property
    def operations(self) -> int:
        """How many operations' clients notice."""
        return len({name for cause in self.causes for name in cause.operations})


def kinds(changes: Sequence[Change]) -> tuple[Kind, ...]:
    """The changes by what happened, the gravest and then the most frequent first."""
    found: dict[tuple[str, str, str], list[Cause]] = {}
    for cause in causes(changes):
        first = cause.first
        key = (first.level, first.direction, predicate(first, "en"))
        found.setdefault(key, []).append(cause)
    every = [Kind(same[0].first.level, key[1], tuple(same)) for key, same in found.items()]
    return tuple(
        sorted(
            every,
            key=lambda one: (
                LEVELS.index(one.level),
                one.causes[0].first.rule.then != "gone",
                -one.operations,
                -len(one.causes),
            ),
        )
    )


def overview(changes: Sequence[Change], places: Places, language: Language) -> Iterator[str]:
    """A line for each kind of change, with one place as an example."""
    every = kinds(changes)
    for level, most in _ROWS.items():
        of_level = [one for one in every if one.level == level]
        for kind in of_level[:most]:
            yield from _kind(kind, places, language)
        rest = of_level[most:]
        if rest:
            where = sum(len(one.causes) for one in rest)
            yield f"{MARKS[level]} {_WORDS[language][2].format(len(rest), where)}"


def examples(changes: Sequence[Change]) -> Iterator[Change]:
    """The changes that an overview shows as examples."""
    return (kind.causes[0].first for kind in kinds(changes))


def _kind(kind: Kind, places: Places, language: Language) -> Iterator[str]:
    first = kind.causes[0].first
    users, such, _ = _WORDS[language]
    said = predicate(first, language)
    if len(said) > _LONGEST:
        said = f"{said[: _LONGEST - 1]}…"
    direction = f"{kind.direction}: " if kind.direction != "none" else ""
    count = f" ({users.format(kind.operations)})" if kind.operations > 1 else ""
    where = " ".join(one for one in (first.operation, first.subject[language == "ko"]) if one)
    line = places.shown(first)
    yield f"{MARKS[kind.level]} {len(kind.causes)} x {direction}{said}{count}"
    yield f"    {such} {where}{f', {line}' if line else ''}"
