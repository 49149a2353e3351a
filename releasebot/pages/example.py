"""Example values: what the document gives, else one made to satisfy the schema."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from releasebot.openapi.effective import Core, Shape, Variants, core, is_null, shape
from releasebot.openapi.findings import Location
from releasebot.openapi.schema import Schema
from releasebot.pages import scalars

Direction = Literal["request", "response"]

MAX_VALUES = 80
"""How many values an example holds before optional fields are left out."""
MAX_DEPTH = 8
"""How deep an example nests before optional fields are left out."""
_HARD_DEPTH = 40
_MAX_WORK = 20_000
_MAX_TRIES = 3
_COMPOSED = frozenset({"allOf", "oneOf", "anyOf", "properties"})
_MAX_ITEMS = 20


class _Nothing(Struct, frozen=True):
    """No value: the field is better left out."""


_NOTHING = _Nothing()


class _Made(Struct, frozen=True, eq=False):
    """A value that was made, how many values it holds, and what for, which keeps `id`s unique."""

    value: object
    size: int
    schema: Schema


class Examples:
    """Makes the examples of one API, for requests or for responses.

    An example is complete as far as `MAX_VALUES` and `MAX_DEPTH` allow; beyond, optional fields are
    left out, and a schema that contains itself is not repeated. Fields that are read only are not
    sent, those that are write only are not received.
    """

    def __init__(self, direction: Direction) -> None:
        self._hidden = "readOnly" if direction == "request" else "writeOnly"
        self._kept: dict[tuple[int, bool], _Made] = {}
        self._inside: list[Location] = []
        self._cut: set[Location] = set()
        self._size = 0
        self._work = 0
        self._brief = False

    def of(self, schema: Schema) -> object:
        """A value for `schema`: an example, default or enum of the document, else a made one."""
        self._size = self._work = 0
        self._brief = False
        self._cut.clear()
        made = self._value(schema, 0)
        return None if isinstance(made, _Nothing) else made

    def _value(self, schema: Schema, depth: int) -> object:
        self._size += 1
        self._work += 1
        found = core(schema)
        given = _given(found)
        if not isinstance(given, _Nothing):
            return given
        if depth > _HARD_DEPTH or self._work > _MAX_WORK or not found.inner.allows:
            return _NOTHING
        if found.reference is not None:
            target = found.reference.target
            return _NOTHING if target is None else self._referred(target)
        return self._made(found.inner, nullable=found.nullable, depth=depth)

    def _referred(self, target: Schema) -> object:
        """The value of a schema with a name, made once: whole, or brief where it is long."""
        if not self._brief:
            made = self._alone(target, brief=False)
            if self._size + made.size <= MAX_VALUES:
                self._size += made.size
                return made.value
        made = self._alone(target, brief=True)
        self._size += made.size
        return made.value

    def _alone(self, target: Schema, *, brief: bool) -> _Made:
        key = (id(target.node), brief)
        known = self._kept.get(key)
        if known is not None:
            return known
        if target.location in self._inside:
            self._cut.add(target.location)
            return _Made(_NOTHING, 0, target)
        before = self._size, self._brief
        self._size, self._brief = 0, brief
        self._inside.append(target.location)
        made = _Made(self._value(target, 0), self._size, target)
        self._inside.pop()
        self._size, self._brief = before
        self._cut.discard(target.location)
        if not self._cut and self._work <= _MAX_WORK:
            # What was cut short since an outer schema was being made is no answer for others.
            self._kept[key] = made
        return made

    def _made(self, schema: Schema, *, nullable: bool, depth: int) -> object:
        if _COMPOSED & schema.node.keys():
            return self._composed(schema, depth)
        kinds = schema.types or ((schema.kind,) if schema.kind else ())
        kind = kinds[0] if kinds else ""
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        made = _scalar(schema, kind)
        return None if isinstance(made, _Nothing) and nullable else made

    def _composed(self, schema: Schema, depth: int) -> object:
        whole = shape(schema)
        made: object = _NOTHING
        for variants in whole.variants:
            value = self._variant(variants, depth)
            if isinstance(value, dict) and isinstance(made, dict):
                made = made | value
            elif isinstance(made, _Nothing):
                made = dict(value) if isinstance(value, dict) else value
        if not whole.fields:
            return self._without_fields(schema, made, depth)
        chosen = made if isinstance(made, dict) else {}
        return {**self._members(whole, depth), **chosen}

    def _variant(self, variants: Variants, depth: int) -> object:
        """The value of the first variant that has one, with what tells it from the others."""
        for one in [each for each in variants.schemas if not is_null(each)][:_MAX_TRIES]:
            value = self._value(one, depth + 1)
            if isinstance(value, _Nothing):
                continue
            told = variants.discriminator
            reference = core(one).reference
            if isinstance(value, dict) and told is not None and reference is not None:
                names = [stated for stated, name in told.mapping if name == reference.name]
                if value.get(told.property) not in (names or [reference.name]):
                    return {**value, told.property: (names or [reference.name])[0]}
            return value
        return _NOTHING

    def _without_fields(self, schema: Schema, made: object, depth: int) -> object:
        """A value for a composition of anything but objects: its first part that has a type."""
        if not isinstance(made, _Nothing):
            return made
        for _, part in shape(schema).parts:
            rest = {key: item for key, item in part.node.items() if key not in _COMPOSED}
            plain = Schema(rest, part.location, part.scope)
            if plain.kind or plain.enum:
                return self._value(plain, depth + 1)
        return {} if schema.kind == "object" else _NOTHING

    def _object(self, schema: Schema, depth: int) -> dict[str, object]:
        additional = schema.one("additionalProperties")
        made: dict[str, object] = {}
        if additional is not None and additional.allows and depth < MAX_DEPTH:
            value = self._value(additional, depth + 1)
            if not isinstance(value, _Nothing) and additional.node:
                made["key"] = value
        for name in schema.required:
            made.setdefault(name, "")
        return made

    def _members(self, whole: Shape, depth: int) -> dict[str, object]:
        made: dict[str, object] = {}
        for field in whole.fields:
            crowded = self._brief or self._size > MAX_VALUES or depth >= MAX_DEPTH
            if (crowded and not field.required) or field.schema.flag(self._hidden):
                continue
            value = self._value(field.schema, depth + 1)
            if not isinstance(value, _Nothing):
                made[field.name] = value
            elif field.required:
                made[field.name] = _empty(field.schema)
        return made

    def _array(self, schema: Schema, depth: int) -> list[object]:
        made = [self._value(one, depth + 1) for one in schema.tuple_items]
        items = schema.one("items")
        wanted = min(scalars.count(schema.node, "minItems") or 1, _MAX_ITEMS)
        most = scalars.count(schema.node, "maxItems")
        if most is not None:
            wanted = min(wanted, most)
        if items is not None and items.allows and len(made) < wanted:
            value = self._value(items, depth + 1)
            if not isinstance(value, _Nothing):
                made += _several(value, schema, items, wanted - len(made))
        return [one for one in made if not isinstance(one, _Nothing)]


def _given(found: Core) -> object:
    """What the document itself gives: an example, a default, an allowed value."""
    for layer in found.layers:
        if layer.examples:
            return layer.examples[0]
    for layer in found.layers:
        if "default" in layer.node and layer.node["default"] is not None:
            return layer.node["default"]
    for layer in found.layers:
        values = [one.value for one in layer.enum]
        if values:
            return next((value for value in values if value is not None), None)
    return _NOTHING


def _scalar(schema: Schema, kind: str) -> object:
    match kind:
        case "string":
            return scalars.string(schema)
        case "integer" | "number":
            return scalars.number(schema, whole=kind == "integer")
        case "boolean":
            return True
        case _:
            return _untyped(schema)


def _untyped(schema: Schema) -> object:
    if "pattern" in schema.node or "format" in schema.node or "minLength" in schema.node:
        return scalars.string(schema)
    if "minimum" in schema.node or "maximum" in schema.node:
        return scalars.number(schema, whole=False)
    return _NOTHING


def _empty(schema: Schema) -> object:
    """The least value of a required field that contains what it stands in."""
    found = core(schema)
    if found.nullable:
        return None
    return [] if found.inner.kind == "array" else {}


def _several(value: object, array: Schema, items: Schema, count: int) -> list[object]:
    """`value` so many times; where items must differ, other values that their schema allows."""
    if count <= 1 or not array.flag("uniqueItems"):
        return [value] * max(count, 0)
    inner = core(items).inner
    others = [one.value for one in inner.enum if one.value != value]
    if others:
        return [value, *others][:count]
    if isinstance(value, int | float) and not isinstance(value, bool):
        step = scalars.real(inner.node, "multipleOf") or 1
        down = scalars.bound(inner.node, "maximum", "exclusiveMaximum")[0] is not None
        return [value + index * (-step if down else step) for index in range(count)]
    if isinstance(value, str) and not {"pattern", "format", "maxLength"} & inner.node.keys():
        return [value, *(f"{value} {index}" for index in range(2, count + 1))]
    return [value]
