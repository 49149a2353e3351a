from __future__ import annotations

from typing import Any

import pytest

from releasebot.openapi.effective import MAX_LAYERS, core, inline_parts, is_null, shape
from releasebot.openapi.schema import Schema
from tests.unit.openapi.documents import api


def schema(node: Any, **others: Any) -> Schema:  # noqa: ANN401  any JSON value
    read = api(openapi="3.1.0", components={"schemas": {"X": node, **others}})
    return read.schemas[0].schema


@pytest.mark.parametrize(
    ("node", "types", "nullable"),
    [
        ({"type": "string"}, ("string",), False),
        ({"type": "string", "nullable": True}, ("string",), True),
        ({"type": "string", "x-nullable": True}, ("string",), True),
        ({"type": ["string", "null"]}, ("string",), True),
        ({"type": ["string", "integer"]}, ("string", "integer"), False),
        ({"type": "null"}, (), True),
        ({}, (), False),
        ({"type": 5}, (), False),
        ({"type": [5, "string"]}, ("string",), False),
    ],
)
def test_types_and_null_are_read_in_every_dialect(
    node: dict[str, Any],
    types: tuple[str, ...],
    nullable: bool,  # noqa: FBT001  a table's column
) -> None:
    found = schema(node)
    assert (found.types, found.nullable) == (types, nullable)


def test_the_kind_is_inferred_where_no_type_is_stated() -> None:
    assert schema({"properties": {}}).kind == "object"
    assert schema({"items": {}}).kind == "array"
    assert schema({"type": ["string", "integer"]}).kind == ""


def test_booleans_are_schemas() -> None:
    allowed, refused = True, False
    assert schema(allowed).allows
    assert not schema(refused).allows


def test_what_is_no_schema_is_noted_and_looks_empty() -> None:
    found = schema({"properties": {"a": 5}, "allOf": {}, "required": [1, "a", "a"]})
    (only,) = found.properties
    assert only.schema.types == ()
    assert only.required
    assert found.several("allOf") == ()
    said = [one.message for one in found.scope.findings]
    assert said == ["a schema must be an object or a boolean", "allOf must be an array"]


@pytest.mark.parametrize(
    ("node", "values"),
    [
        ({"enum": ["a", None, 1]}, [("a", "", ""), (None, "", ""), (1, "", "")]),
        ({"const": "x"}, [("x", "", "")]),
        (
            {
                "enum": [0, 1],
                "x-enum-varnames": ["OFF", "ON"],
                "x-enum-descriptions": ["no", "yes"],
            },
            [(0, "OFF", "no"), (1, "ON", "yes")],
        ),
        (
            {"enum": ["a", "b"], "x-enumDescriptions": {"a": "first"}},
            [("a", "", "first"), ("b", "", "")],
        ),
        ({"enum": ["a", "b"], "x-enumNames": ["A"]}, [("a", "A", ""), ("b", "", "")]),
        ({"enum": "a"}, []),
    ],
)
def test_enums_come_with_their_names_and_meanings(
    node: dict[str, Any], values: list[tuple[Any, str, str]]
) -> None:
    assert [(one.value, one.name, one.meaning) for one in schema(node).enum] == values


def test_discriminators_are_read_in_both_forms() -> None:
    new = schema(
        {
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"a": "#/components/schemas/A", "b": "B", "c": "#/nowhere"},
            }
        },
        A={"type": "object"},
    ).discriminator
    assert new is not None
    assert new.property == "kind"
    assert new.mapping == (("a", "A"), ("b", "B"), ("c", "#/nowhere"))
    old = schema({"discriminator": "kind"}).discriminator
    assert old is not None
    assert (old.property, old.mapping) == ("kind", ())


