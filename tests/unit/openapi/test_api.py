from __future__ import annotations

from typing import Any

import pytest

from releasebot.openapi.api import read_api
from releasebot.openapi.model import Api, Example, Requirement
from tests.unit.openapi.documents import api, document, operation, several


def messages(read: Api) -> list[str]:
    return [finding.message for finding in read.findings]


def test_an_operation_has_everything_that_its_document_says() -> None:
    read = api(
        {
            "/orders/{id}": {
                "summary": "path summary",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "lang", "in": "query", "description": "of the path"},
                ],
                "servers": [{"url": "https://path.example"}],
                "post": {
                    "operationId": "pay",
                    "tags": ["주문", "결제"],
                    "description": "*pays*",
                    "deprecated": True,
                    "x-sunset": "2027-01-01",
                    "parameters": [{"name": "lang", "in": "query", "description": "its own"}],
                    "requestBody": {
                        "required": True,
                        "description": "what to pay",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object"},
                                "examples": {
                                    "one": {"summary": "s", "value": {"a": 1}},
                                    "two": {"externalValue": "https://e.example/x"},
                                },
                            }
                        },
                    },
                    "responses": {
                        "201": {
                            "description": "made",
                            "headers": {"Location": {"schema": {"type": "string"}}},
                            "links": {
                                "get": {
                                    "operationId": "get",
                                    "parameters": {"id": "$response.body#/id"},
                                }
                            },
                        },
                        "x-note": "no response",
                    },
                    "security": [{"token": ["read", "write"]}, {}],
                    "externalDocs": {"url": "https://d.example"},
                },
            }
        }
    )
    (one,) = read.operations
    assert (one.key, one.method, one.path) == ("pay", "POST", "/orders/{id}")
    assert one.tags == ("주문", "결제")
    assert one.summary == "path summary"
    assert one.deprecated
    assert one.sunset == "2027-01-01"
    assert [(each.name, each.description) for each in one.parameters] == [
        ("id", ""),
        ("lang", "its own"),
    ]
    assert one.body is not None
    assert one.body.required
    (media,) = one.body.content
    assert media.name == "application/json"
    assert [(each.name, each.value, each.external) for each in media.examples] == [
        ("one", {"a": 1}, ""),
        ("two", None, "https://e.example/x"),
    ]
    (response,) = one.responses
    assert response.status == "201"
    assert [header.name for header in response.headers] == ["Location"]
    assert response.links[0].arguments == (("id", "$response.body#/id"),)
    assert one.security == (Requirement((("token", ("read", "write")),)), Requirement(()))
    assert one.servers[0].url == "https://path.example"
    assert one.docs is not None
    assert messages(read) == []


def test_operations_are_named_by_their_id_else_by_method_and_path() -> None:
    read = api(
        {
            "/a": {"get": operation(operationId="same"), "put": operation()},
            "/b": {"get": operation(operationId="same"), "post": operation(operationId="own")},
        }
    )
    assert [one.key for one in read.operations] == [
        "same (GET /a)",
        "PUT /a",
        "same (GET /b)",
        "own",
    ]
    assert messages(read) == ['operationId "same" is used twice (GET /a, GET /b)']


def test_keys_do_not_depend_on_the_order_of_the_document() -> None:
    paths = {
        "/a": {"get": operation(operationId="same")},
        "/b": {"get": operation(operationId="same")},
    }
    one = {each.path: each.key for each in api(paths).operations}
    other = {each.path: each.key for each in api(dict(reversed(paths.items()))).operations}
    assert one == other


def test_every_method_is_read_and_other_keys_are_none() -> None:
    methods = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
    item: dict[str, Any] = {method: operation() for method in methods}
    item |= {"x-more": operation(), "additionalOperations": {"LINK": operation()}}
    read = api({"/a": item, "x-path": {"get": operation()}}, openapi="3.2.0")
    assert [one.method for one in read.operations] == [*map(str.upper, methods), "LINK"]


def test_a_variable_of_a_path_that_no_parameter_defines_is_found() -> None:
    path = {
        "get": operation(parameters=[{"name": "a", "in": "path"}, {"name": "b", "in": "query"}])
    }
    read = api({"/x/{a}/{b}": path})
    assert messages(read) == ["path parameter b is not defined"]
    assert read.findings[0].location.pointer == "/paths/~1x~1{a}~1{b}/get"


