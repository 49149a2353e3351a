"""Bounds: least and greatest values, lengths and counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Merged
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import Level, Row

Number = int | float
Kind = Literal["upper", "lower"]


class Bound(Struct, frozen=True):
    """A keyword that bounds a value. `set_level` is how grave it is to bound a request anew."""

    keyword: str
    name: str
    kind: Kind
    set_level: Level = "warning"


BOUNDS = (
    Bound("maximum", "max", "upper"),
    Bound("exclusiveMaximum", "exclusive-max", "upper"),
    Bound("minimum", "min", "lower"),
    Bound("exclusiveMinimum", "exclusive-min", "lower"),
    Bound("maxLength", "max-length", "upper"),
    Bound("minLength", "min-length", "lower"),
    Bound("maxItems", "max-items", "upper"),
    Bound("minItems", "min-items", "lower"),
    Bound("maxContains", "max-contains", "upper"),
    Bound("minContains", "min-contains", "lower"),
    Bound("maxProperties", "max-properties", "upper", "breaking"),
    Bound("minProperties", "min-properties", "lower", "breaking"),
)
KEYS = frozenset(bound.keyword for bound in BOUNDS)
_ABSENT_MEANS = {"minLength": 0, "minItems": 0, "minProperties": 0, "minContains": 1}
_PARTNERS = {"maximum": "exclusiveMaximum", "minimum": "exclusiveMinimum"}


def _rows() -> Iterator[Row]:
    for bound in BOUNDS:
        tighter, wider = ("decreased", "increased")[:: 1 if bound.kind == "upper" else -1]
        said = {
            "increased": (
                f"{bound.keyword} was raised from {{before}} to {{after}}",
                f"{bound.keyword} 값이 {{before}}에서 {{after}}(으)로 커졌습니다",
            ),
            "decreased": (
                f"{bound.keyword} was lowered from {{before}} to {{after}}",
                f"{bound.keyword} 값이 {{before}}에서 {{after}}(으)로 작아졌습니다",
            ),
            "set": (
                f"{bound.keyword} was set to {{after}}, where there was no limit",
                f"제한이 없던 {bound.keyword}에 {{after}} 값이 정해졌습니다",
            ),
            "unset": (
                f"{bound.keyword} of {{before}} was taken away",
                f"{bound.keyword} {{before}} 제한이 없어졌습니다",
            ),
        }
        yield Row(f"{bound.name}-{tighter}", "breaking", "info", *said[tighter])
        yield Row(f"{bound.name}-{wider}", "info", "breaking", *said[wider])
        yield Row(f"{bound.name}-set", bound.set_level, "info", *said["set"])
        yield Row(f"{bound.name}-unset", "info", "breaking", *said["unset"])


ROWS = (
    *_rows(),
    Row(
        "multiple-of-set",
        "breaking",
        "info",
        "values must now be multiples of {after}",
        "이제 값은 {after}의 배수여야 합니다",
    ),
    Row(
        "multiple-of-unset",
        "info",
        "breaking",
        "values need no longer be multiples of {before}",
        "값이 더 이상 {before}의 배수일 필요가 없습니다",
    ),
    Row(
        "multiple-of-changed",
        "breaking",
        "breaking",
        "multipleOf changed from {before} to {after}",
        "multipleOf 값이 {before}에서 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "multiple-of-generalized",
        "info",
        "breaking",
        "multipleOf changed from {before} to {after}, which allows more",
        "multipleOf 값이 {before}에서 더 넓은 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "multiple-of-specialized",
        "breaking",
        "info",
        "multipleOf changed from {before} to {after}, which allows less",
        "multipleOf 값이 {before}에서 더 좁은 {after}(으)로 바뀌었습니다",
    ),
)
ALL_KEYS = KEYS | {"multipleOf"}


def compare(pair: Pair) -> Iterator[Delta]:
    """What differs between the bounds of the two schemas."""
    for bound in BOUNDS:
        if bound.keyword in _PARTNERS:
            yield from _range(pair, bound)
        elif bound.keyword not in _PARTNERS.values() and pair.has(bound.keyword):
            before, after = _value(pair.base, bound), _value(pair.revision, bound)
            yield from _moved(pair, bound, before, after)
    if pair.has("multipleOf"):
        yield from _multiple(pair)


def _range(pair: Pair, bound: Bound) -> Iterator[Delta]:
    """Compare a limit with its exclusive twin: the one that says more counts."""
    twin = next(one for one in BOUNDS if one.keyword == _PARTNERS[bound.keyword])
    if not pair.has(bound.keyword, twin.keyword):
        return
    before, was_exclusive = _limit(pair.base, bound, twin)
    after, is_exclusive = _limit(pair.revision, bound, twin)
    told = twin if was_exclusive or is_exclusive else bound
    if before is None or after is None or was_exclusive == is_exclusive:
        yield from _moved(pair, told, before, after)
        return
    upper = bound.kind == "upper"
    tighter = (after < before if upper else after > before) or (after == before and is_exclusive)
    word = "decreased" if tighter == upper else "increased"
    yield pair.delta(f"{told.name}-{word}", told.keyword, before, after)


def _limit(merged: Merged, bound: Bound, twin: Bound) -> tuple[Number | None, bool]:
    """The limit that counts, and whether it is exclusive.

    Before JSON Schema draft 6 the exclusive keyword was a flag beside the limit.
    """
    plain, strict = _value(merged, bound), _value(merged, twin)
    if merged.flag(twin.keyword):
        return plain, plain is not None
    if strict is None or plain is None:
        return (plain, False) if strict is None else (strict, True)
    if bound.kind == "upper":
        return (plain, False) if plain < strict else (strict, True)
    return (plain, False) if plain > strict else (strict, True)


def _value(merged: Merged, bound: Bound) -> Number | None:
    found = [value for value, _ in merged.stated(bound.keyword) if type(value) in (int, float)]
    if not found:
        return None
    value: Number = min(found) if bound.kind == "upper" else max(found)
    return None if value == _ABSENT_MEANS.get(bound.keyword) else value


def _moved(
    pair: Pair, bound: Bound, before: Number | None, after: Number | None
) -> Iterator[Delta]:
    if before == after:
        return
    if before is None or after is None:
        set_ = "set" if before is None else "unset"
        least = _ABSENT_MEANS.get(bound.keyword)
        if least is None:
            yield pair.delta(f"{bound.name}-{set_}", bound.keyword, before, after)
            return
        # A list that may be empty has a least length of 0, so setting one raises it from there.
        shown = (least, after) if before is None else (before, least)
        row = f"{bound.name}-{'increased' if before is None else 'decreased'}"
        yield replace(pair.delta(row, bound.keyword, *shown), covers=(f"{bound.name}-{set_}",))
        return
    word = "increased" if after > before else "decreased"
    yield pair.delta(f"{bound.name}-{word}", bound.keyword, before, after)


def _multiple(pair: Pair) -> Iterator[Delta]:
    before, after = pair.base.first("multipleOf")[0], pair.revision.first("multipleOf")[0]
    if before == after:
        return
    if before is None or after is None:
        word = "set" if before is None else "unset"
    elif _divides(after, before):
        word = "generalized"
    else:
        word = "specialized" if _divides(before, after) else "changed"
    yield pair.delta(f"multiple-of-{word}", "multipleOf", before, after)


def _divides(one: object, other: object) -> bool:
    """Whether every multiple of `other` is one of `one`."""
    if not isinstance(one, int | float) or not isinstance(other, int | float) or not one:
        return False
    share = other / one
    return abs(share - round(share)) < 1e-9  # noqa: PLR2004  decimals such as 0.1 are not exact
