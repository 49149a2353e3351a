from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.pages.example import MAX_VALUES, Direction, Examples
from tests.unit.openapi.documents import api

NUMBERS = st.integers(-50, 50)


def example(node: Any, direction: Direction = "response", /, **others: Any) -> Any:  # noqa: ANN401  any JSON value
    read = api(openapi="3.1.0", components={"schemas": {"X": node, **others}})
    return Examples(direction).of(read.schemas[0].schema)


def valid(value: Any, node: dict[str, Any]) -> bool:  # noqa: ANN401  any JSON value
    """Whether `value` satisfies the keys of JSON Schema that these tests use."""
    kinds: dict[str, tuple[type, ...]] = {
        "string": (str,),
        "integer": (int,),
        "number": (int, float),
        "boolean": (bool,),
        "array": (list,),
        "object": (dict,),
    }
    kind = node.get("type")
    if kind and (
        not isinstance(value, kinds[kind]) or isinstance(value, bool) != (kind == "boolean")
    ):
        return False
    checks: dict[str, Callable[[Any], bool]] = {
        "enum": lambda limit: value in limit,
        "minimum": lambda limit: value >= limit,
        "maximum": lambda limit: value <= limit,
        "exclusiveMinimum": lambda limit: value > limit,
        "exclusiveMaximum": lambda limit: value < limit,
        "multipleOf": lambda limit: math.isclose(value / limit, round(value / limit)),
        "minLength": lambda limit: len(value) >= limit,
        "maxLength": lambda limit: len(value) <= limit,
        "minItems": lambda limit: len(value) >= limit,
        "maxItems": lambda limit: len(value) <= limit,
        "pattern": lambda limit: re.search(limit, value) is not None,
        "required": lambda names: all(name in value for name in names),
        "items": lambda items: all(valid(one, items) for one in value),
        "properties": lambda fields: all(
            valid(value[k], v) for k, v in fields.items() if k in value
        ),
        "allOf": lambda parts: all(valid(value, part) for part in parts),
        "oneOf": lambda parts: any(valid(value, part) for part in parts),
    }
    return all(check(node[key]) for key, check in checks.items() if key in node)


@st.composite
def ranges(draw: st.DrawFn, low: str, high: str, least: int = -50) -> dict[str, int]:
    first, second = sorted((draw(st.integers(least, 50)), draw(st.integers(least, 50))))
    chosen = {low: first, high: second}
    return {key: chosen[key] for key in draw(st.lists(st.sampled_from([low, high]), unique=True))}


LEAVES = (
    ranges("minimum", "maximum").map(lambda limits: {"type": "integer", **limits})
    | ranges("minimum", "maximum").map(lambda limits: {"type": "number", **limits})
    | NUMBERS.map(lambda low: {"type": "number", "exclusiveMinimum": low})
    | NUMBERS.map(lambda high: {"type": "integer", "exclusiveMaximum": high})
    | st.integers(1, 9).map(lambda step: {"type": "integer", "multipleOf": step, "minimum": 5})
    | ranges("minLength", "maxLength", 0).map(lambda limits: {"type": "string", **limits})
    | st.sampled_from([r"^\d{3}$", r"^[a-z]+-\d*$"]).map(
        lambda one: {"type": "string", "pattern": one}
    )
    | st.just({"type": "boolean"})
    | st.lists(st.text("ab 가") | NUMBERS, min_size=1).map(lambda values: {"enum": values})
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: (
        st.tuples(inner, st.integers(0, 4)).map(
            lambda pair: {"type": "array", "items": pair[0], "minItems": pair[1]}
        )
        | st.dictionaries(st.sampled_from("abcd"), inner).map(
            lambda fields: {"type": "object", "properties": fields, "required": list(fields)[:2]}
        )
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"oneOf": parts})
        | st.tuples(inner, inner).map(
            lambda pair: {
                "allOf": [
                    {"type": "object", "properties": {"p": pair[0]}, "required": ["p"]},
                    {"properties": {"q": pair[1]}},
                ]
            }
        )
    ),
    max_leaves=12,
)


@given(SCHEMAS)
def test_what_is_made_satisfies_its_schema(node: dict[str, Any]) -> None:
    assert valid(example(node), node)


