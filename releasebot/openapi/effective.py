"""What a schema amounts to: wrappers taken off, `allOf` merged, the origin of each part kept."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from releasebot.openapi.findings import Location
from releasebot.openapi.schema import Discriminator, Reference, Schema

MAX_LAYERS = 50
"""How many wrappers, or parents of parents, are followed."""


_HOLDING = frozenset(
    (
        *("$ref", "$dynamicRef", "allOf", "oneOf", "anyOf", "properties", "patternProperties"),
        *("items", "prefixItems", "additionalProperties", "dependentSchemas"),
    )
)
_WRAPPING = frozenset({"$ref", "$dynamicRef", "allOf", "oneOf", "anyOf"})


class Core(Struct, frozen=True, eq=False):
    """A schema without wrappers that only add words to it.

    A wrapper is an `allOf` of one, a `oneOf` or `anyOf` of one and null, or a reference to a leaf
    that is no component. `layers` are the schema and what it wraps, outermost first; `reference` is
    where the innermost refers to, if it does.
    """

    layers: tuple[Schema, ...]
    reference: Reference | None
    nullable: bool

    @property
    def inner(self) -> Schema:
        """The innermost layer."""
        return self.layers[-1]

    def text(self, key: str) -> str:
        """The text that the outermost layer with such a key has."""
        if len(self.layers) == 1:
            return self.layers[0].text(key)
        return next((text for layer in self.layers if (text := layer.text(key))), "")

    def flag(self, key: str) -> bool:
        """Whether any layer says so."""
        return any(layer.flag(key) for layer in self.layers)


class Field(Struct, frozen=True, eq=False):
    """A property of an object with all its parents.

    `origin` names the schema that it is inherited from, empty for its own. `also` are further
    schemas that its value must satisfy, since other parents have the same property.
    """

    name: str
    schema: Schema
    required: bool
    origin: str = ""
    also: tuple[Schema, ...] = ()


class Variants(Struct, frozen=True, eq=False):
    """A `oneOf` or `anyOf` with its discriminator."""

    kind: str
    schemas: tuple[Schema, ...]
    discriminator: Discriminator | None
    origin: str = ""


class Shape(Struct, frozen=True, eq=False):
    """An object schema with everything that its `allOf` brings, from parents' parents too.

    `parts` are the schemas it is made of, each with the name it is known by; `problems` are
    references that lead nowhere.
    """

    fields: tuple[Field, ...]
    variants: tuple[Variants, ...]
    parts: tuple[tuple[str, Schema], ...]
    problems: tuple[str, ...] = ()


def core(schema: Schema) -> Core:
    """`schema` with its wrappers taken off."""
    node = schema.node
    if not _WRAPPING & node.keys():
        return Core((schema,), None, schema.nullable)
    kept, key = schema.scope.kept, ("core", id(node))
    known: Core | None = kept.get(key)
    if known is None:
        known = kept[key] = _core(schema)
    return known


def _core(schema: Schema) -> Core:
    layers = [schema]
    nullable = schema.nullable
    for _ in range(MAX_LAYERS):
        inner = layers[-1]
        reference = inner.reference
        if reference is not None and not _is_leaf(reference.target):
            return Core(tuple(layers), reference, nullable)
        wrapped, adds_null = _wrapped(inner) if reference is None else (reference.target, False)
        if wrapped is None:
            break
        layers.append(wrapped)
        nullable = nullable or adds_null or wrapped.nullable
    return Core(tuple(layers), None, nullable)


def inline_parts(schema: Schema) -> tuple[Schema, ...]:
    """The members of `schema`'s `allOf`, and of theirs, that have no name of their own."""
    if "allOf" not in schema.node:
        return ()
    return tuple(part for origin, part in shape(schema).parts if not origin and part is not schema)


def is_null(schema: Schema) -> bool:
    """Whether null is the only value."""
    node = schema.node
    return (
        node.get("type") in ("null", ["null"])
        or node.get("enum") == [None]
        or ("const" in node and node["const"] is None)
    )


def shape(schema: Schema) -> Shape:
    """`schema` and all its `allOf`s as one object; references inside `allOf` are followed."""
    node = schema.node
    if not node:
        return Shape((), (), (("", schema),))
    kept, key = schema.scope.kept, ("shape", id(node))
    known: Shape | None = kept.get(key)
    if known is None:
        known = kept[key] = _shape(schema)
    return known


def _shape(schema: Schema) -> Shape:
    if not _WRAPPING & schema.node.keys():
        own = tuple(Field(one.name, one.schema, one.required) for one in schema.properties)
        return Shape(own, (), (("", schema),))
    parts: list[tuple[str, Schema]] = []
    problems: list[str] = []
    _Collector(parts, problems, set()).collect(schema, "", 0)
    required = frozenset(name for _, part in parts for name in part.required)
    fields: dict[str, Field] = {}
    for origin, part in parts:
        for property_ in part.properties:
            name = property_.name
            known = fields.get(name)
            also = (known.schema, *known.also) if known else ()
            fields[name] = Field(name, property_.schema, name in required, origin, also)
    return Shape(
        tuple(fields.values()),
        tuple(_variants(parts)),
        tuple(parts),
        tuple(problems),
    )


def _is_leaf(schema: Schema | None) -> bool:
    """Whether a schema that is referred to is better shown in place than on a page of its own.

    So it is of one that is no component and holds no other: a string with its format, say.
    """
    if schema is None or schema.location in schema.scope.components:
        return False
    return not _HOLDING & schema.node.keys()


def _wrapped(schema: Schema) -> tuple[Schema | None, bool]:
    """What `schema` only wraps, and whether the wrapper adds null."""
    node = schema.node
    if "allOf" in node and "properties" not in node:
        members = schema.several("allOf")
        if len(members) == 1 and "oneOf" not in node and "anyOf" not in node:
            return members[0], False
    for key in ("oneOf", "anyOf"):
        if key in node and "properties" not in node and "allOf" not in node:
            members = schema.several(key)
            rest = [member for member in members if not is_null(member)]
            if len(rest) == 1:
                return rest[0], len(rest) < len(members)
    return None, False


class _Collector(Struct):
    """Gathers the parts of one shape."""

    parts: list[tuple[str, Schema]]
    problems: list[str]
    seen: set[Location]

    def collect(self, schema: Schema, origin: str, depth: int) -> None:
        """Add `schema`'s parents, then itself; one that is met again adds nothing."""
        if schema.location in self.seen or depth > MAX_LAYERS:
            return
        self.seen.add(schema.location)
        reference = schema.reference
        if reference is not None and reference.target is None:
            self.problems.append(reference.problem)
        elif reference is not None and reference.target is not None:
            self.collect(reference.target, reference.name, depth + 1)
        for member in schema.several("allOf"):
            self.collect(member, origin, depth + 1)
        self.parts.append((origin, schema))


def _variants(parts: list[tuple[str, Schema]]) -> Iterator[Variants]:
    for origin, part in parts:
        for key in ("oneOf", "anyOf"):
            members = part.several(key)
            if members:
                yield Variants(key, members, part.discriminator, origin)
