"""Conditions of JSON Schema 2020-12: `if`, `contains`, `dependentRequired` and the like."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Merged
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import Row

_KEYWORDS = (
    ("if", "if"),
    ("then", "then"),
    ("else", "else"),
    ("not", "not"),
    ("contains", "contains"),
    ("propertyNames", "property-names"),
    ("unevaluatedItems", "unevaluated-items"),
    ("unevaluatedProperties", "unevaluated-properties"),
    ("contentSchema", "content-schema"),
)
_NAMED = (
    ("dependentSchemas", "dependent-schema"),
    ("patternProperties", "pattern-property"),
)


def _rows() -> Iterator[Row]:
    for keyword, name in _KEYWORDS:
        yield Row(
            f"{name}-added",
            "breaking",
            "info",
            f"the condition `{keyword}` was added",
            f"`{keyword}` 조건이 추가되었습니다",
        )
        yield Row(
            f"{name}-removed",
            "info",
            "breaking",
            f"the condition `{keyword}` was removed",
            f"`{keyword}` 조건이 삭제되었습니다",
        )
    for keyword, name in _NAMED:
        yield Row(
            f"{name}-added",
            "breaking",
            "info",
            f"{{name}} was added to `{keyword}`",
            f"`{keyword}`에 {{name}}이(가) 추가되었습니다",
        )
        yield Row(
            f"{name}-removed",
            "info",
            "breaking",
            f"{{name}} was removed from `{keyword}`",
            f"`{keyword}`에서 {{name}}이(가) 삭제되었습니다",
        )


ROWS = (
    *_rows(),
    Row(
        "not-changed",
        "breaking",
        "breaking",
        "what `not` rules out changed",
        "`not`이 배제하는 값이 바뀌었습니다",
    ),
    Row(
        "if-changed",
        "warning",
        "warning",
        "the condition `if` changed",
        "`if` 조건이 바뀌었습니다",
    ),
    Row(
        "dependent-required-added",
        "breaking",
        "info",
        "with {name}, {after} are required now",
        "{name}이(가) 있으면 이제 {after}도 필요합니다",
    ),
    Row(
        "dependent-required-changed",
        "breaking",
        "breaking",
        "what is required with {name} changed from {before} to {after}",
        "{name}과(와) 함께 필요한 속성이 {before}에서 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "dependent-required-removed",
        "info",
        "breaking",
        "with {name}, {before} are no longer required",
        "{name}이(가) 있어도 더 이상 {before}은(는) 필요하지 않습니다",
    ),
    Row(
        "prefix-items-added",
        "info",
        "breaking",
        "the list has further items at fixed places",
        "목록에 자리가 정해진 항목이 늘었습니다",
    ),
    Row(
        "prefix-items-removed",
        "breaking",
        "info",
        "the list has fewer items at fixed places",
        "목록에 자리가 정해진 항목이 줄었습니다",
    ),
    Row(
        "unique-items-set",
        "breaking",
        "info",
        "the items must be unique now",
        "이제 항목은 서로 달라야 합니다",
    ),
    Row(
        "unique-items-unset",
        "info",
        "breaking",
        "the items need no longer be unique",
        "항목이 더 이상 서로 다를 필요가 없습니다",
    ),
    Row(
        "additional-properties-closed",
        "breaking",
        "info",
        "properties that are not listed are no longer allowed",
        "나열되지 않은 속성은 더 이상 허용되지 않습니다",
    ),
    Row(
        "additional-properties-opened",
        "info",
        "info",
        "properties that are not listed are allowed now",
        "나열되지 않은 속성도 이제 허용됩니다",
    ),
)
KEYS = frozenset(
    (
        *(keyword for keyword, _ in (*_KEYWORDS, *_NAMED)),
        *("dependentRequired", "prefixItems", "uniqueItems", "additionalProperties"),
    )
)
OPAQUE = ("not", "if")
"""Conditions where a change inside may allow more or less: they are compared as wholes."""


def compare(pair: Pair) -> Iterator[Delta]:
    """What differs between the conditions of the two schemas."""
    for keyword, name in _KEYWORDS:
        if pair.has(keyword):
            was, now = _set(pair.base, keyword), _set(pair.revision, keyword)
            if was != now:
                yield pair.delta(f"{name}-{'added' if now else 'removed'}", keyword)
    for keyword, name in _NAMED:
        if pair.has(keyword):
            yield from _named(pair, keyword, name)
    if pair.has("dependentRequired"):
        yield from _dependent(pair)
    yield from _items(pair)
    was, now = _closed(pair.base), _closed(pair.revision)
    if was != now:
        word = "closed" if now else "opened"
        yield pair.delta(f"additional-properties-{word}", "additionalProperties", not was, not now)


def _items(pair: Pair) -> Iterator[Delta]:
    before, after = _length(pair.base), _length(pair.revision)
    if before != after:
        word = "added" if after > before else "removed"
        yield pair.delta(f"prefix-items-{word}", "prefixItems", before, after)
    was, now = pair.base.flag("uniqueItems"), pair.revision.flag("uniqueItems")
    if was != now:
        yield pair.delta(f"unique-items-{'set' if now else 'unset'}", "uniqueItems", was, now)


def _set(merged: Merged, keyword: str) -> bool:
    """Whether a condition is there; one that everything meets is none."""
    return any(value is not True and value != {} for value, _ in merged.stated(keyword))


def _closed(merged: Merged) -> bool:
    return any(value is False for value, _ in merged.stated("additionalProperties"))


def _length(merged: Merged) -> int:
    return max(
        (len(one) for one, _ in merged.stated("prefixItems") if type(one) is list), default=0
    )


def _named(pair: Pair, keyword: str, name: str) -> Iterator[Delta]:
    before, after = pair.base.named(keyword), pair.revision.named(keyword)
    for key, spot in before.items():
        if key not in after:
            yield Delta(f"{name}-removed", spot[0].location, pair.revision_at, name=key)
    for key, spot in after.items():
        if key not in before:
            yield Delta(f"{name}-added", pair.base_at, spot[0].location, name=key)


def _dependent(pair: Pair) -> Iterator[Delta]:
    before, after = (_needs(side) for side in (pair.base, pair.revision))
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        word = "added" if was is None else "removed" if now is None else "changed"
        shown = (was and sorted(was), now and sorted(now))
        yield pair.delta(f"dependent-required-{word}", "dependentRequired", *shown, name=name)


def _needs(merged: Merged) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for stated, _ in merged.stated("dependentRequired"):
        if type(stated) is dict:
            for name, needed in stated.items():
                if type(needed) is list:
                    found[name] = found.get(name, frozenset()) | frozenset(map(str, needed))
    return found