def test_what_has_the_wrong_type_is_left_out_and_told() -> None:
    read = api(
        {
            "/a": {"get": {"parameters": {"name": "q"}, "responses": [200], "tags": "x"}},
            "/b": "not an object",
            "/c": {"get": ["x"], "post": operation(parameters=["x", {"name": 5, "in": "query"}])},
        },
        tags="no",
        servers={"url": "x"},
        info="no",
    )
    assert [one.key for one in read.operations] == ["GET /a", "POST /c"]
    assert read.operations[1].parameters[0].name == "5"
    said = messages(read)
    for expected in (
        "parameters must be an array",
        "responses must be an object",
        "/b must be an object",
        "tags must be an array",
        "servers must be an array",
        "info must be an object",
    ):
        assert expected in said
    assert read.problems == ("/b must be an object", "get must be an object")


def test_broken_references_leave_a_note_where_they_stand() -> None:
    read = api(
        {
            "/a": {"$ref": "https://127.0.0.1:9/x"},
            "/b": {
                "get": operation(
                    parameters=[{"$ref": "#/components/parameters/Nope"}],
                    requestBody={"$ref": "../../../x.json"},
                )
            },
            "/c": {"get": {"responses": {"404": {"$ref": "#/components/responses/Nope"}}}},
        }
    )
    assert read.problems == ("/a: remote references are not followed: https://127.0.0.1:9/x",)
    first, second = read.operations
    assert first.parameters == ()
    assert first.body is None
    assert first.problems[0] == "unresolvable reference #/components/parameters/Nope"
    assert first.problems[1] == "other files are not followed: ../../../x.json"
    told = "unresolvable reference #/components/responses/Nope"
    assert second.responses[0].problem == told


def test_references_to_every_kind_of_component_are_followed() -> None:
    read = api(
        {
            "/a": {
                "get": {
                    "parameters": [{"$ref": "#/components/parameters/P"}],
                    "requestBody": {"$ref": "#/components/requestBodies/B"},
                    "responses": {"200": {"$ref": "#/components/responses/R"}},
                    "callbacks": {"c": {"$ref": "#/components/callbacks/C"}},
                }
            },
            "/b": {"$ref": "#/components/pathItems/I"},
        },
        openapi="3.1.0",
        components={
            "parameters": {"P": {"name": "p", "in": "query"}},
            "requestBodies": {"B": {"content": {"text/plain": {}}}},
            "responses": {
                "R": {
                    "description": "r",
                    "headers": {"H": {"$ref": "#/components/headers/H"}},
                    "content": {
                        "application/json": {"examples": {"e": {"$ref": "#/components/examples/E"}}}
                    },
                    "links": {"l": {"$ref": "#/components/links/L"}},
                }
            },
            "headers": {"H": {"description": "h"}},
            "examples": {"E": {"value": 5}},
            "links": {"L": {"operationRef": "#/paths/~1b/get"}},
            "callbacks": {"C": {"{$request.body#/url}": {"post": operation()}}},
            "pathItems": {"I": {"get": operation()}},
        },
    )
    first, second = read.operations
    assert messages(read) == []
    assert first.parameters[0].name == "p"
    assert first.body is not None
    response = first.responses[0]
    assert response.headers[0].description == "h"
    assert response.content[0].examples[0].value == 5
    assert response.links[0].operation == "#/paths/~1b/get"
    assert first.callbacks[0].operations[0].method == "POST"
    assert first.callbacks[0].expression == "{$request.body#/url}"
    assert second.path == "/b"


def test_webhooks_are_read_under_both_their_names() -> None:
    hook = {"orderPaid": {"post": operation(operationId="hook")}}
    for key, version in (("webhooks", "3.1.0"), ("x-webhooks", "3.0.0")):
        read = api(openapi=version, **{key: hook})
        assert [(one.key, one.method, one.path) for one in read.webhooks] == [
            ("hook", "POST", "orderPaid")
        ]


def test_tags_that_are_only_used_follow_those_that_are_declared() -> None:
    read = api(
        {"/a": {"get": operation(tags=["used", "", "declared"])}},
        tags=[{"name": "declared", "description": "d"}, {"name": "declared"}, {"name": ""}],
    )
    assert [(tag.name, tag.description) for tag in read.tags] == [("declared", "d"), ("used", "")]
    assert read.operations[0].tags == ("used", "declared")


