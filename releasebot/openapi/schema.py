"""A typed view of a schema, the same for Swagger 2.0, OpenAPI 3.0 and JSON Schema 2020-12.

Nothing is read before it is asked for: a document of a thousand schemas costs nothing until a page
shows one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from releasebot.openapi.findings import Location, escape
from releasebot.openapi.refs import Target
from releasebot.openapi.scope import EMPTY, Node, Scope

SchemaType = Literal["string", "number", "integer", "boolean", "array", "object", "null"]


class Reference(Struct, frozen=True, eq=False):
    """A `$ref`: the name of what it leads to, and that schema; or why it leads nowhere."""

    name: str
    target: Schema | None
    problem: str = ""


class Property(Struct, frozen=True, eq=False):
    """A property of an object schema."""

    name: str
    schema: Schema
    required: bool


class Discriminator(Struct, frozen=True):
    """What tells the variants of a `oneOf` or `anyOf` apart: property, and value to schema name."""

    property: str
    mapping: tuple[tuple[str, str], ...]


class EnumValue(Struct, frozen=True):
    """One value of an enum, as it is in the document, with what it is called and means."""

    value: Any
    name: str = ""
    meaning: str = ""


class Schema(Struct, frozen=True, eq=False):
    """A schema at a place of the document; the keys of `node` may have any type."""

    node: Node
    location: Location
    scope: Scope
    allows: bool = True
    """False for the schema `false`, which no value satisfies."""

    @classmethod
    def at(cls, node: object, location: Location, scope: Scope) -> Schema:
        """The view of `node`; what is no schema is noted and looks like a schema without a rule."""
        if type(node) is dict:
            return cls(node, location, scope)
        if node is not True and node is not False:
            scope.note("wrong-type", "a schema must be an object or a boolean", location)
        return cls(EMPTY, location, scope, allows=node is not False)

    @property
    def reference(self) -> Reference | None:
        """Where `$ref` leads, None without one."""
        node = self.node
        if "$ref" not in node and "$dynamicRef" not in node:
            return None
        reference = node.get("$ref", node.get("$dynamicRef"))
        if type(reference) is not str:
            return None
        found = self.scope.step(reference, self.location)
        if not isinstance(found, Target):
            return Reference(reference.rpartition("/")[2], None, found.message)
        target = Schema.at(found.node, found.location, self.scope)
        return Reference(self.scope.name_of(found.location, target.text("title")), target)

    @property
    def types(self) -> tuple[str, ...]:
        """The types that are stated, without `null`."""
        stated = self.node.get("type")
        if type(stated) is str:
            return () if stated == "null" else (stated,)
        if type(stated) is list:
            return tuple(one for one in stated if type(one) is str and one != "null")
        return ()

    @property
    def kind(self) -> str:
        """The one type of the values: stated, else what the other keys allow; else empty."""
        types = self.types
        if types:
            return types[0] if len(types) == 1 else ""
        node = self.node
        if "properties" in node or "additionalProperties" in node:
            return "object"
        return "array" if "items" in node or "prefixItems" in node else ""

    @property
    def nullable(self) -> bool:
        """Whether null is allowed: `nullable`, `x-nullable`, or `null` among the types."""
        node = self.node
        if node.get("nullable") is True or node.get("x-nullable") is True:
            return True
        stated = node.get("type")
        return stated == "null" or (type(stated) is list and "null" in stated)

    def text(self, key: str) -> str:
        """The text at `key`, empty without one."""
        value = self.node.get(key)
        if type(value) is str:
            return value
        return "" if value is None else self.scope.text(self.node, key, self.location)

    def flag(self, key: str) -> bool:
        """Whether `key` is true."""
        return self.node.get(key) is True

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the properties that must be there, in the document's order."""
        stated = self.node.get("required")
        if type(stated) is not list:
            return ()
        return tuple(dict.fromkeys(name for name in stated if type(name) is str))

    @property
    def properties(self) -> tuple[Property, ...]:
        """The properties in the document's order."""
        required = frozenset(self.required)
        return tuple(
            Property(name, schema, name in required) for name, schema in self.below("properties")
        )

    def below(self, key: str) -> Iterator[tuple[str, Schema]]:
        """The schemas of the object at `key`, such as `properties` or `patternProperties`."""
        stated = self.node.get(key)
        if stated is None:
            return
        if type(stated) is not dict:
            self.scope.note("wrong-type", f"{key} must be an object", self.location.child(key))
            return
        file, above, scope = self.location.file, f"{self.location.pointer}/{key}/", self.scope
        for name, node in stated.items():
            yield name, Schema.at(node, Location(file, above + escape(name)), scope)

    def one(self, key: str) -> Schema | None:
        """The schema at `key`, such as `items` or `not`; None without one."""
        node = self.node.get(key)
        if node is None or type(node) is list:
            return None
        return Schema.at(node, self.location.child(key), self.scope)

    def several(self, key: str) -> tuple[Schema, ...]:
        """The schemas of the array at `key`, such as `allOf`."""
        stated = self.node.get(key)
        if type(stated) is not list:
            if stated is not None:
                self.scope.note("wrong-type", f"{key} must be an array", self.location.child(key))
            return ()
        return tuple(
            Schema.at(node, self.location.child(key, index), self.scope)
            for index, node in enumerate(stated)
        )

    @property
    def tuple_items(self) -> tuple[Schema, ...]:
        """The schemas of the first items: `prefixItems`, or `items` as an array before 2020-12."""
        if "prefixItems" in self.node:
            return self.several("prefixItems")
        return self.several("items") if type(self.node.get("items")) is list else ()

    @property
    def enum(self) -> tuple[EnumValue, ...]:
        """The values of `enum`, or the one of `const`, with names and meanings of extensions."""
        if "const" in self.node:
            return (EnumValue(self.node["const"]),)
        stated = self.node.get("enum")
        if type(stated) is not list:
            return ()
        names = _aligned(self.node, ("x-enum-varnames", "x-enumNames", "x-enum-names"), stated)
        meanings = _aligned(
            self.node,
            ("x-enum-descriptions", "x-enumDescriptions", "x-enum-description"),
            stated,
        )
        return tuple(
            EnumValue(value, name, meaning)
            for value, name, meaning in zip(stated, names, meanings, strict=True)
        )

    @property
    def examples(self) -> tuple[Any, ...]:
        """The example values of the schema itself, `example` first."""
        found = [self.node["example"]] if "example" in self.node else []
        stated = self.node.get("examples")
        if type(stated) is list:
            found += stated
        elif type(stated) is dict:
            found += [
                one.get("value", one) if type(one) is dict else one for one in stated.values()
            ]
        return tuple(found)

    @property
    def discriminator(self) -> Discriminator | None:
        """The discriminator, which in Swagger 2.0 is the property's name alone."""
        stated = self.node.get("discriminator")
        if type(stated) is str:
            return Discriminator(stated, ())
        if type(stated) is not dict or type(stated.get("propertyName")) is not str:
            return None
        mapping = stated.get("mapping")
        pairs = mapping.items() if type(mapping) is dict else ()
        return Discriminator(
            stated["propertyName"],
            tuple((value, self._mapped(to)) for value, to in pairs if type(to) is str),
        )

    def _mapped(self, to: str) -> str:
        """The name of the schema that a mapping names, by reference or by bare name."""
        if "/" not in to and "#" not in to and not to.endswith((".json", ".yaml", ".yml")):
            return to
        found = self.scope.step(to, self.location.child("discriminator", "mapping"))
        return self.scope.name_of(found.location) if isinstance(found, Target) else to


def _aligned(node: Node, keys: tuple[str, ...], values: list[Any]) -> list[str]:
    """The texts of an extension, one for each value: from a list beside it or a map by value."""
    for key in keys:
        stated = node.get(key)
        if type(stated) is list:
            texts = [one if type(one) is str else "" for one in stated[: len(values)]]
            return texts + [""] * (len(values) - len(texts))
        if type(stated) is dict:
            found = [stated.get(str(value), "") for value in values]
            return [one if type(one) is str else "" for one in found]
    return [""] * len(values)
