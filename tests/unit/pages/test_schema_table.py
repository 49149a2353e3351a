from __future__ import annotations

from typing import Any

import pytest

from releasebot.pages.addresses import Addresses
from releasebot.pages.book import Book
from releasebot.pages.labels import LABELS
from releasebot.pages.model import Blocks, ListBlock, PageLink, Table, Tabs
from releasebot.pages.schema_table import MAX_OPENED, body_blocks, page_blocks
from releasebot.pages.type_text import type_of
from tests.unit.openapi.documents import api
from tests.unit.pages.reading import of_kind, rows, said


def made(node: Any, **others: Any) -> tuple[Any, Book]:  # noqa: ANN401  any JSON value
    read = api(openapi="3.1.0", components={"schemas": {"X": node, **others}})
    return read.schemas[0].schema, Book(read, LABELS["en"], Addresses(read, "operation"))


def shown(node: Any, **others: Any) -> Blocks:  # noqa: ANN401  any JSON value
    return page_blocks(*made(node, **others), level=2, prefix="")


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "uuid"}, "string (uuid)"),
        ({"type": ["string", "null"]}, "string | null"),
        ({"type": ["string", "integer"]}, "string | integer"),
        ({"type": "null"}, "null"),
        ({}, "any"),
        (True, "any"),
        (False, "nothing"),
        ({"enum": ["a", 1]}, "string | integer"),
        ({"const": True}, "boolean"),
        ({"type": "array", "items": {"type": "string"}}, "string[]"),
        ({"type": "array", "items": {"type": ["string", "null"]}}, "(string | null)[]"),
        ({"type": "array", "items": {"type": "string", "format": "date"}}, "(string (date))[]"),
        ({"type": "array"}, "array"),
        ({"prefixItems": [{"type": "string"}, {"type": "integer"}]}, "[string, integer]"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "Map<string, integer>"),
        ({"type": "object", "additionalProperties": True}, "object"),
        ({"properties": {"a": {}}, "additionalProperties": {"type": "integer"}}, "object"),
        ({"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Y"}]}, "string | Y"),
        (
            {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
            "string | integer | null",
        ),
        ({"anyOf": [{"$ref": "#/components/schemas/Y"}, {"type": "null"}]}, "Y | null"),
        ({"allOf": [{"$ref": "#/components/schemas/Y"}, {"type": "object"}]}, "Y & object"),
        ({"allOf": [{"$ref": "#/components/schemas/Y"}], "nullable": True}, "Y | null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Y"}}, "Y[]"),
        ({"$ref": "#/nope"}, "unresolvable reference #/nope"),
    ],
)
def test_types_are_told_in_a_few_words(node: Any, text: str) -> None:  # noqa: ANN401  any schema
    assert said(type_of(*made(node, Y={"type": "object"}))) == text


def test_types_that_nest_deeply_end_in_dots() -> None:
    node: dict[str, Any] = {"type": "string"}
    for _ in range(20):
        node = {"type": "array", "items": node}
    assert said(type_of(*made(node))) == "…[][][][][][]"


def test_every_schema_in_a_schema_has_a_row() -> None:
    leaf = {"type": "string"}
    blocks = shown(
        {
            "type": "object",
            "properties": {
                "list": {
                    "type": "array",
                    "contains": {"const": 1},
                    "items": {"description": "each", "properties": {"in": leaf}},
                },
                "plain": {"type": "array", "items": {"properties": {"deep": leaf}}},
                "pair": {"prefixItems": [leaf, {"minimum": 5}]},
                "either": {
                    "oneOf": [{"properties": {"a": leaf}}, {"type": "integer", "minimum": 1}, leaf]
                },
                "map": {"additionalProperties": {"properties": {"value": leaf}}},
                "told": {"additionalProperties": {"type": "string", "maxLength": 9}},
            },
            "patternProperties": {"^x-": leaf},
            "additionalProperties": {"type": "integer"},
            "dependentSchemas": {"plain": {"properties": {"extra": leaf}}},
            "propertyNames": {"pattern": "^[a-z]+$"},
            "not": {"required": ["forbidden"]},
            "if": {"properties": {"list": {"const": 1}}},
            "then": {"required": ["pair"]},
            "dependentRequired": {"map": ["told", "pair"]},
        }
    )
    found = [(depth, text.split(" | ")[0]) for depth, text in rows(blocks)]
    assert found == [
        (0, "list"),
        (1, "item"),
        (2, "in"),
        (1, "contains"),
        (0, "plain"),
        (1, "deep"),
        (0, "pair"),
        (1, "[0]"),
        (1, "[1]"),
        (0, "either"),
        (1, "Variant 1"),
        (2, "a"),
        (1, "Variant 2"),
        (0, "map"),
        (1, "value"),
        (0, "told"),
        (1, "any other name"),
        (0, "/^x-/"),
        (0, "any other name"),
        (0, "plain → "),
        (1, "extra"),
        (0, "not"),
        (0, "if"),
        (1, "list"),
        (0, "then"),
        (0, "propertyNames"),
    ]
    everything = said(blocks)
    for words in (
        "required: forbidden",
        "required: pair",
        "required: map → told, pair",
        "^[a-z]+$",
    ):
        assert words in everything


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"default": "", "minLength": 1, "maxLength": 9}, 'default: "" · characters at least: 1'),
        ({"minimum": 1, "exclusiveMinimum": True, "maximum": 2}, "more than: 1 · at most: 2"),
        ({"exclusiveMinimum": 1, "exclusiveMaximum": 2}, "more than: 1 · less than: 2"),
        ({"default": None}, "default: null"),
        ({"uniqueItems": True, "minItems": 1}, "items at least: 1 · items differ"),
        ({"properties": {"a": {}}, "additionalProperties": False}, "no other properties"),
        ({"examples": ["a", {"b": 1}]}, 'Example: a, {"b":1}'),
        ({"externalDocs": {"url": "https://x.example"}}, "See also: https://x.example"),
        ({"contentMediaType": "image/png", "contentEncoding": "base64"}, "content type: image/png"),
        ({"$comment": "note"}, "comment: note"),
        ({"type": "string", "allOf": [{"format": "email"}], "format": "idn"}, "format: idn"),
    ],
)
def test_what_is_said_beside_the_type_is_shown(node: dict[str, Any], words: str) -> None:
    assert words in said(shown(node))