def test_security_schemes_of_every_kind_are_read() -> None:
    read = api(
        security=[{"bearer": []}],
        components={
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "oauth": {
                    "type": "oauth2",
                    "flows": {
                        "authorizationCode": {
                            "authorizationUrl": "https://a.example",
                            "tokenUrl": "https://t.example",
                            "scopes": {"read": "to read", "x-note": "no scope"},
                        }
                    },
                },
                "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://o.example"},
            }
        },
    )
    bearer, key, oauth, oidc = read.security_schemes
    assert (bearer.kind, bearer.scheme, bearer.bearer_format) == ("http", "bearer", "JWT")
    assert (key.kind, key.place, key.parameter) == ("apiKey", "header", "X-Key")
    assert oauth.flows[0].kind == "authorizationCode"
    assert oauth.flows[0].scopes == (("read", "to read"),)
    assert oidc.openid_url == "https://o.example"
    assert read.security == (Requirement((("bearer", ()),)),)


@pytest.fixture
def swagger() -> Api:
    return api(
        {
            "/orders/{id}": {
                "put": {
                    "operationId": "put",
                    "consumes": ["application/json", "application/xml"],
                    "parameters": [
                        {"name": "id", "in": "path", "type": "integer", "format": "int64"},
                        {
                            "name": "ids",
                            "in": "query",
                            "type": "array",
                            "items": {"type": "string"},
                            "collectionFormat": "multi",
                            "description": "some",
                        },
                        {
                            "name": "body",
                            "in": "body",
                            "required": True,
                            "description": "the order",
                            "schema": {"$ref": "#/definitions/Order"},
                        },
                    ],
                    "responses": {
                        "200": {
                            "description": "ok",
                            "schema": {"$ref": "#/definitions/Order"},
                            "headers": {"X-Left": {"type": "integer", "description": "left"}},
                            "examples": {"application/json": {"id": 1}},
                        },
                        "204": {"description": "none"},
                    },
                },
                "post": {
                    "parameters": [
                        {"name": "id", "in": "path", "type": "integer"},
                        {"name": "file", "in": "formData", "type": "file", "required": True},
                        {"name": "note", "in": "formData", "type": "string", "description": "n"},
                    ],
                    "responses": {"201": {"description": "ok"}},
                },
            }
        },
        swagger="2.0",
        host="api.example.com",
        basePath="/v2/",
        schemes=["https", "http"],
        produces=["application/json"],
        definitions={"Order": {"type": "object", "properties": {"id": {"type": "integer"}}}},
        securityDefinitions={
            "basic": {"type": "basic"},
            "oauth": {
                "type": "oauth2",
                "flow": "accessCode",
                "tokenUrl": "https://t.example",
                "scopes": {"a": "b"},
            },
        },
    )


def test_swagger_2_has_addresses_schemas_and_security(swagger: Api) -> None:
    assert messages(swagger) == []
    assert [server.url for server in swagger.servers] == [
        "https://api.example.com/v2",
        "http://api.example.com/v2",
    ]
    assert [named.name for named in swagger.schemas] == ["Order"]
    basic, oauth = swagger.security_schemes
    assert (basic.kind, basic.scheme) == ("http", "basic")
    assert oauth.flows[0].kind == "authorizationCode"


def test_parameters_of_swagger_2_are_their_own_schemas(swagger: Api) -> None:
    first, second = swagger.operations[0].parameters
    assert first.required
    assert first.schema is not None
    assert (first.schema.kind, first.schema.text("format")) == ("integer", "int64")
    assert (second.style, second.explode, second.description) == ("form", True, "some")


def test_a_body_parameter_of_swagger_2_is_the_body(swagger: Api) -> None:
    body = swagger.operations[0].body
    assert body is not None
    assert body.description == "the order"
    assert body.required
    assert [media.name for media in body.content] == ["application/json", "application/xml"]


def test_responses_of_swagger_2_carry_what_the_operation_produces(swagger: Api) -> None:
    answered, nothing = swagger.operations[0].responses
    (answer,) = answered.content
    assert answer.name == "application/json"
    assert answer.schema is not None
    assert answer.schema.reference is not None
    assert answer.schema.reference.name == "Order"
    assert [example.value for example in answer.examples] == [{"id": 1}]
    assert [header.name for header in answered.headers] == ["X-Left"]
    assert nothing.content == ()


