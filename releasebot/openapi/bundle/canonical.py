"""The one form of an object, and the bytes of a whole document.

What the specification gives no order is ordered; what it takes for granted is left out. What has an
order keeps it: servers, tags, examples, and everything in a value that is data.
"""

from __future__ import annotations

from typing import Any

import msgspec

from releasebot.openapi.grammar import Kind

_EXACT = 2**53
"""Up to where a number with a fraction of zero is the same as a whole one."""

_FALSE: dict[Kind, tuple[str, ...]] = {
    "operation": ("deprecated",),
    "parameter": ("required", "deprecated", "allowEmptyValue", "allowReserved"),
    "header": ("required", "deprecated", "allowEmptyValue", "allowReserved"),
    "request-body": ("required",),
    "schema": (
        *("nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems"),
        *("exclusiveMinimum", "exclusiveMaximum"),
    ),
    "security-scheme": ("deprecated",),
}
"""Keys that are false unless they are there (OpenAPI 3.2.0, section 4; JSON Schema Validation)."""

_EMPTY: dict[Kind, tuple[str, ...]] = {
    "document": ("servers", "tags"),
    "path-item": ("parameters", "servers"),
    "operation": ("parameters", "servers", "tags"),
    "schema": ("required",),
}
"""Lists that say nothing when they are empty; an empty `security` says that there is none."""

_SETS: dict[Kind, tuple[str, ...]] = {
    "document": ("security", "schemes", "consumes", "produces"),
    "server-variable": ("enum",),
    "path-item": ("parameters",),
    "parameter": ("enum",),
    "header": ("enum",),
    "operation": ("parameters", "security", "schemes", "consumes", "produces"),
    "schema": ("required", "type", "allOf", "anyOf", "oneOf"),
}
"""Lists whose order means nothing."""


def normal(kind: Kind, node: dict[str, Any]) -> dict[str, Any]:
    """The one form of an object of that kind, whose own objects are in theirs already."""
    for key in _FALSE.get(kind, ()):
        if node.get(key) is False:
            del node[key]
    for key in _EMPTY.get(kind, ()):
        if node.get(key) == []:
            del node[key]
    _order_sets(kind, node)
    if kind == "schema":
        _order_schema(node)
    if kind == "document":
        for key in ("openapi", "swagger"):  # in YAML often written as a number
            if key in node:
                node[key] = str(node[key])
    return node


def _order_sets(kind: Kind, node: dict[str, Any]) -> None:
    for key in _SETS.get(kind, ()):
        stated = node.get(key)
        if type(stated) is list:
            node[key] = _ordered(_scopes_ordered(stated) if key == "security" else stated)


def _order_schema(node: dict[str, Any]) -> None:
    for key in ("required", "type"):
        if type(node.get(key)) is list:
            node[key] = _each_once(node[key])
    types = node.get("type")
    if type(types) is list and len(types) == 1:
        node["type"] = types[0]
    listed = node.get("enum")
    # Names and descriptions of values are given beside them, by their order.
    if type(listed) is list and not any(key.startswith("x-enum") for key in node):
        node["enum"] = _ordered(_each_once(listed))


def _ordered(items: list[Any]) -> list[Any]:
    return sorted(items, key=lambda item: _encoded(plain_numbers(item)))


def _each_once(items: list[Any]) -> list[Any]:
    return list({_encoded(plain_numbers(item)): item for item in items}.values())


def _scopes_ordered(requirements: list[Any]) -> list[Any]:
    return [
        {
            name: sorted(scopes)
            if type(scopes) is list and all(type(one) is str for one in scopes)
            else scopes
            for name, scopes in one.items()
        }
        if type(one) is dict
        else one
        for one in requirements
    ]


def plain_numbers(value: Any) -> Any:  # noqa: ANN401  any JSON value
    """The same value with `1.0` written as `1`."""
    if type(value) is dict:
        return {key: plain_numbers(item) for key, item in value.items()}
    if type(value) is list:
        return [plain_numbers(item) for item in value]
    if type(value) is float and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value


def _encoded(value: Any) -> bytes:  # noqa: ANN401
    return msgspec.json.encode(value, order="sorted")


def written(value: Any) -> bytes:  # noqa: ANN401
    """The bytes of a document: JSON in UTF-8, keys sorted, two spaces of indent, a line feed."""
    return msgspec.json.format(_encoded(plain_numbers(value)), indent=2) + b"\n"
