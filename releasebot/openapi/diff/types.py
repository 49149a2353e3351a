"""Types, formats and null."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Merged, widened
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import PLACES, Place, Row


def _ids(request: str, response: str) -> dict[Place, str]:
    """Ids by a pattern for requests and one for responses."""
    return {
        place: (request if place.startswith("request") else response).format(place)
        for place in PLACES
    }


ROWS = (
    Row(
        "type-changed",
        "breaking",
        "breaking",
        "the type changed from {before} to {after}",
        "타입이 {before}에서 {after}(으)로 바뀌었습니다",
        levels={"request-parameter-property": "warning"},
    ),
    Row(
        "type-generalized",
        "info",
        "breaking",
        "the type was widened from {before} to {after}",
        "타입이 {before}에서 더 넓은 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "type-specialized",
        "breaking",
        "info",
        "the type was narrowed from {before} to {after}",
        "타입이 {before}에서 더 좁은 {after}(으)로 바뀌었습니다",
        ids={
            "request-body": "request-body-type-changed",
            "request-property": "request-property-type-changed",
            "request-parameter": "request-parameter-type-changed",
        },
    ),
    Row(
        "format-generalized",
        "info",
        "breaking",
        "the format was widened from {before} to {after}",
        "형식이 {before}에서 더 넓은 {after}(으)로 바뀌었습니다",
        ids=_ids("{}-type-generalized", "{}-type-changed"),
    ),
    Row(
        "type-loosened",
        "info",
        "breaking",
        "the type changed from {before} to {after}, which this media type writes alike",
        "타입이 {before}에서 {after}(으)로 바뀌었으나 이 미디어 타입에서는 똑같이 쓰입니다",
        ids=_ids("{}-type-compatible", "{}-type-changed"),
    ),
    Row(
        "type-tightened",
        "breaking",
        "info",
        "the type changed from {before} to {after}, which this media type writes alike",
        "타입이 {before}에서 {after}(으)로 바뀌었으나 이 미디어 타입에서는 똑같이 쓰입니다",
        ids=_ids("{}-type-changed", "{}-type-compatible"),
    ),
    Row(
        "list-of-types-widened",
        "info",
        "breaking",
        "further types are allowed: {before} became {after}",
        "허용되는 타입이 {before}에서 {after}(으)로 늘었습니다",
    ),
    Row(
        "list-of-types-narrowed",
        "breaking",
        "info",
        "fewer types are allowed: {before} became {after}",
        "허용되는 타입이 {before}에서 {after}(으)로 줄었습니다",
    ),
    Row(
        "became-nullable",
        "info",
        "breaking",
        "null is allowed now",
        "이제 null이 허용됩니다",
    ),
    Row(
        "became-not-nullable",
        "breaking",
        "info",
        "null is no longer allowed",
        "더 이상 null이 허용되지 않습니다",
    ),
)

_FORMATS: dict[str, frozenset[tuple[str, str]]] = {
    "number": frozenset({("double", "float")}),
    "integer": frozenset(
        {("int64", "int32"), ("bigint", "int32"), ("bigint", "int64"), ("double", "int32")}
    ),
    "string": frozenset({("date-time", "date"), ("date-time", "time")}),
}
"""Of each type the formats that include another: the wider one first."""

Verdict = Literal["same", "wider", "narrower", "other"]
_ROW = {"wider": "generalized", "narrower": "specialized", "other": "changed"}


def compare(pair: Pair) -> Iterator[Delta]:
    """What differs between the types of the two schemas."""
    yield from _types(pair)
    was, now = pair.base.nullable, pair.revision.nullable
    known = (pair.base.types is None) == (pair.revision.types is None)
    if was != now and known and _says_something(pair.base) and _says_something(pair.revision):
        row = "became-nullable" if now else "became-not-nullable"
        key = "nullable" if pair.has("nullable") else "type"
        yield pair.delta(row, key, was, now)


def _says_something(merged: Merged) -> bool:
    """Whether a schema says anything at all; one that does not allows null anyway."""
    return bool(merged.keys)


def _types(pair: Pair) -> Iterator[Delta]:
    before, after = pair.base.types, pair.revision.types
    formats = (_format(pair.base), _format(pair.revision))
    verdict = _compare_types(before, after)
    if verdict == "same":
        verdict = _compare_formats(before, *formats)
        key = "format"
    else:
        key = "type"
        if verdict == "narrower" and formats[0] and formats[0] != formats[1]:
            # A format that was promised is gone or another, whatever the type.
            held = before is not None and _compare_formats(after, *formats) == "narrower"
            verdict = "narrower" if held else "other"
    if verdict == "same" or (pair.base.variants and before is None and after is None):
        return
    shown = (_shown(before, formats[0]), _shown(after, formats[1]))
    listed = pair.base.listed or pair.revision.listed
    if listed and key == "type" and before is not None and after is not None:
        row = "list-of-types-widened" if verdict == "wider" else "list-of-types-narrowed"
        yield pair.delta(row, "type", *shown)
        return
    yield pair.delta(_row(pair, verdict, key), key, *shown)


def _row(pair: Pair, verdict: Verdict, key: str) -> str:
    """The row's name, given what the wire tells apart."""
    if key == "format":
        return "format-generalized" if verdict == "wider" else f"type-{_ROW[verdict]}"
    before, after = pair.base.types, pair.revision.types
    usual = f"type-{_ROW[verdict]}"
    if pair.wire == "typed" or verdict != "other" or before is None or after is None:
        return usual
    if pair.wire == "repeated" and after == {"array"} and _items(pair, before):
        return "type-generalized"
    text = frozenset({"string"})
    if pair.wire == "untyped":
        return "type-loosened" if after == text else "type-tightened" if before == text else usual
    if after == text and before <= _SCALARS:
        return "type-generalized"
    return "type-specialized" if before == text and after <= _SCALARS else usual


_SCALARS = frozenset({"string", "number", "integer", "boolean"})


def _items(pair: Pair, before: frozenset[str]) -> bool:
    """Whether one value of the types `before` is also a list of one."""
    for part in pair.revision.parts:
        items = part.one("items")
        if items is not None and items.types:
            inner = frozenset(items.types)
            return inner == {"string"} or before <= widened(inner)
    return True


def _compare_types(before: frozenset[str] | None, after: frozenset[str] | None) -> Verdict:
    if before == after:
        return "same"
    if before is None or after is None:
        return "narrower" if before is None else "wider"
    was, now = widened(before), widened(after)
    if was == now:
        return "same"
    if was < now:
        return "wider"
    return "narrower" if now < was else "other"


def _compare_formats(types: frozenset[str] | None, before: str, after: str) -> Verdict:
    if before == after:
        return "same"
    if not before or not after:
        return "narrower" if not before else "wider"
    known = _FORMATS.get(next(iter(types)), frozenset()) if types and len(types) == 1 else ()
    if (before, after) in known:
        return "narrower"
    return "wider" if (after, before) in known else "other"


def _format(merged: Merged) -> str:
    found = merged.first("format")[0]
    return found if type(found) is str else ""


def _shown(types: frozenset[str] | None, format_: str) -> str:
    named = " | ".join(sorted(types)) if types else "any type"
    return f"{named} ({format_})" if format_ else named
