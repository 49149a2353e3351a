from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from releasebot.config.docs_schema import DocsSettings
from releasebot.openapi.load import load
from releasebot.pages.build import build
from releasebot.pages.model import Heading, Link, PageLink, Row, Table
from tests.unit.pages.reading import by_key, everything, of_kind

KEYS = (
    *("info", "title", "version", "description", "summary", "contact", "url"),
    *("license", "servers", "variables", "enum", "default", "paths", "webhooks", "components"),
    *("schemas", "definitions", "parameters", "responses", "requestBody", "content", "headers"),
    *("examples", "example", "links", "callbacks", "securitySchemes", "security", "tags", "name"),
    *("in", "required", "schema", "type", "properties", "items", "allOf", "oneOf", "anyOf", "not"),
    *("additionalProperties", "discriminator", "propertyName", "mapping", "$ref", "$defs", "const"),
    *("format", "pattern", "minimum", "minLength", "maxItems", "nullable", "readOnly", "encoding"),
    *("/a", "/a/{b}", "get", "post", "200", "default", "application/json", "text/plain", "A", "B"),
    *("prefixItems", "patternProperties", "if", "x-enum-varnames", "host", "basePath", "flows"),
    *("scopes", "externalDocs", "x-tagGroups", "x-codeSamples", "uniqueItems", "multipleOf"),
)
WORDS = (
    *(
        "",
        "#/components/schemas/A",
        "#/components/schemas/B",
        "#/paths/~1a",
        "#",
        "#/",
        "other.json",
    ),
    *(
        "http://127.0.0.1:9/",
        "object",
        "array",
        "string",
        "integer",
        "query",
        "path",
        "body",
        "^a{3}$",
    ),
    *("formData", "header", "<b>", "| a |", "**x**", "한글 설명", "\\", "\u0000", "uuid", "bearer"),
    *("{x}", "javascript:alert(1)", "[a](javascript:b)", "&amp;", "a\n\n- b", "//x", "file:///x"),
)
SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-9, 9) | st.sampled_from(WORDS)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
        | st.dictionaries(st.just("$ref"), st.sampled_from(WORDS), min_size=1)
    ),
    max_leaves=25,
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document with the usual places, and anything in them."""
    media = st.fixed_dictionaries(
        {"schema": ANYTHING},
        optional={"example": ANYTHING, "examples": ANYTHING, "encoding": ANYTHING},
    )
    content = st.dictionaries(
        st.sampled_from(["application/json", "multipart/form-data", "text/x"]), media | ANYTHING
    )
    parameter = st.fixed_dictionaries(
        {"name": SCALARS, "in": st.sampled_from(["query", "path", "body", "formData", "header"])},
        optional={"schema": ANYTHING, "content": content, "example": ANYTHING, "type": ANYTHING},
    )
    operation = st.fixed_dictionaries(
        {
            "responses": st.dictionaries(
                st.sampled_from(["200", "404", "default"]),
                st.fixed_dictionaries(
                    {"content": content}, optional={"headers": ANYTHING, "links": ANYTHING}
                )
                | ANYTHING,
            )
        },
        optional={
            "parameters": st.lists(parameter | ANYTHING, max_size=3),
            "requestBody": st.fixed_dictionaries({"content": content}) | ANYTHING,
            "callbacks": ANYTHING,
            "tags": ANYTHING,
            "security": ANYTHING,
            "operationId": SCALARS,
            "summary": SCALARS,
            "description": SCALARS,
            "x-codeSamples": ANYTHING,
            "servers": ANYTHING,
        },
    )
    item = st.dictionaries(st.sampled_from(["get", "post", "parameters"]), operation | ANYTHING)
    version = draw(
        st.sampled_from([{"openapi": "3.0.3"}, {"openapi": "3.1.0"}, {"swagger": "2.0"}])
    )
    schemas = draw(st.dictionaries(st.sampled_from(["A", "B", "한글"]), ANYTHING))
    return {
        **draw(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=3)),
        **version,
        "paths": draw(st.dictionaries(st.sampled_from(["/a", "/a/{b}", "x"]), item | ANYTHING)),
        "components": draw(
            st.fixed_dictionaries(
                {"schemas": st.just(schemas)}, optional={"securitySchemes": ANYTHING}
            )
        ),
        "definitions": schemas,
    }


@settings(max_examples=300)
@given(documents(), st.sampled_from(["tag", "operation"]))
def test_any_document_becomes_pages_that_hang_together(whole: dict[str, Any], layout: Any) -> None:  # noqa: ANN401  one of two words
    document = load(json.dumps(whole).encode(), name="api.json")
    tree = build(document, DocsSettings(pages=layout), version="1")
    pages = by_key(tree)
    assert len(pages) == len(list(tree.walk()))
    anchors: dict[str, set[str]] = {}
    for key, page in pages.items():
        found = [one.anchor for one in everything(page) if isinstance(one, Heading | Row)]
        named = [anchor for anchor in found if anchor]
        assert len(named) == len(set(named))
        anchors[key] = set(named)
    for page in pages.values():
        for link in of_kind(PageLink, page):
            assert not link.anchor or link.anchor in anchors[link.page]
        for out in of_kind(Link, page):
            assert out.href.lower().startswith(("http://", "https://", "mailto:"))
        for table in of_kind(Table, page):
            assert all(len(row.cells) == len(table.header) for row in table.rows)
    assert b"\\u0000" not in msgspec.json.encode(tree)
    for finding in document.findings:
        assert document.describe(finding)