def test_what_the_document_gives_comes_first() -> None:
    assert example({"type": "integer", "example": 7, "default": 8, "enum": [9]}) == 7
    assert example({"type": "integer", "examples": [6, 7], "default": 8}) == 6
    assert example({"type": "integer", "default": 8, "enum": [9, 8]}) == 8
    assert example({"type": "integer", "enum": [None, 9]}) == 9
    assert example({"const": "x"}) == "x"
    referred = {"$ref": "#/components/schemas/Y", "example": {"own": 1}}
    assert example(referred, Y={"example": {"theirs": 1}}) == {"own": 1}


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("uuid", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("date", r"\d{4}-\d\d-\d\d"),
        ("date-time", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
        ("email", r"[a-z]+@[a-z.]+"),
        ("ipv4", r"\d+\.\d+\.\d+\.\d+"),
        ("uri", r"https://.*"),
        ("unheard-of", r"string"),
    ],
)
def test_formats_are_followed(form: str, pattern: str) -> None:
    assert re.fullmatch(pattern, example({"type": "string", "format": form}))


def test_what_is_read_only_is_not_sent_and_what_is_write_only_is_not_received() -> None:
    node = {
        "type": "object",
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "password": {"type": "string", "writeOnly": True},
            "name": {"type": "string"},
        },
    }
    assert list(example(node, "request")) == ["password", "name"]
    assert list(example(node, "response")) == ["id", "name"]


def test_a_schema_that_contains_itself_is_not_repeated() -> None:
    node = {
        "type": "object",
        "required": ["self", "list", "name"],
        "properties": {
            "self": {"$ref": "#/components/schemas/X"},
            "list": {"type": "array", "items": {"$ref": "#/components/schemas/X"}},
            "maybe": {"anyOf": [{"$ref": "#/components/schemas/X"}, {"type": "null"}]},
            "name": {"type": "string"},
        },
    }
    made = example({"$ref": "#/components/schemas/Y"}, Y={**node, "title": "Y"}, Z=node)
    assert made["name"] == "string"
    assert made["list"] == [] or isinstance(made["list"][0], dict)


def test_a_discriminator_has_the_value_of_the_chosen_variant() -> None:
    fields = {"kind": {"type": "string"}, "pan": {"type": "string"}}
    card = {"type": "object", "properties": fields}
    variants = [{"$ref": "#/components/schemas/Card"}, {"type": "object"}]
    unnamed = {"oneOf": variants, "discriminator": {"propertyName": "kind"}}
    assert example(unnamed, Card=card)["kind"] == "Card"
    told = {"propertyName": "kind", "mapping": {"c": "Card"}}
    assert example({"oneOf": variants, "discriminator": told}, Card=card)["kind"] == "c"


def test_optional_fields_give_way_where_an_example_gets_long() -> None:
    wide = {f"f{n}": {"type": "string"} for n in range(300)}
    made = example({"type": "object", "properties": wide, "required": ["f299"]})
    assert MAX_VALUES <= len(made) <= MAX_VALUES + 2
    assert "f299" in made


def test_schemas_that_all_refer_to_each_other_end_soon() -> None:
    names = [f"S{n}" for n in range(60)]
    schemas = {
        name: {
            "type": "object",
            "required": names,
            "properties": {other: {"$ref": f"#/components/schemas/{other}"} for other in names},
        }
        for name in names
    }
    assert isinstance(example(schemas["S0"], **schemas), dict)


def test_limits_beyond_reckoning_are_passed_over() -> None:
    for limit in (10**350, -(10**350), 1e300, 1e-300, 5e-324):
        for key in ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "minLength"):
            for kind in ("integer", "number", "string"):
                assert example({"type": kind, key: limit}) is not None


def test_maps_tuples_and_booleans_have_examples() -> None:
    assert example({"type": "object", "additionalProperties": {"type": "integer"}}) == {"key": 1}
    assert example({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}) == [
        "string",
        1,
    ]
    assert example({"type": "object", "required": ["a"]}) == {"a": ""}
    assert example(True) is None  # noqa: FBT003  the schema `true`
    three = {"type": "array", "items": {"type": "integer"}, "minItems": 3}
    assert example(three) == [1, 1, 1]
    assert example({**three, "uniqueItems": True}) == [1, 2, 3]
    assert example({"type": ["null", "integer"]}) == 1
