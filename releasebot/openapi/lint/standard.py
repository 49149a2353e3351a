"""The schema documents that the OpenAPI Initiative publishes for its specification.

They are taken from the package openapi-spec-validator as data: none of its code is imported. What
they leave open, the Schema Objects of OpenAPI 3.1 and later, is checked against JSON Schema 2020-12
and the OAS base vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from releasebot.openapi.grammar import Kind
from releasebot.openapi.load import Dialect

if TYPE_CHECKING:
    from jsonschema_rs import Validator

_SCHEMAS = "openapi_spec_validator", "resources/schemas/v{}/schema.json"
_VOCABULARY = "openapi_schema_validator", "schemas/oas3.2/meta/2025-09-17.json"
_JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_OF_SWAGGER = "http://swagger.io/v2/schema.json"
_AS_DRAFT_4: dict[Kind, str] = {
    "path-item": "PathItem", "operation": "Operation", "parameter": "Parameter",
    "request-body": "RequestBody", "response": "Response", "responses": "Responses",
    "header": "Header", "media-type": "MediaType", "example": "Example", "link": "Link",
    "callback": "Callback", "schema": "Schema", "security-scheme": "SecurityScheme",
}  # fmt: skip
_IN_SWAGGER: dict[Kind, str] = {
    "path-item": "pathItem", "operation": "operation", "parameter": "parameter",
    "response": "response", "responses": "responses", "header": "header", "schema": "schema",
}  # fmt: skip
_PLURAL: dict[Kind, str] = {"callback": "callbacks"}


@cache
def validator(dialect: Dialect, kind: Kind = "document") -> Validator | None:
    """What checks an object of that kind; None where there is no schema of it alone."""
    import jsonschema_rs

    schema = _schema(dialect)
    address = schema.get("$id") or schema.get("id") or _OF_SWAGGER
    pointer = "" if kind == "document" else _pointer(dialect, kind, schema)
    if pointer is None:
        return None
    resources = [(address, schema)]
    if dialect in {"2.0", "3.0"}:
        wanted: dict[str, Any] = {"$schema": "http://json-schema.org/draft-04/schema#"}
        registry = jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft4)
        return jsonschema_rs.validator_for(
            {**wanted, "allOf": [{"$ref": f"{address}#{pointer}"}]}, registry=registry
        )
    vocabulary = _read(*_VOCABULARY)
    registry = jsonschema_rs.Registry([*resources, (vocabulary["$id"], vocabulary)])
    return jsonschema_rs.validator_for(
        {
            "$schema": _JSON_SCHEMA,
            "$id": "urn:releasebot:openapi",
            "$ref": f"{address}#{pointer}" if pointer else address,
            "$defs": {
                "schema": {
                    "$dynamicAnchor": "meta",
                    "allOf": [{"$ref": _JSON_SCHEMA}, {"$ref": vocabulary["$id"]}],
                }
            },
        },
        registry=registry,
    )


def _pointer(dialect: Dialect, kind: Kind, schema: Mapping[str, Any]) -> str | None:
    folder = "$defs" if "$defs" in schema else "definitions"
    names = {"2.0": _IN_SWAGGER, "3.0": _AS_DRAFT_4}.get(dialect)
    name = names.get(kind) if names is not None else _PLURAL.get(kind, kind)
    return f"/{folder}/{name}" if name in schema[folder] else None


@cache
def _schema(dialect: Dialect) -> dict[str, Any]:
    package, path = _SCHEMAS
    return _read(package, path.format(dialect))


def _read(package: str, path: str) -> dict[str, Any]:
    """A JSON file of an installed package, found without importing it."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed")
    schema: dict[str, Any] = msgspec.json.decode((Path(found.origin).parent / path).read_bytes())
    return schema
