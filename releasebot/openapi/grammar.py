"""Which kind of object stands where in a document: the part of the specification that is a table.

Sources: OpenAPI Specification 3.2.0 section 4, and 2.0. What 3.2 has and 3.0 has not is in the
same table, since nobody writes a keyword of another version to mean something else by it.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from releasebot.openapi.load import Dialect
from releasebot.openapi.operations import METHODS

Kind = Literal[
    "document",
    "info",
    "server",
    "server-variable",
    "tag",
    "components",
    "paths",
    "path-item",
    "operation",
    "parameter",
    "request-body",
    "responses",
    "response",
    "header",
    "media-type",
    "encoding",
    "example",
    "link",
    "callback",
    "schema",
    "security-scheme",
]
Shape = Literal["one", "list", "map"]


class Field(Struct, frozen=True):
    """What a key holds: one object, a list of them, or a map from names to them."""

    kind: Kind
    shape: Shape = "one"


Child = tuple[Kind, tuple[str | int, ...], dict[str, Any]]
"""An object below another: what it is by its place, the keys that lead to it, and itself."""


def _one(kind: Kind, *keys: str) -> dict[str, Field]:
    return {key: Field(kind) for key in keys}


def _list(kind: Kind, *keys: str) -> dict[str, Field]:
    return {key: Field(kind, "list") for key in keys}


def _map(kind: Kind, *keys: str) -> dict[str, Field]:
    return {key: Field(kind, "map") for key in keys}


COMPONENTS: dict[str, Kind] = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request-body",
    "headers": "header",
    "securitySchemes": "security-scheme",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path-item",
    "mediaTypes": "media-type",
}
"""The maps of the Components Object, and what each holds."""

COMPONENTS_OF_2: dict[str, Kind] = {
    "definitions": "schema",
    "parameters": "parameter",
    "responses": "response",
    "securityDefinitions": "security-scheme",
}
"""The same of Swagger 2.0, which has them at the top."""

_SCHEMA: dict[str, Field] = {
    **_map("schema", "properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
    **_list("schema", "allOf", "oneOf", "anyOf", "prefixItems"),
    **_one("schema", "items", "additionalProperties", "not", "if", "then", "else", "contains"),
    **_one("schema", "propertyNames", "unevaluatedItems", "unevaluatedProperties"),
    **_one("schema", "contentSchema", "additionalItems"),
}
_CONTENT: dict[str, Field] = {
    **_one("schema", "schema", "itemSchema"),
    **_map("example", "examples"),
    **_map("media-type", "content"),
}
_BODY: dict[str, Field] = _map("media-type", "content")
_OPERATION: dict[str, Field] = {
    **_list("parameter", "parameters"),
    **_one("request-body", "requestBody"),
    **_one("responses", "responses"),
    **_map("callback", "callbacks"),
    **_list("server", "servers"),
}
_SHARED: dict[Kind, dict[str, Field]] = {"schema": _SCHEMA}

GRAMMAR: dict[Kind, dict[str, Field]] = {
    "document": {
        **_one("info", "info"),
        **_list("server", "servers"),
        **_list("tag", "tags"),
        **_one("paths", "paths"),
        **_map("path-item", "webhooks", "x-webhooks"),
        **_one("components", "components"),
    },
    "components": {key: Field(kind, "map") for key, kind in COMPONENTS.items()},
    "path-item": {
        **_list("server", "servers"),
        **_list("parameter", "parameters"),
        **_one("operation", *METHODS),
        **_map("operation", "additionalOperations"),
    },
    "operation": _OPERATION,
    "parameter": _CONTENT,
    "header": _CONTENT,
    "request-body": _BODY,
    "response": {
        **_map("header", "headers"),
        **_BODY,
        **_map("link", "links"),
    },
    "media-type": {
        **_one("schema", "schema", "itemSchema"),
        **_map("example", "examples"),
        **_map("encoding", "encoding"),
        **_list("encoding", "prefixEncoding"),
        **_one("encoding", "itemEncoding"),
    },
    "encoding": _map("header", "headers"),
    "link": _one("server", "server"),
    "server": _map("server-variable", "variables"),
    **_SHARED,
}
"""What each kind of object holds in OpenAPI 3; kinds that hold no other object are left out."""

GRAMMAR_OF_2: dict[Kind, dict[str, Field]] = {
    "document": {
        **_one("info", "info"),
        **_list("tag", "tags"),
        **_one("paths", "paths"),
        **_map("path-item", "x-webhooks"),
        **{key: Field(kind, "map") for key, kind in COMPONENTS_OF_2.items()},
    },
    "path-item": {
        **_list("parameter", "parameters"),
        **_one("operation", *METHODS),
    },
    "operation": {**_list("parameter", "parameters"), **_one("responses", "responses")},
    "parameter": _one("schema", "schema", "items"),
    "header": _one("schema", "items"),
    "response": {**_one("schema", "schema"), **_map("header", "headers")},
    **_SHARED,
}
"""The same in Swagger 2.0."""

_MAPS: dict[Kind, Kind] = {
    "paths": "path-item",
    "responses": "response",
    "callback": "path-item",
}
"""Objects that are maps themselves: every key but an extension holds one of these."""


def field_of(kind: Kind, key: str, dialect: Dialect) -> Field | None:
    """What a key of an object of that kind holds; None where that is data, or an extension."""
    inner = _MAPS.get(kind)
    if inner is not None:
        return None if key.startswith("x-") or key == "$ref" else Field(inner)
    return (GRAMMAR_OF_2 if dialect == "2.0" else GRAMMAR).get(kind, {}).get(key)


def children(kind: Kind, node: dict[str, Any], dialect: Dialect) -> list[Child]:
    """The objects that an object of this kind holds, in its own order, references among them.

    What has the wrong type is left out: the schema documents of the specification tell of that.
    """
    inner = _MAPS.get(kind)
    if inner is not None:
        return [
            (inner, (key,), value)
            for key, value in node.items()
            if type(value) is dict and not key.startswith("x-") and key != "$ref"
        ]
    fields = (GRAMMAR_OF_2 if dialect == "2.0" else GRAMMAR).get(kind)
    found: list[Child] = []
    if not fields:
        return found
    for key, value in node.items():
        field = fields.get(key)
        if field is not None:
            found += _held(field, key, value)
    return found


def _held(field: Field, key: str, value: Any) -> list[Child]:  # noqa: ANN401  any JSON value
    kind, holder = field.kind, type(value)
    if field.shape == "one":
        return [(kind, (key,), value)] if holder is dict else []
    if field.shape == "list":
        items = enumerate(value) if holder is list else ()
        return [(kind, (key, index), item) for index, item in items if type(item) is dict]
    members = value.items() if holder is dict else ()
    return [(kind, (key, name), item) for name, item in members if type(item) is dict]
