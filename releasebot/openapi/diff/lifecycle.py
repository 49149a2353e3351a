"""Deprecation, the day something goes away (`x-sunset`), and how stable it is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Merged
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import PLACES, Row

KEYS = frozenset({"deprecated", "x-sunset", "x-stability-level"})
STABILITY = ("draft", "alpha", "beta", "stable")
"""How stable something is said to be, the least first; without a word it is stable."""

ROWS = (
    Row(
        "deprecated",
        "info",
        "info",
        "it was deprecated",
        "사용 중단이 예고되었습니다",
        ("leave", "leave"),
    ),
    Row(
        "deprecated-with-sunset",
        "info",
        "info",
        "it was deprecated and goes away on {after}",
        "사용 중단이 예고되었고 {after}에 없어집니다",
        ("leave", "leave"),
        ids={"request-parameter": "request-parameter-deprecated"},
    ),
    Row(
        "deprecated-sunset-missing",
        "breaking",
        "breaking",
        "it was deprecated without the day when it goes away",
        "없어지는 날짜 없이 사용 중단이 예고되었습니다",
        ("leave", "leave"),
    ),
    Row(
        "deprecated-sunset-invalid",
        "breaking",
        "breaking",
        "the day when it goes away cannot be read: {after}",
        "없어지는 날짜를 읽을 수 없습니다: {after}",
        ("leave", "leave"),
        ids={"request-parameter": "request-parameter-sunset-parse"},
    ),
    Row(
        "sunset-date-too-small",
        "breaking",
        "breaking",
        "it goes away on {after}, which is too soon",
        "{after}에 없어지며, 이는 너무 이릅니다",
        ("leave", "leave"),
    ),
    Row(
        "sunset-date-changed-too-small",
        "breaking",
        "breaking",
        "the day when it goes away moved from {before} to {after}",
        "없어지는 날짜가 {before}에서 {after}(으)로 당겨졌습니다",
        ("leave", "leave"),
    ),
    Row(
        "sunset-deleted",
        "breaking",
        "breaking",
        "the day when it goes away ({before}) was deleted",
        "없어지는 날짜({before})가 삭제되었습니다",
        ("leave", "leave"),
    ),
    Row("reactivated", "info", "info", "it is no longer deprecated", "사용 중단이 취소되었습니다"),
    Row(
        "stability-decreased",
        "breaking",
        "breaking",
        "its stability was lowered from {before} to {after}",
        "안정성이 {before}에서 {after}(으)로 낮아졌습니다",
        ("leave", "leave"),
    ),
    Row(
        "stability-increased",
        "info",
        "info",
        "its stability was raised from {before} to {after}",
        "안정성이 {before}에서 {after}(으)로 높아졌습니다",
    ),
    Row(
        "invalid-stability-level",
        "breaking",
        "breaking",
        "its stability {after} is none of draft, alpha, beta and stable",
        "안정성 {after}은(는) draft, alpha, beta, stable 가운데 하나가 아닙니다",
        ids=dict.fromkeys(PLACES, "api-invalid-stability-level"),
    ),
)


class Policy(Struct, frozen=True):
    """How things are to go away: the day of the comparison, and the days of notice.

    With `version` the API's own version must follow what changes.
    """

    today: date | None = None
    notice_days: int = 0
    version: bool = False


class State(Struct, frozen=True):
    """What is said of the life of an operation, a parameter or a property."""

    deprecated: bool
    sunset: Any
    stability: Any

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> State:
        """The state that a node of the document states."""
        return cls(
            node.get("deprecated") is True, node.get("x-sunset"), node.get("x-stability-level")
        )


def compare(pair: Pair, policy: Policy) -> Iterator[Delta]:
    """What differs between the lives of two schemas."""
    for row, key, before, after in changes(_state(pair.base), _state(pair.revision), policy):
        yield pair.delta(row, key, before, after)


def _state(merged: Merged) -> State:
    return State(
        merged.flag("deprecated"),
        merged.first("x-sunset")[0],
        merged.first("x-stability-level")[0],
    )


Told = tuple[str, str, Any, Any]


def changes(base: State, revision: State, policy: Policy) -> Iterator[Told]:
    """The rows that apply, each with its keyword, and what was before and is after."""
    yield from _deprecation(base, revision, policy)
    was, now = base.stability, revision.stability
    known = {*STABILITY, None}
    if was not in known or now not in known:
        yield "invalid-stability-level", "x-stability-level", was, was if now in known else now
    elif was != now:
        lost = STABILITY.index(was or "stable") - STABILITY.index(now or "stable")
        if lost:
            word = "stability-decreased" if lost > 0 else "stability-increased"
            yield word, "x-stability-level", was, now


def _deprecation(base: State, revision: State, policy: Policy) -> Iterator[Told]:
    if base.deprecated and not revision.deprecated:
        yield "reactivated", "deprecated", True, False
    elif revision.deprecated and not base.deprecated:
        yield from _announced(revision, policy)
    elif revision.deprecated and base.sunset != revision.sunset and base.sunset is not None:
        yield from _moved(base, revision, policy)


def _announced(revision: State, policy: Policy) -> Iterator[Told]:
    stated = revision.sunset
    if stated is None:
        missing = policy.notice_days > 0 and revision.stability not in STABILITY[:2]
        yield (
            "deprecated-sunset-missing" if missing else "deprecated",
            "deprecated",
            False,
            True,
        )
        return
    day = day_of(stated)
    if day is None:
        yield "deprecated-sunset-invalid", "x-sunset", None, stated
    elif policy.today and (day - policy.today).days < policy.notice_days:
        yield "sunset-date-too-small", "x-sunset", None, stated
    else:
        yield "deprecated-with-sunset", "x-sunset", None, stated


def _moved(base: State, revision: State, policy: Policy) -> Iterator[Told]:
    if revision.sunset is None:
        yield "sunset-deleted", "x-sunset", base.sunset, None
        return
    before, after = day_of(base.sunset), day_of(revision.sunset)
    if after is None or before is None:
        wrong = revision.sunset if after is None else base.sunset
        yield "deprecated-sunset-invalid", "x-sunset", base.sunset, wrong
    elif after < before:
        soon = policy.today is None or (after - policy.today).days < policy.notice_days
        if soon or policy.notice_days == 0:
            row = "sunset-date-changed-too-small"
            yield row, "x-sunset", base.sunset, revision.sunset


_DAY = re.compile(r'"?(\d{4})-(\d\d)-(\d\d)(?:[Tt ][0-9:.]+(?:[Zz]|[+-]\d\d:\d\d)?)?"?$')


def day_of(stated: object) -> date | None:
    """The day of a date, or of a time as RFC 3339 has it; None where it is neither."""
    if isinstance(stated, date):
        return stated
    found = _DAY.match(stated) if isinstance(stated, str) else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
