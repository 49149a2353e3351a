"""What a value must satisfy in all: references followed, `allOf` opened, wrappers taken off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from releasebot.openapi.effective import MAX_LAYERS, is_null
from releasebot.openapi.findings import Location
from releasebot.openapi.schema import Schema

Spot = tuple[Schema, ...]
"""The schemas that one value must satisfy; empty where nothing is said about it."""

_PLAIN = frozenset({"type", "title", "description", "example", "examples", "nullable"})
_WIDTH = {"integer": frozenset({"integer"}), "number": frozenset({"number", "integer"})}
ANNOTATIONS = frozenset(
    (
        *("title", "description", "example", "examples", "default", "deprecated", "externalDocs"),
        *("$comment", "xml", "summary", "readOnly", "writeOnly"),
    )
)
"""Keywords that say nothing about which values are valid."""


class Variant(Struct, frozen=True, eq=False):
    """One member of a `oneOf` or `anyOf`; `name` is the component it refers to, or its title."""

    kind: str
    schema: Schema
    name: str
    named: bool


class Merged(Struct, frozen=True, eq=False):
    """Everything that is said of one value.

    `parts` are the schemas it must satisfy, outermost first. `types` are the types it may have
    without null, None where none is stated; `listed` tells that they come from a `oneOf` or
    `anyOf` of bare types. `members` are the members of `allOf` with their names.
    """

    parts: tuple[Schema, ...]
    types: frozenset[str] | None
    listed: bool
    nullable: bool
    fields: dict[str, Spot]
    required: frozenset[str]
    variants: tuple[Variant, ...]
    members: tuple[Variant, ...]
    keys: frozenset[str]

    def stated(self, key: str) -> Iterator[tuple[Any, Location]]:
        """Each value at `key` with its place."""
        for part in self.parts:
            if key in part.node:
                yield part.node[key], part.location.child(key)

    def first(self, key: str) -> tuple[Any, Location | None]:
        """The outermost value at `key` with its place; None where there is none."""
        return next(self.stated(key), (None, None))

    def flag(self, key: str) -> bool:
        """Whether any part says so."""
        return key in self.keys and any(value is True for value, _ in self.stated(key))

    def spot(self, key: str) -> Spot:
        """The schemas at `key`, of every part that has one."""
        if key not in self.keys:
            return ()
        return tuple(
            Schema.at(part.node[key], part.location.child(key), part.scope)
            for part in self.parts
            if type(part.node.get(key)) in (dict, bool)
        )

    def named(self, key: str) -> dict[str, Spot]:
        """The schemas of the objects at `key` by their names."""
        found: dict[str, Spot] = {}
        if key in self.keys:
            for part in self.parts:
                for name, schema in part.below(key):
                    found[name] = (*found.get(name, ()), schema)
        return found

    @property
    def location(self) -> Location | None:
        """Where the value's own schema stands."""
        return self.parts[0].location if self.parts else None


class Merger:
    """Merges schemas of one document; every answer is given once and kept."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], tuple[Spot, Merged]] = {}

    def merge(self, spot: Spot) -> Merged:
        """What `spot` amounts to."""
        key = tuple(id(schema.node) for schema in spot)
        known = self._known.get(key)
        # Nodes without a key share one object, so their places may differ.
        if known is None or any(not schema.node for schema in spot):
            known = self._known[key] = (spot, _merge(spot))
        return known[1]


def _merge(spot: Spot) -> Merged:
    collector = _Collector([], [], set(), [])
    for schema in spot:
        collector.collect(schema, 0)
    parts = tuple(collector.parts)
    nullable = collector.nullable or any(part.nullable for part in parts)
    variants = tuple(collector.variants)
    types, listed = _types(parts), False
    if types is None and variants and len({one.kind for one in variants}) == 1:
        types = _listed(variants)
        listed = types is not None
        if listed:
            nullable = nullable or any(one.schema.nullable for one in variants)
            variants = ()
    fields: dict[str, Spot] = {}
    for part in parts:
        for name, schema in part.below("properties"):
            fields[name] = (*fields.get(name, ()), schema)
    required = frozenset(name for part in parts for name in part.required)
    keys = frozenset().union(*(part.node for part in parts))
    members = tuple(collector.members)
    return Merged(parts, types, listed, nullable, fields, required, variants, members, keys)


def _types(parts: tuple[Schema, ...]) -> frozenset[str] | None:
    """The types that every part allows."""
    found: frozenset[str] | None = None
    for part in parts:
        own = frozenset(part.types)
        if own:
            found = own if found is None else narrower(found, own)
    return found


def narrower(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The types that both allow; an integer is a number."""
    both = widened(one) & widened(other)
    return both - {"integer"} if "number" in both else both


def widened(types: frozenset[str]) -> frozenset[str]:
    """The types with those that they include."""
    return frozenset().union(*(_WIDTH.get(one, frozenset({one})) for one in types))


def _listed(variants: tuple[Variant, ...]) -> frozenset[str] | None:
    """The types of variants that each say a type and nothing else."""
    if len(variants) < len("ab"):
        return None
    found: set[str] = set()
    for one in variants:
        if not one.schema.types or not one.schema.node.keys() <= _PLAIN:
            return None
        found.update(one.schema.types)
    return frozenset(found)


class _Collector(Struct):
    """Gathers what one value must satisfy."""

    parts: list[Schema]
    variants: list[Variant]
    seen: set[int]
    members: list[Variant]
    nullable: bool = False

    def collect(self, schema: Schema, depth: int) -> None:
        """Add `schema`, what it refers to, and the members of its `allOf`."""
        if depth > MAX_LAYERS or (schema.node and id(schema.node) in self.seen):
            return
        self.seen.add(id(schema.node))
        self.parts.append(schema)
        node = schema.node
        if "$ref" in node or "$dynamicRef" in node:
            reference = schema.reference
            if reference is not None and reference.target is not None:
                self.collect(reference.target, depth + 1)
        if "allOf" in node:
            members = schema.several("allOf")
            for member in members:
                if depth == 0 or len(self.parts) == depth + 1:
                    self.members.append(_variant("allOf", member))
                self.collect(member, depth + 1)
        for kind in ("oneOf", "anyOf"):
            if kind in node:
                self._choose(kind, schema.several(kind), depth)

    def _choose(self, kind: str, members: tuple[Schema, ...], depth: int) -> None:
        """A choice of one, or of one and null, is no choice."""
        rest = [member for member in members if not is_null(member)]
        self.nullable = self.nullable or len(rest) < len(members)
        if len(rest) == 1:
            self.collect(rest[0], depth + 1)
        else:
            self.variants += [_variant(kind, member) for member in rest]


def _variant(kind: str, schema: Schema) -> Variant:
    reference = schema.node.get("$ref")
    if type(reference) is str:
        return Variant(kind, schema, reference.rpartition("/")[2], named=True)
    title = schema.node.get("title")
    return Variant(kind, schema, title if type(title) is str else "", named=False)