def test_words_of_wrappers_and_inline_parts_are_shown_once() -> None:
    part = {"description": "the part", "properties": {"a": {}}}
    node = {
        "title": "The",
        "description": "The whole",
        "allOf": [part, {"$ref": "#/components/schemas/Y"}],
    }
    blocks = said(shown(node, Y={"description": "of Y", "properties": {"b": {}}}))
    assert blocks.count("The whole") == 1
    assert blocks.count("the part") == 1
    assert "of Y" not in blocks


def test_a_field_that_parents_disagree_about_tells_all_they_say() -> None:
    first = {"properties": {"at": {"type": "string", "description": "one"}}}
    second = {"properties": {"at": {"type": "string", "format": "date", "description": "two"}}}
    ((_, row),) = rows(shown({"allOf": [first, second]}))
    assert row.split(" | ")[1] == "string (date)string"
    assert row.split(" | ")[3] == "twoone"


def test_flags_are_shown_beside_the_name() -> None:
    flags = {"deprecated": True, "readOnly": True, "writeOnly": True}
    ((_, row),) = rows(shown({"properties": {"a": flags}}))
    assert row.startswith("a deprecated read only write only | any")


def test_a_body_opens_what_it_refers_to_as_far_as_it_is_short() -> None:
    few = {"properties": {"a": {"type": "string"}}}
    many: dict[str, Any] = {"properties": {f"f{number}": {} for number in range(MAX_OPENED + 1)}}
    for target, opened in ((few, True), (many, False)):
        schema, book = made({"$ref": "#/components/schemas/Y"}, Y=target)
        assert bool(of_kind(Table, body_blocks(schema, book, opened=True))) is opened
        assert not of_kind(Table, body_blocks(schema, book, opened=False))


def test_variants_are_tabs_in_a_body_and_links_on_a_page() -> None:
    variants = {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}
    parts = {"A": {"properties": {"a": {}}}, "B": {"properties": {"b": {}}, "title": "Bee"}}
    schema, book = made(variants, **parts)
    (tabs,) = of_kind(Tabs, body_blocks(schema, book, opened=True))
    assert [tab.title for tab in tabs.tabs] == ["A", "B"]
    page = page_blocks(schema, book, level=2, prefix="")
    assert not of_kind(Tabs, page)
    (listed,) = of_kind(ListBlock, page)
    assert [link.page for link in of_kind(PageLink, listed)] == ["schema:A", "schema:B"]


def test_variants_that_contain_each_other_end() -> None:
    a = {"oneOf": [{"$ref": "#/components/schemas/B"}, {"properties": {"x": {}}}]}
    b = {"anyOf": [{"$ref": "#/components/schemas/X"}, {"properties": {"y": {}}}]}
    schema, book = made(a, B=b)
    assert of_kind(Tabs, body_blocks(schema, book, opened=True))


def test_top_rows_have_anchors_that_differ() -> None:
    node: dict[str, Any] = {
        "properties": {"userId": {}, "user-id": {}, "아이디": {}, "deep": {"properties": {"x": {}}}}
    }
    (table,) = of_kind(Table, page_blocks(*made(node), level=2, prefix="x-"))
    anchors = [row.anchor for row in table.rows]
    assert anchors[:2] == ["x-field-user-id", "x-field-user-id-2"]
    assert anchors[2].isascii()
    assert anchors[3:] == ["x-field-deep", ""]