def test_form_parameters_of_swagger_2_make_a_form(swagger: Api) -> None:
    body = swagger.operations[1].body
    assert body is not None
    (form,) = body.content
    assert form.name == "multipart/form-data"
    assert form.schema is not None
    file, note = form.schema.properties
    assert file.required
    assert file.schema.text("format") == "binary"
    assert note.schema.text("description") == "n"


@pytest.mark.parametrize(
    ("rest", "urls"),
    [
        ({"host": "h", "schemes": []}, ["https://h"]),
        ({"host": "h:8080", "basePath": "/"}, ["https://h:8080"]),
        ({"basePath": "/v1"}, ["/v1"]),
        ({}, []),
    ],
)
def test_the_address_of_swagger_2_is_put_together(rest: dict[str, Any], urls: list[str]) -> None:
    assert [server.url for server in api(swagger="2.0", **rest).servers] == urls


def test_a_document_of_many_files_reads_like_one() -> None:
    read = read_api(
        several(
            {
                "api.yaml": "openapi: 3.1.0\n"
                "info: {title: T, description: {$ref: about.md}}\n"
                "paths: {/a: {$ref: paths/a.yaml}}\n"
                "components: {schemas: {Order: {$ref: models/order.yaml}}}\n",
                "about.md": "# About",
                "paths/a.yaml": "get:\n  responses:\n    '200':\n      content:\n"
                "        application/json: {schema: {$ref: ../models/order.yaml}}\n",
                "models/order.yaml": "type: object\nproperties: {self: {$ref: order.yaml}}\n",
            }
        )
    )
    assert read.info.description == "# About"
    schema = read.operations[0].responses[0].content[0].schema
    assert schema is not None
    assert schema.reference is not None
    assert schema.reference.name == "Order"
    assert schema.reference.target is not None
    (own,) = schema.reference.target.properties
    assert own.schema.reference is not None
    assert own.schema.reference.name == "Order"


def test_schemas_that_are_no_components_get_names_that_stay() -> None:
    inner = {
        "type": "object",
        "properties": {"list": {"type": "array", "items": {"type": "object"}}},
    }
    pointer = "#/paths/~1a/get/responses/200/content/application~1json/schema"
    read = api(
        {"/a": {"get": operation(inner)}},
        components={
            "schemas": {
                "list": {"type": "string"},
                "Whole": {"allOf": [{"$ref": pointer}]},
                "Part": {"$ref": f"{pointer}/properties/list"},
                "Item": {"allOf": [{"$ref": f"{pointer}/properties/list/items"}]},
                "Deep": {
                    "$defs": {"pair": {"type": "object"}},
                    "$ref": "#/components/schemas/Deep/$defs/pair",
                },
            }
        },
    )
    names = [named.schema for named in read.schemas]
    whole = names[1].several("allOf")[0].reference
    item = names[3].several("allOf")[0].reference
    assert whole is not None
    assert item is not None
    assert names[4].reference is not None
    assert (whole.name, item.name) == ("GET /a 200", "list[]")
    assert names[2].reference is not None
    assert names[2].reference.name == "Part"
    assert names[4].reference.name == "Deep"


def test_an_example_may_be_given_without_its_object() -> None:
    content = {"application/json": {"examples": {"plain": {"id": 1}, "list": [1]}}}
    read = api({"/a": {"get": {"responses": {"200": {"description": "x", "content": content}}}}})
    (example,) = read.operations[0].responses[0].content[0].examples
    assert isinstance(example, Example)
    assert example.value == {"id": 1}


def test_findings_are_told_with_file_line_and_pointer() -> None:
    made = document({"/a/{b}": {"get": operation()}})
    read = read_api(made)
    (finding,) = read.findings
    assert made.describe(finding).startswith("api.json:1:")
    assert made.describe(finding).endswith(
        "path parameter b is not defined (at /paths/~1a~1{b}/get)"
    )


def test_a_path_parameter_whose_name_is_no_text_is_read_all_the_same() -> None:
    parameter = {"name": {"a": 1}, "in": "path", "required": True, "schema": {"type": "string"}}
    read = api({"/a/{b}": {"get": operation(parameters=[parameter])}})
    assert "path parameter b is not defined" in messages(read)
