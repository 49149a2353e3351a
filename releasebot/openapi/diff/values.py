"""Which values are listed: `enum`, `const`, `default`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Merged
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import Row
from releasebot.openapi.findings import Location

ROWS = (
    Row(
        "enum-value-added",
        "info",
        "warning",
        "the value {after} was added to the enum",
        "enum에 값 {after}이(가) 추가되었습니다",
    ),
    Row(
        "enum-value-removed",
        "breaking",
        "info",
        "the value {before} was removed from the enum",
        "enum에서 값 {before}이(가) 삭제되었습니다",
        ids={"response-body": "response-mediatype-enum-value-removed"},
    ),
    Row(
        "became-enum",
        "breaking",
        "info",
        "only the values {after} are allowed now",
        "이제 {after} 값만 허용됩니다",
    ),
    Row(
        "became-not-enum",
        "info",
        "warning",
        "the values are no longer limited to {before}",
        "값이 더 이상 {before}(으)로 제한되지 않습니다",
    ),
    Row(
        "x-extensible-enum-value-added",
        "info",
        "info",
        "the value {after} was added to the open enum",
        "열린 enum에 값 {after}이(가) 추가되었습니다",
    ),
    Row(
        "x-extensible-enum-value-removed",
        "breaking",
        "info",
        "the value {before} was removed from the open enum",
        "열린 enum에서 값 {before}이(가) 삭제되었습니다",
    ),
    Row(
        "const-added",
        "breaking",
        "info",
        "the value must now be {after}",
        "값은 이제 {after}이어야 합니다",
    ),
    Row(
        "const-changed",
        "breaking",
        "breaking",
        "the only value changed from {before} to {after}",
        "유일한 값이 {before}에서 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "const-removed",
        "info",
        "breaking",
        "the value need no longer be {before}",
        "값이 더 이상 {before}일 필요가 없습니다",
    ),
    Row(
        "default-value-added",
        "info",
        "info",
        "a default of {after} was added",
        "기본값 {after}이(가) 추가되었습니다",
        levels={"request-parameter": "breaking"},
    ),
    Row(
        "default-value-changed",
        "info",
        "info",
        "the default changed from {before} to {after}",
        "기본값이 {before}에서 {after}(으)로 바뀌었습니다",
        levels={"request-parameter": "breaking"},
    ),
    Row(
        "default-value-removed",
        "info",
        "info",
        "the default of {before} was removed",
        "기본값 {before}이(가) 삭제되었습니다",
        levels={"request-parameter": "breaking"},
    ),
)
KEYS = frozenset({"enum", "const", "default", "x-extensible-enum"})


def compare(pair: Pair) -> Iterator[Delta]:
    """What differs between the listed values of the two schemas."""
    if pair.has("enum", "const"):
        yield from _listed(pair)
    if pair.has("x-extensible-enum"):
        before, after = (_values(side, "x-extensible-enum") for side in (pair.base, pair.revision))
        if before is not None and after is not None:
            yield from _members(pair, "x-extensible-enum-value", before, after)
    if pair.has("default"):
        yield from _default(pair)


def _listed(pair: Pair) -> Iterator[Delta]:
    was, now = pair.base.first("const"), pair.revision.first("const")
    before, after = _values(pair.base, "enum"), _values(pair.revision, "enum")
    if before is not None and now[1] is not None:
        after = {_key(now[0]): now}
    elif after is not None and was[1] is not None:
        before = {_key(was[0]): was}
    elif was[1] is not None or now[1] is not None:
        yield from _const(pair, was, now)
    if before is not None and after is not None:
        yield from _members(pair, "enum-value", before, after)
    elif before is not None:
        yield pair.delta("became-not-enum", "enum", [one for one, _ in before.values()], None)
    elif after is not None and now[1] is None:
        new = pair.delta("became-enum", "enum", None, [one for one, _ in after.values()])
        yield replace(new, covers=("enum-value-added",))


_Found = tuple[Any, Location | None]


def _const(pair: Pair, was: _Found, now: _Found) -> Iterator[Delta]:
    if was[1] is None or now[1] is None:
        word = "added" if was[1] is None else "removed"
        yield pair.delta(f"const-{word}", "const", was[0], now[0])
    elif was[0] != now[0]:
        yield pair.delta("const-changed", "const", was[0], now[0])


def _members(
    pair: Pair, row: str, before: dict[bytes, _Found], after: dict[bytes, _Found]
) -> Iterator[Delta]:
    for key, (value, at) in before.items():
        if key not in after:
            yield Delta(f"{row}-removed", at, pair.revision_at, value, None, str(value))
    for key, (value, at) in after.items():
        if key not in before:
            yield Delta(f"{row}-added", pair.base_at, at, None, value, str(value))


def _values(merged: Merged, key: str) -> dict[bytes, _Found] | None:
    """The values that every list at `key` holds, with their places; None without one.

    Null is left out: whether it is allowed is told by the rule for null.
    """
    found: dict[bytes, _Found] | None = None
    for stated, at in merged.stated(key):
        if type(stated) is list:
            own: dict[bytes, _Found] = {
                _key(value): (value, at.child(index))
                for index, value in enumerate(stated)
                if value is not None
            }
            found = own if found is None else {k: v for k, v in found.items() if k in own}
    return found


def _key(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic", enc_hook=str)


def _default(pair: Pair) -> Iterator[Delta]:
    before, was = pair.base.first("default")
    after, now = pair.revision.first("default")
    if was is None or now is None:
        word = "added" if was is None else "removed"
        yield pair.delta(f"default-value-{word}", "default", before, after)
    elif before != after or type(before) is not type(after):
        yield pair.delta("default-value-changed", "default", before, after)
