"""A comparison as people read it: grouped by operation, what is shared told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releasebot.openapi.diff.accepted import Sifted
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.compare import Comparison
from releasebot.openapi.diff.groups import Group, causes, group
from releasebot.openapi.diff.overview import MARKS, examples, overview
from releasebot.openapi.diff.places import Places, find_places
from releasebot.openapi.diff.rule import LEVELS, Language
from releasebot.openapi.diff.sentence import happened
from releasebot.openapi.diff.verdict import Verdict, judge

SCREEN = 24
"""Up to so many differences are told one by one where nothing else is asked."""
_TOTALS = {
    "en": ("no changes", "only words changed", "{} operations", "; {} more are accepted"),
    "ko": ("변경 없음", "문구만 변경", "오퍼레이션 {}개", "; 이미 받아들인 변경 {}건"),
}


def table(
    comparison: Comparison,
    sifted: Sifted,
    language: Language = "en",
    *,
    whole: bool = False,
) -> str:
    """The changes for people, the gravest first; the verdict is the first line.

    They are grouped by operation where they fit a screen or where the `whole` is asked for, else
    counted by what happened.
    """
    documents = comparison.base.scope.document, comparison.revision.scope.document
    changes = sifted.changes
    lines = [summary(changes, judge(comparison, changes), language)]
    if sifted.passed:
        lines[0] += _TOTALS[language][3].format(len(sifted.passed))
    if whole or len([*causes(changes)]) <= SCREEN:
        groups = group(changes)
        shown = [cause.first for one in groups for cause in one.causes]
        places = find_places(shown, *documents)
        for one in groups:
            lines += ["", *_group(one, places, language)]
    else:
        places = find_places(examples(changes), *documents)
        lines += ["", *overview(changes, places, language)]
    return "\n".join(lines)


def summary(changes: Sequence[Change], verdict: Verdict, language: Language = "en") -> str:
    """How many changes of each level there are, and what they ask of the version."""
    counts = [
        f"{count} {level}"
        for level in LEVELS
        if (count := sum(1 for change in changes if change.level == level))
    ]
    told = ", ".join(counts) or _TOTALS[language][verdict.bump == "patch"]
    return f"{told}: {verdict.bump}" if verdict.bump != "none" else told


def _group(one: Group, places: Places, language: Language) -> Iterator[str]:
    title = one.title or "API"
    users = len(one.operations)
    if one.shared and users > 1:
        title = f"{title} ({_TOTALS[language][2].format(users)})"
    yield title
    for cause in one.causes:
        first = cause.first
        where = places.shown(first)
        yield f"  {MARKS[first.level]} {happened(first, language)}"
        yield f"      {first.id}{f', {where}' if where else ''}"
