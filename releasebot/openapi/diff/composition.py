"""Schemas made of others: `allOf`, `oneOf`, `anyOf` and what tells their members apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import ANNOTATIONS, Merged, Spot, Variant
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import Level, Row

Equal = Callable[[Spot, Spot], bool]


ROWS = (
    Row(
        "all-of-added",
        "breaking",
        "info",
        "{name} was added to allOf",
        "allOf에 {name}이(가) 추가되었습니다",
    ),
    Row(
        "all-of-removed",
        "warning",
        "info",
        "{name} was removed from allOf",
        "allOf에서 {name}이(가) 삭제되었습니다",
    ),
    Row(
        "all-of-added-annotation-only",
        "info",
        "info",
        "{name}, which only describes, was added to allOf",
        "설명만 담은 {name}이(가) allOf에 추가되었습니다",
    ),
    Row(
        "all-of-removed-annotation-only",
        "info",
        "info",
        "{name}, which only describes, was removed from allOf",
        "설명만 담은 {name}이(가) allOf에서 삭제되었습니다",
    ),
    Row(
        "one-of-added",
        "info",
        "breaking",
        "{name} was added to oneOf",
        "oneOf에 {name}이(가) 추가되었습니다",
    ),
    Row(
        "one-of-removed",
        "breaking",
        "info",
        "{name} was removed from oneOf",
        "oneOf에서 {name}이(가) 삭제되었습니다",
    ),
    Row(
        "any-of-added",
        "info",
        "info",
        "{name} was added to anyOf",
        "anyOf에 {name}이(가) 추가되었습니다",
    ),
    Row(
        "any-of-removed",
        "breaking",
        "info",
        "{name} was removed from anyOf",
        "anyOf에서 {name}이(가) 삭제되었습니다",
    ),
    Row(
        "wrapped-in-one-of",
        "breaking",
        "breaking",
        "it is now one of several: {name}",
        "이제 여러 스키마 가운데 하나입니다: {name}",
        levels={"request-property": "info"},
        ids={
            "request-property": "request-property-one-of-added",
            "response-property": "response-property-one-of-added",
        },
    ),
    Row(
        "discriminator-added",
        "info",
        "info",
        "the discriminator {after} was added",
        "discriminator {after}이(가) 추가되었습니다",
    ),
    Row(
        "discriminator-removed",
        "info",
        "info",
        "the discriminator {before} was removed",
        "discriminator {before}이(가) 삭제되었습니다",
    ),
    Row(
        "discriminator-property-name-changed",
        "info",
        "info",
        "the discriminator's property changed from {before} to {after}",
        "discriminator 속성이 {before}에서 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "discriminator-mapping-added",
        "info",
        "info",
        "the discriminator knows the value {name} now",
        "discriminator에 값 {name}이(가) 추가되었습니다",
    ),
    Row(
        "discriminator-mapping-deleted",
        "info",
        "info",
        "the discriminator no longer knows the value {name}",
        "discriminator에서 값 {name}이(가) 삭제되었습니다",
    ),
    Row(
        "discriminator-mapping-changed",
        "info",
        "info",
        "the discriminator's value {name} leads to {after} instead of {before}",
        "discriminator의 값 {name}이(가) {before} 대신 {after}을(를) 가리킵니다",
    ),
)
_USUAL: tuple[None, None] = (None, None)
_MILD: tuple[Level, Level] = ("info", "info")
_NAMES = {"oneOf": "one-of", "anyOf": "any-of"}


class Matched(Struct, frozen=True, eq=False):
    """The members of two choices: those that belong together, and those of one side only."""

    pairs: tuple[tuple[Variant, Variant], ...]
    removed: tuple[Variant, ...]
    added: tuple[Variant, ...]


def compare(pair: Pair, equal: Equal) -> Iterator[Delta]:
    """What differs between the choices of the two schemas, and between their discriminators."""
    if pair.has("discriminator"):
        yield from discriminators(pair)
    for kind in ("oneOf", "anyOf"):
        if pair.has(kind):
            yield from choice_deltas(pair, kind, choices(pair, kind, equal))


def choices(pair: Pair, kind: str, equal: Equal) -> Matched:
    """The members of `oneOf` or `anyOf` of both sides, matched."""
    before = [one for one in pair.base.variants if one.kind == kind]
    after = [one for one in pair.revision.variants if one.kind == kind]
    return match(before, after, equal)


def match(before: list[Variant], after: list[Variant], equal: Equal) -> Matched:
    """Match members by name, then by meaning; one that is left on each side was changed."""
    pairs: list[tuple[Variant, Variant]] = []
    for test in (_same_name, lambda one, other: equal((one.schema,), (other.schema,)), _alike):
        for one in list(before):
            other = next((other for other in after if test(one, other)), None)
            if other is not None:
                pairs.append((one, other))
                before.remove(one)
                after.remove(other)
    inline = ([one for one in before if not one.named], [one for one in after if not one.named])
    if len(inline[0]) == len(inline[1]) == 1:
        pairs.append((inline[0][0], inline[1][0]))
        before.remove(inline[0][0])
        after.remove(inline[1][0])
    return Matched(tuple(pairs), tuple(before), tuple(after))


def _same_name(one: Variant, other: Variant) -> bool:
    return bool(one.name) and one.name == other.name and one.named == other.named


def _alike(one: Variant, other: Variant) -> bool:
    """Whether two unnamed members look like the same one: most of their properties are shared."""
    if one.named or other.named:
        return False
    names = [
        frozenset(schema.node.get("properties") or ()) for schema in (one.schema, other.schema)
    ]
    shared = len(names[0] & names[1])
    return shared > 0 and shared * 2 >= max(map(len, names))


def choice_deltas(pair: Pair, kind: str, found: Matched) -> Iterator[Delta]:
    """The members that a choice gained and lost."""
    fresh = found.added and not found.removed and not found.pairs
    if kind == "oneOf" and fresh and _wraps(pair):
        yield pair.delta("wrapped-in-one-of", kind, name=_names(found.added))
        return
    if found.removed:
        yield Delta(
            f"{_NAMES[kind]}-removed",
            found.removed[0].schema.location,
            pair.revision.first(kind)[1] or pair.revision_at,
            name=_names(found.removed),
        )
    if found.added:
        yield Delta(
            f"{_NAMES[kind]}-added",
            pair.base.first(kind)[1] or pair.base_at,
            found.added[0].schema.location,
            name=_names(found.added),
        )


def _wraps(pair: Pair) -> bool:
    """Whether the revision only chooses where the base said what there is."""
    base, revision = pair.base, pair.revision
    said = base.types is not None or bool(base.fields)
    return said and not base.variants and not revision.fields and revision.types is None


def discriminators(pair: Pair) -> Iterator[Delta]:
    """What differs between the discriminators."""
    before, after = _discriminator(pair.base), _discriminator(pair.revision)
    if before == after:
        return
    if before is None or after is None:
        word = "added" if before is None else "removed"
        shown = (before and before[0], after and after[0])
        yield pair.delta(f"discriminator-{word}", "discriminator", *shown)
        return
    if before[0] != after[0]:
        yield pair.delta(
            "discriminator-property-name-changed", "discriminator", before[0], after[0]
        )
    for value in sorted(before[1].keys() | after[1].keys()):
        was, now = before[1].get(value), after[1].get(value)
        if was != now:
            word = "added" if was is None else "deleted" if now is None else "changed"
            yield pair.delta(f"discriminator-mapping-{word}", "discriminator", was, now, name=value)


def _discriminator(merged: Merged) -> tuple[str, dict[str, str]] | None:
    if "discriminator" in merged.keys:
        for part in merged.parts:
            found = part.discriminator
            if found is not None:
                return found.property, dict(found.mapping)
    return None


def parents(pair: Pair, found: Sequence[Delta], equal: Equal) -> Iterator[Delta]:
    """The members that `allOf` gained and lost.

    Moving what a schema says into a parent changes nothing, so parents that bring nothing new are
    passed over; of those that come with other changes, the other changes tell the level.
    """
    before, after = pair.base.members, pair.revision.members
    if not before and not after:
        return
    matched = match(list(before), list(after), equal)
    kept = len(matched.pairs) == len(before) and len(before) > 0
    also = len(matched.pairs) == len(after) and len(after) > 0
    own = _own(pair.base) == _own(pair.revision)
    for members, word, alone in (
        (matched.removed, "removed", also and own),
        (matched.added, "added", kept and own),
    ):
        words = [one for one in members if one.schema.node.keys() <= ANNOTATIONS]
        rules = [one for one in members if one not in words and not _is_part(one, pair)]
        for chosen, suffix in ((rules, ""), (words, "-annotation-only")):
            if chosen and (found or alone or suffix):
                at = chosen[0].schema.location
                base, revision = (at, pair.revision_at) if word == "removed" else (pair.base_at, at)
                row = f"all-of-{word}{suffix}"
                yield Delta(
                    row,
                    base,
                    revision,
                    name=_names(chosen),
                    levels=_USUAL if alone or suffix else _MILD,
                )


def _own(merged: Merged) -> dict[str, object]:
    """What the schema says beside its `allOf`, words apart."""
    if not merged.parts:
        return {}
    node = next((part.node for part in merged.parts if "allOf" in part.node), {})
    return {key: value for key, value in node.items() if key not in {"allOf", *ANNOTATIONS}}


def _is_part(member: Variant, pair: Pair) -> bool:
    """Whether the other side is that very schema, so that `allOf` only wraps it."""
    other = pair.base if member in pair.revision.members else pair.revision
    return bool(member.name) and any(
        part.node.get("$ref", "").rpartition("/")[2] == member.name
        for part in other.parts
        if type(part.node.get("$ref")) is str
    )


def _names(members: Sequence[Variant]) -> str:
    shown = [one.name or "/".join(one.schema.types) or "a schema" for one in members]
    return ", ".join(shown)
