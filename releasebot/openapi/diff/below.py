"""The pairs of schemas right below a pair: of properties, items, members of a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from releasebot.openapi.diff.composition import choices
from releasebot.openapi.diff.merged import Merged, Spot
from releasebot.openapi.diff.pair import Pair

Equal = Callable[[Spot, Spot], bool]
Child = tuple[str, Spot, Spot]
"""The name of what is below, and what is said of it before and after."""

_SINGLE = (
    *("contains", "propertyNames", "then", "else"),
    *("unevaluatedItems", "unevaluatedProperties", "contentSchema"),
)
_NAMED = ("patternProperties", "dependentSchemas")


def children(pair: Pair, equal: Equal) -> Iterator[Child]:
    """What is below both sides, in an order that does not depend on the documents'."""
    base, revision = pair.base, pair.revision
    for name in sorted(base.fields.keys() & revision.fields.keys()):
        yield name, base.fields[name], revision.fields[name]
    if pair.has("items", "prefixItems"):
        yield from _items(pair)
    if pair.has("additionalProperties"):
        was, now = _rest(base), _rest(revision)
        if was or now:
            yield "additionalProperties", was, now
    yield from _conditions(pair)
    for kind in ("oneOf", "anyOf"):
        if pair.has(kind):
            yield from _members(pair, kind, equal)


def _items(pair: Pair) -> Iterator[Child]:
    base, revision = pair.base, pair.revision
    was, now = base.spot("items"), revision.spot("items")
    if (was or now) and (was or _is_list(base)) and (now or _is_list(revision)):
        yield "items", was, now
    for index, (one, other) in enumerate(zip(_tuple(base), _tuple(revision), strict=False)):
        yield f"prefixItems[{index}]", one, other


def _conditions(pair: Pair) -> Iterator[Child]:
    for key in _SINGLE:
        was, now = pair.base.spot(key), pair.revision.spot(key)
        if was and now:
            yield key, was, now
    for key in _NAMED:
        if pair.has(key):
            yield from _named(pair, key)


def _named(pair: Pair, key: str) -> Iterator[Child]:
    before, after = pair.base.named(key), pair.revision.named(key)
    for name in sorted(before.keys() & after.keys()):
        yield f"{key}[{name}]", before[name], after[name]


def _members(pair: Pair, kind: str, equal: Equal) -> Iterator[Child]:
    for one, other in choices(pair, kind, equal).pairs:
        name = one.name or str(pair.base.variants.index(one))
        yield f"{kind}[{name}]", (one.schema,), (other.schema,)


def _is_list(merged: Merged) -> bool:
    return merged.types is not None and "array" in merged.types


def _rest(merged: Merged) -> Spot:
    """What is said of the properties that are not listed; nothing where they may be anything."""
    return tuple(one for one in merged.spot("additionalProperties") if one.node)


def _tuple(merged: Merged) -> tuple[Spot, ...]:
    for part in merged.parts:
        if part.tuple_items:
            return tuple((one,) for one in part.tuple_items)
    return ()
