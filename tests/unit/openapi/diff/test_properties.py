"""What holds of every comparison: of a document with itself, and the other way round."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from releasebot.openapi.api import read_api
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.compare import compare
from releasebot.openapi.load import load
from tests.unit.openapi.documents import several

NAMES = st.sampled_from(("id", "name", "size", "owner", "tags"))
COMPONENTS = ("Pet", "Owner", "Toy")
Json = dict[str, Any]


def scalars() -> st.SearchStrategy[Json]:
    return st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("string")},
            optional={
                "maxLength": st.integers(1, 9),
                "enum": st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True),
                "nullable": st.booleans(),
                "default": st.sampled_from("abcd"),
                "deprecated": st.booleans(),
                "description": st.sampled_from(("a", "b")),
            },
        ),
        st.fixed_dictionaries(
            {"type": st.sampled_from(("integer", "number"))},
            optional={"minimum": st.integers(0, 5), "maximum": st.integers(6, 9)},
        ),
        st.just({"type": "boolean"}),
    )


def schemas() -> st.SearchStrategy[Json]:
    reference = st.sampled_from(COMPONENTS).map(lambda one: {"$ref": f"#/components/schemas/{one}"})
    return st.recursive(
        scalars() | reference,
        lambda inner: st.one_of(
            objects(inner),
            inner.map(lambda one: {"type": "array", "items": one}),
            st.lists(inner, min_size=1, max_size=3).map(lambda all_: {"oneOf": all_}),
            st.lists(objects(inner) | reference, min_size=1, max_size=3).map(
                lambda all_: {"allOf": all_}
            ),
        ),
        max_leaves=6,
    )


def objects(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "type": st.just("object"),
            "properties": st.dictionaries(NAMES, inner, max_size=3),
            "required": st.lists(NAMES, unique=True, max_size=2),
        }
    )


@st.composite
def operations(draw: st.DrawFn) -> Json:
    one: Json = {"responses": {}}
    for status in draw(st.lists(st.sampled_from(("200", "201", "404")), unique=True, max_size=2)):
        content = {"application/json": {"schema": draw(schemas())}}
        one["responses"][status] = {"description": "ok", "content": content}
    if draw(st.booleans()):
        one["requestBody"] = {"content": {"application/json": {"schema": draw(schemas())}}}
    one["parameters"] = [
        {"name": name, "in": "query", "schema": draw(scalars()), "required": draw(st.booleans())}
        for name in draw(st.lists(NAMES, unique=True, max_size=2))
    ]
    return one


@st.composite
def documents(draw: st.DrawFn) -> Json:
    paths = draw(
        st.dictionaries(
            st.sampled_from(("/a", "/b", "/c/{id}")),
            st.dictionaries(st.sampled_from(("get", "post")), operations(), min_size=1, max_size=2),
            max_size=2,
        )
    )
    parts = {name: draw(objects(schemas())) for name in COMPONENTS}
    return {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": paths,
        "components": {"schemas": parts},
    }


def found(base: Json, revision: Json) -> tuple[Change, ...]:
    sides = [read_api(load(json.dumps(one).encode(), name="a.json")) for one in (base, revision)]
    return compare(sides[0], sides[1]).changes


def reversed_keys(value: Any) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(value, dict):
        return {key: reversed_keys(one) for key, one in reversed(value.items())}
    return [reversed_keys(one) for one in value] if isinstance(value, list) else value


many = settings(
    max_examples=int(os.environ.get("DIFF_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink such documents takes minutes
)


@many
@given(documents())
def test_a_document_does_not_differ_from_itself_however_it_is_written(whole: Json) -> None:
    base = read_api(load(json.dumps(whole).encode(), name="a.json"))
    written = yaml.safe_dump(whole, sort_keys=False).encode()
    for other in (
        load(json.dumps(whole, indent=3).encode(), name="a.json"),
        load(json.dumps(reversed_keys(whole)).encode(), name="b.json"),
        load(written, name="a.yaml"),
    ):
        result = compare(base, read_api(other))
        assert (result.changes, result.reworded) == ((), False)


@many
@given(documents())
def test_a_document_does_not_differ_from_its_parts_in_several_files(whole: Json) -> None:
    one = read_api(load(json.dumps(whole).encode(), name="api.json"))
    parts = whole["components"]["schemas"]
    files = {f"schemas/{name}.json": moved(part, "") for name, part in parts.items()}
    whole["components"] = {
        "schemas": {name: {"$ref": f"#/components/schemas/{name}"} for name in parts}
    }
    split = read_api(several({"api.json": moved(whole, "schemas/"), **files}))
    assert compare(one, split).changes == ()
    assert compare(split, one).changes == ()


def moved(value: Any, folder: str) -> str:  # noqa: ANN401  any JSON value
    """The text of `value` with references to files of `folder` instead of to components."""
    prefix = "#/components/schemas/"

    def named(value: Any) -> Any:  # noqa: ANN401  any JSON value
        if isinstance(value, dict):
            if "$ref" in value:
                return {"$ref": f"{folder}{value['$ref'].removeprefix(prefix)}.json"}
            return {key: named(one) for key, one in value.items()}
        return [named(one) for one in value] if isinstance(value, list) else value

    return json.dumps(named(value))


MIRROR: Mapping[str, str] = {
    "request-property-removed": "request-property",
    "new-required-request-property": "request-property",
    "new-required-request-property-with-default": "request-property",
    "new-optional-request-property": "request-property",
    "response-required-property-removed": "response-property",
    "response-optional-property-removed": "response-property",
    "response-required-property-added": "response-property",
    "response-optional-property-added": "response-property",
    "endpoint-added": "operation",
    "api-removed-without-deprecation": "operation",
    "api-path-removed-without-deprecation": "operation",
    "request-parameter-removed": "parameter",
    "new-required-request-parameter": "parameter",
    "new-optional-request-parameter": "parameter",
    "response-success-status-added": "status",
    "response-success-status-removed": "status",
    "response-non-success-status-added": "status",
    "response-non-success-status-removed": "status",
    "request-property-enum-value-added": "enum",
    "request-property-enum-value-removed": "enum",
    "response-property-enum-value-added": "enum",
    "response-property-enum-value-removed": "enum",
    "request-body-added-required": "body",
    "request-body-added-optional": "body",
    "request-body-removed": "body",
}


def mirrored(changes: tuple[Change, ...]) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    added: set[tuple[str, ...]] = set()
    removed: set[tuple[str, ...]] = set()
    for one in changes:
        if one.id in MIRROR:
            gone = "removed" in one.id
            value = str((one.before if gone else one.after) if MIRROR[one.id] == "enum" else "")
            (removed if gone else added).add((MIRROR[one.id], one.operation, one.key, value))
    return added, removed


@many
@given(documents(), documents())
def test_what_is_added_one_way_is_removed_the_other(base: Json, revision: Json) -> None:
    there, back = mirrored(found(base, revision)), mirrored(found(revision, base))
    assert there[0] == back[1]
    assert there[1] == back[0]
