from __future__ import annotations

import json
from typing import Any

from releasebot.openapi.api import read_api
from releasebot.openapi.coverage import Coverage, Share, coverage
from releasebot.openapi.load import load


def covered(paths: dict[str, Any], schemas: dict[str, Any] | None = None) -> Coverage:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas or {}},
    }
    return coverage(read_api(load(json.dumps(document).encode(), name="a.json")))


def test_an_api_of_nothing_has_no_shares() -> None:
    assert covered({}).operations.described == Share(0, 0)
    assert covered({}).operations.described.percent is None
    assert Share(1, 4).percent == 25


def test_operations_count_their_words_and_the_examples_of_their_bodies() -> None:
    body = {"content": {"application/json": {"example": {"a": 1}}}}
    found = covered(
        {
            "/a": {
                "get": {"summary": "Get", "responses": {"200": {"description": "ok"}}},
                "post": {"requestBody": body, "responses": {"200": {"description": ""}}},
                "put": {"description": "  ", "responses": {}},
            }
        }
    )
    assert found.operations.described == Share(1, 3)
    assert found.operations.exemplified == Share(1, 3)
    assert found.responses.described == Share(1, 2)
    assert found.responses.exemplified == Share(2, 2)  # without a body there is nothing to show


def test_parameters_count_what_their_schema_or_its_reference_says() -> None:
    id_ = {"type": "integer", "description": "The id", "example": 7}
    parameters = [
        {"name": "a", "in": "query", "schema": {"$ref": "#/components/schemas/Id"}},
        {"name": "b", "in": "query", "description": "B", "schema": {"enum": [1, 2]}},
        {"name": "c", "in": "query", "schema": {"type": "string"}},
        {"name": "d", "in": "query", "schema": {"type": "string", "default": ""}},
    ]
    get = {"parameters": parameters, "responses": {}}
    found = covered({"/a": {"get": get}}, {"Id": id_})
    assert found.parameters.described == Share(2, 4)
    assert found.parameters.exemplified == Share(3, 4)


def test_fields_are_counted_once_wherever_they_stand() -> None:
    shop = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "Name", "example": "A"},
            "owner": {"$ref": "#/components/schemas/Person"},
            "tags": {"type": "array", "items": {"type": "object", "properties": {"word": {}}}},
        },
    }
    person = {
        "type": "object",
        "description": "Somebody",
        "properties": {
            "age": {"type": "integer"},
            "friend": {"$ref": "#/components/schemas/Person"},
        },
    }
    inline = {"content": {"application/json": {"schema": {"properties": {"x": {"const": 1}}}}}}
    ref = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Shop"}}}}
    responses = {"200": {"description": "a", **inline}, "201": {"description": "a", **ref}}
    paths = {"/a": {"get": {"responses": responses}, "post": {"responses": responses}}}
    found = covered(paths, {"Shop": shop, "Person": person})
    # name, owner, tags, word; age, friend; x of each operation
    assert found.fields.described.of == 8
    assert found.fields.described.have == 3  # name, owner and friend
    # name, what is made of fields (owner, tags, friend), and both constants
    assert found.fields.exemplified.have == 6


def test_a_schema_that_leads_to_itself_comes_to_an_end() -> None:
    loop = {"allOf": [{"$ref": "#/components/schemas/Loop"}]}
    get = {
        "parameters": [
            {"name": "a", "in": "query", "schema": {"$ref": "#/components/schemas/Loop"}}
        ],
        "responses": {},
    }
    found = covered({"/a": {"get": get}}, {"Loop": loop})
    assert found.parameters.described == Share(0, 1)
