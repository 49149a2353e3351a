"""A document with faults is compared all the same: wherever something has the wrong type."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from releasebot.errors import UsageError
from releasebot.openapi.api import read_api
from releasebot.openapi.diff.accepted import sift
from releasebot.openapi.diff.compare import compare
from releasebot.openapi.diff.report import data
from releasebot.openapi.diff.table_of_changes import table
from releasebot.openapi.diff.verdict import judge
from releasebot.openapi.load import load

Path = tuple[str | int, ...]
SCHEMA = {
    "type": "object",
    "required": ["a"],
    "properties": {
        "a": {"type": "string", "enum": ["x"], "pattern": "^x", "maxLength": 3, "default": "x"},
        "b": {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "integer", "minimum": 1}]},
        "c": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/Pet"}]}},
    },
    "discriminator": {"propertyName": "a", "mapping": {"x": "Pet"}},
    "dependentRequired": {"a": ["b"]},
}
WHOLE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://a.test/v1"}],
    "security": [{"key": ["read"]}],
    "paths": {
        "/a/{id}": {
            "post": {
                "operationId": "one",
                "tags": ["a"],
                "parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": SCHEMA}}},
                "responses": {
                    "200": {
                        "description": "ok",
                        "headers": {"X": {"schema": {"type": "string"}}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}
                        },
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}},
        "securitySchemes": {"key": {"type": "apiKey", "name": "k", "in": "header"}},
    },
}
WRONG: tuple[object, ...] = (None, 5, "x", [], {}, True, [1, {}], {"a": [1]}, {"$ref": 5})


def places(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from places(one, (*path, index))


def with_fault(path: Path, wrong: object) -> bytes:
    whole: Any = copy.deepcopy(WHOLE)
    holder = whole
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = wrong
    return json.dumps(whole).encode()


def test_a_value_of_the_wrong_type_anywhere_is_told_or_compared_and_never_a_crash() -> None:
    sound = load(json.dumps(WHOLE).encode(), name="a.json")
    compared = 0
    for path in places(WHOLE):
        for wrong in WRONG:
            try:
                faulty = load(with_fault(path, wrong), name="b.json")
            except UsageError:
                continue
            found = compare(read_api(sound), read_api(faulty))
            sifted = sift(found.changes, (), None)
            data(found, judge(found), sifted)
            table(found, sifted, "ko", whole=True)
            compared += 1
    assert compared > 500