def test_wrappers_that_only_add_words_are_taken_off() -> None:
    wrapped = {
        "description": "outer",
        "allOf": [{"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}],
    }
    found = core(schema(wrapped, A={"type": "object", "description": "inner"}))
    assert found.reference is not None
    assert found.reference.name == "A"
    assert found.nullable
    assert found.text("description") == "outer"
    assert len(found.layers) == 3


def test_what_says_more_than_its_wrapper_stays_wrapped() -> None:
    for node in (
        {"allOf": [{"type": "object"}], "properties": {"a": {}}},
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"allOf": [{"type": "object"}, {"type": "object"}]},
        {"allOf": [{"type": "object"}], "oneOf": [{"type": "string"}]},
    ):
        assert len(core(schema(node)).layers) == 1


def test_a_leaf_that_is_no_component_is_shown_in_place() -> None:
    read = api(
        {
            "/a": {
                "get": {"parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}]}
            }
        },
        components={
            "schemas": {
                "X": {"$ref": "#/paths/~1a/get/parameters/0/schema"},
                "Y": {"$ref": "#/components/schemas/Z"},
                "Z": {"type": "string"},
            }
        },
    )
    first, second, _ = (named.schema for named in read.schemas)
    assert core(second).reference is not None
    assert core(first).reference is not None  # X is a component's name for that leaf
    leaf = Schema.at({"$ref": "#/info/title"}, first.location, first.scope)
    assert core(leaf).layers[-1].kind == ""


@pytest.mark.parametrize("null", [{"type": "null"}, {"enum": [None]}, {"const": None}])
def test_null_is_known_in_every_form(null: dict[str, Any]) -> None:
    assert is_null(schema(null))
    assert not is_null(schema({"type": ["null", "string"]}))


def test_all_parents_are_merged_with_the_origin_of_each_field() -> None:
    found = shape(
        schema(
            {
                "allOf": [
                    {"$ref": "#/components/schemas/Base"},
                    {"properties": {"mine": {}}, "description": "inline"},
                    {"required": ["id", "own"]},
                ],
                "properties": {"own": {"type": "string"}, "name": {"type": "integer"}},
            },
            Base={
                "allOf": [{"$ref": "#/components/schemas/Root"}],
                "properties": {"name": {"type": "string"}},
            },
            Root={"type": "object", "properties": {"id": {"type": "integer"}}},
        )
    )
    assert [(one.name, one.origin, one.required) for one in found.fields] == [
        ("id", "Root", True),
        ("name", "", False),
        ("mine", "", False),
        ("own", "", True),
    ]
    name = found.fields[1]
    assert name.schema.kind == "integer"
    assert [one.kind for one in name.also] == ["string"]


def test_inline_parts_are_those_without_a_name() -> None:
    found = schema(
        {"allOf": [{"$ref": "#/components/schemas/A"}, {"description": "b"}]},
        A={"description": "a"},
    )
    assert [text for part in inline_parts(found) if (text := part.text("description"))] == ["b"]


def test_variants_of_parents_are_kept_with_their_discriminator() -> None:
    found = shape(
        schema(
            {"allOf": [{"$ref": "#/components/schemas/A"}], "properties": {"x": {}}},
            A={
                "oneOf": [{"type": "object"}, {"type": "string"}],
                "discriminator": {"propertyName": "k"},
            },
        )
    )
    (variants,) = found.variants
    assert (variants.kind, variants.origin, len(variants.schemas)) == ("oneOf", "A", 2)
    assert variants.discriminator is not None


def test_circles_of_parents_end() -> None:
    found = shape(
        schema(
            {"allOf": [{"$ref": "#/components/schemas/Y"}], "properties": {"x": {}}},
            Y={"allOf": [{"$ref": "#/components/schemas/X"}], "properties": {"y": {}}},
        )
    )
    assert {field.name for field in found.fields} == {"x", "y"}
    circle = schema({"allOf": [{"$ref": "#/components/schemas/X"}]})
    assert core(circle).reference is not None
    assert shape(circle).fields == ()


def test_long_chains_of_parents_do_not_crash() -> None:
    others = {
        f"A{n}": {
            "allOf": [{"$ref": f"#/components/schemas/A{n + 1}"}],
            "properties": {f"p{n}": {}},
        }
        for n in range(3000)
    }
    found = shape(schema({"allOf": [{"$ref": "#/components/schemas/A0"}], "title": "x"}, **others))
    assert len(found.fields) >= MAX_LAYERS // 2


def test_a_broken_parent_is_a_problem_of_the_shape() -> None:
    found = shape(schema({"allOf": [{"$ref": "#/nope"}, {"properties": {"a": {}}}]}))
    assert found.problems == ("unresolvable reference #/nope",)
    assert [field.name for field in found.fields] == ["a"]
