"""What is said of a schema that changed, in a request and in a response."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.openapi.diff.pairs import answer, body, changes, documents, query, told

NUMBER = {"type": "number"}
TEXT = {"type": "string"}
B, W, I = "breaking", "warning", "info"  # noqa: E741  the levels in a table


def of(**properties: object) -> dict[str, Any]:
    required = [name for name in properties if name.endswith("_")]
    return {
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
    }


CASES: list[tuple[object, object, dict[str, str], dict[str, str]]] = [
    (
        {"type": "string", "maxLength": 9},
        {"type": "string", "maxLength": 5},
        {"request-body-max-length-decreased": B},
        {"response-body-max-length-decreased": I},
    ),
    (
        of(a={"type": "string", "minLength": 2}),
        of(a={"type": "string", "minLength": 1}),
        {"request-property-min-length-decreased": I},
        {"response-property-min-length-decreased": B},
    ),
    (
        TEXT,
        {"type": "string", "maxLength": 5},
        {"request-body-max-length-set": W},
        {"response-body-max-length-set": I},
    ),
    (
        {"type": "integer", "minimum": 1},
        {"type": "integer", "minimum": 1, "exclusiveMinimum": True},
        {"request-body-exclusive-min-increased": B},
        {"response-body-exclusive-min-increased": I},
    ),
    (
        {"type": "number", "multipleOf": 1},
        {"type": "number", "multipleOf": 0.5},
        {"request-body-multiple-of-generalized": I},
        {"response-body-multiple-of-generalized": B},
    ),
    (
        NUMBER,
        {"type": "integer"},
        {"request-body-type-changed": B},
        {"response-body-type-specialized": I},
    ),
    (
        {"type": "integer"},
        NUMBER,
        {"request-body-type-generalized": I},
        {"response-body-type-generalized": B},
    ),
    (TEXT, NUMBER, {"request-body-type-changed": B}, {"response-body-type-changed": B}),
    (
        of(a=TEXT),
        of(a={"type": "string", "nullable": True}),
        {"request-property-became-nullable": I},
        {"response-property-became-nullable": B},
    ),
    (
        of(a={"$ref": "#/components/schemas/Pet"}),
        of(a={"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]}),
        {"request-property-became-nullable": I},
        {"response-property-became-nullable": B},
    ),
    (
        {"type": "string", "enum": ["a", "b"]},
        {"type": "string", "enum": ["b", "c"]},
        {"request-body-enum-value-removed": B, "request-body-enum-value-added": I},
        {"response-mediatype-enum-value-removed": I, "response-body-enum-value-added": W},
    ),
    (
        {"type": "string", "enum": ["a"]},
        {"type": "string", "const": "a"},
        {},
        {},
    ),
    (
        of(a=TEXT),
        of(a=TEXT, b=NUMBER),
        {"new-optional-request-property": I},
        {"response-optional-property-added": I},
    ),
    (
        of(a=TEXT),
        of(a=TEXT, b_=NUMBER),
        {"new-required-request-property": B},
        {"response-required-property-added": I},
    ),
    (
        of(a=TEXT, b=NUMBER),
        of(a=TEXT),
        {"request-property-removed": W},
        {"response-optional-property-removed": W},
    ),
    (
        of(a=TEXT, b_=NUMBER),
        of(a=TEXT),
        {"request-property-removed": W},
        {"response-required-property-removed": B},
    ),
    (
        of(userName=TEXT, b=NUMBER),
        of(user_name=TEXT, b=NUMBER),
        {"request-property-renamed": W},
        {"response-property-renamed": W},
    ),
    (
        {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Toy"}]},
        {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Cup"}]},
        {"request-body-one-of-removed": B, "request-body-one-of-added": I},
        {"response-body-one-of-removed": I, "response-body-one-of-added": B},
    ),
    (
        {"type": "array", "items": TEXT},
        {"type": "array", "items": TEXT, "uniqueItems": True},
        {"request-body-unique-items-set": B},
        {"response-body-unique-items-set": I},
    ),
    (
        of(a=TEXT),
        {**of(a=TEXT), "additionalProperties": False},
        {"request-body-additional-properties-closed": B},
        {"response-body-additional-properties-closed": I},
    ),
    (
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"type": "string"},
        {"request-body-list-of-types-narrowed": B},
        {"response-body-list-of-types-narrowed": I},
    ),
    (
        of(a={"type": "string", "readOnly": True, "maxLength": 9}),
        of(a={"type": "string", "readOnly": True, "maxLength": 5}),
        {"request-read-only-property-max-length-decreased": I},
        {"response-property-max-length-decreased": I},
    ),
    (
        {"not": TEXT},
        {"not": NUMBER},
        {"request-body-not-changed": B},
        {"response-body-not-changed": B},
    ),
]
COMPONENTS = {
    "schemas": {"Pet": of(name=TEXT), "Toy": of(size=NUMBER), "Cup": of(volume={"type": "integer"})}
}


@pytest.mark.parametrize(("before", "after", "request_ids", "response_ids"), CASES)
def test_a_change_has_its_rule_for_each_direction(
    before: object, after: object, request_ids: dict[str, str], response_ids: dict[str, str]
) -> None:
    assert told(changes(body(before), body(after), components=COMPONENTS)) == request_ids
    assert told(changes(answer(before), answer(after), components=COMPONENTS)) == response_ids


SAME = [
    (
        of(name=TEXT, age=NUMBER),
        {"allOf": [{"$ref": "#/components/schemas/Pet"}, of(age=NUMBER)]},
    ),
    (of(name=TEXT), {"$ref": "#/components/schemas/Pet"}),
    ({"$ref": "#/components/schemas/Pet"}, {"allOf": [{"$ref": "#/components/schemas/Pet"}]}),
    ({"type": ["string"]}, TEXT),
    (
        {"oneOf": [{"$ref": "#/components/schemas/Pet"}, TEXT]},
        {"oneOf": [TEXT, of(name=TEXT)]},
    ),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_moving_what_a_schema_says_is_no_change(before: object, after: object) -> None:
    assert changes(body(before), body(after), components=COMPONENTS) == ()
    assert changes(body(after), body(before), components=COMPONENTS) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (NUMBER, TEXT, {"request-parameter-type-generalized": I}),
        (TEXT, NUMBER, {"request-parameter-type-changed": B}),
        (TEXT, {"type": "array", "items": TEXT}, {"request-parameter-type-generalized": I}),
        (TEXT, {"type": "string", "pattern": "^a"}, {"request-parameter-pattern-added": B}),
        (TEXT, {"type": "string", "default": "a"}, {"request-parameter-default-value-added": B}),
    ],
)
def test_a_parameter_is_text_on_the_wire(
    before: object, after: object, expected: dict[str, str]
) -> None:
    assert told(changes(query(before), query(after))) == expected


def test_a_schema_that_refers_to_itself_is_compared_once() -> None:
    following = {"$ref": "#/components/schemas/Node"}
    node, longer = of(next=following), of(next=following, value=TEXT)
    paths = answer({"$ref": "#/components/schemas/Node"})
    found = documents(
        {"paths": paths, "components": {"schemas": {"Node": node}}},
        {"paths": paths, "components": {"schemas": {"Node": longer}}},
    )
    assert [(one.id, one.subject[0]) for one in found] == [
        ("response-optional-property-added", "property `value` of the 200 response")
    ]
