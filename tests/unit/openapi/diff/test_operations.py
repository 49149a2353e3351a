"""What is said of operations, parameters, responses, security, servers, and of their renames."""

from __future__ import annotations

from typing import Any

import pytest

from releasebot.openapi.diff.accepted import Accepted, sift
from releasebot.openapi.diff.lifecycle import Policy, day_of
from tests.unit.openapi.diff.pairs import answer, body, changes, documents, query, told

OK: dict[str, Any] = {"200": {"description": "ok"}}
B, W, I = "breaking", "warning", "info"  # noqa: E741  the levels in a table


def get(**rest: object) -> dict[str, Any]:
    return {"/a": {"get": {"responses": OK, **rest}}}


def with_path(path: str, **rest: object) -> dict[str, Any]:
    return {path: {"get": {"responses": OK, **rest}}}


def secured(*requirements: object) -> dict[str, Any]:
    return get(security=list(requirements))


CASES: list[tuple[dict[str, Any], dict[str, Any], dict[str, str]]] = [
    (get(), {}, {"api-path-removed-without-deprecation": B}),
    ({}, get(), {"endpoint-added": I}),
    (get(deprecated=True), {}, {"api-path-removed-with-deprecation": I}),
    (
        {"/a": {**get()["/a"], "post": {"responses": OK}}},
        get(),
        {"api-removed-without-deprecation": B},
    ),
    (get(operationId="one"), get(operationId="two"), {"api-operation-id-removed": I}),
    (
        with_path("/v1/pets", operationId="pets"),
        with_path("/v2/pets", operationId="pets"),
        {"api-path-renamed": B},
    ),
    (
        with_path("/a/{id}", parameters=[{"name": "id", "in": "path", "required": True}]),
        with_path("/a/{key}", parameters=[{"name": "key", "in": "path", "required": True}]),
        {"request-path-parameter-renamed": I},
    ),
    (
        get(parameters=[{"name": "pageSize", "in": "query", "schema": {"type": "integer"}}]),
        get(parameters=[{"name": "page_size", "in": "query", "schema": {"type": "integer"}}]),
        {"request-parameter-renamed": W},
    ),
    (
        query({"type": "string"}),
        query({"type": "string"}, required=True),
        {"request-parameter-became-required": B},
    ),
    (
        query({"type": "array", "items": {"type": "string"}}),
        query({"type": "array", "items": {"type": "string"}}, explode=False),
        {"request-parameter-serialization-changed": B},
    ),
    (
        get(),
        get(responses={**OK, "404": {"description": "no"}}),
        {"response-non-success-status-added": I},
    ),
    (
        get(responses={**OK, "201": {"description": "made"}}),
        get(),
        {"response-success-status-removed": B},
    ),
    (get(), get(deprecated=True), {"endpoint-deprecated": I}),
    (
        get(),
        get(deprecated=True, **{"x-sunset": "2030-01-01"}),
        {"endpoint-deprecated-with-sunset": I},
    ),
    (get(), get(deprecated=True, **{"x-sunset": "soon"}), {"api-deprecated-sunset-parse": B}),
    (secured(), secured({"key": []}), {"api-security-added": B}),
    (secured({"key": []}), secured(), {"api-security-removed": I}),
    (secured({"key": []}), secured({"key": []}, {"token": []}), {"api-security-added": I}),
    (secured({"key": []}, {"token": []}), secured({"key": []}), {"api-security-removed": B}),
    (
        secured({"token": ["read"]}),
        secured({"token": ["read", "write"]}),
        {"api-security-scope-added": B},
    ),
    (
        get(servers=[{"url": "https://a.test/v1"}]),
        get(servers=[{"url": "https://a.test/v2"}]),
        {"api-base-path-changed": B},
    ),
    (
        get(servers=[{"url": "https://a.test"}]),
        get(servers=[{"url": "https://b.test"}]),
        {"api-server-removed": B, "api-server-added": I},
    ),
    (get(tags=["a"]), get(tags=["b"]), {"api-tag-removed": I, "api-tag-added": I}),
]


@pytest.mark.parametrize(("base", "revision", "expected"), CASES)
def test_a_change_of_an_operation_has_its_rule(
    base: dict[str, Any], revision: dict[str, Any], expected: dict[str, str]
) -> None:
    assert told(changes(base, revision)) == expected


def test_a_stricter_requirement_of_the_api_is_breaking() -> None:
    base = {"paths": get(), "security": []}
    found = told(documents(base, {"paths": get(), "security": [{"key": []}]}))
    assert found == {"api-global-security-added": B}


def test_a_renamed_schema_is_said_as_a_rename() -> None:
    pet = {"type": "object", "properties": {"name": {"type": "string"}}}

    def one(name: str) -> dict[str, Any]:
        paths = answer({"$ref": f"#/components/schemas/{name}"})
        return {"paths": paths, "components": {"schemas": {name: pet}}}

    (change,) = documents(one("Pet"), one("Animal"))
    assert (change.id, change.before, change.after) == ("api-schema-renamed", "Pet", "Animal")


def test_profiles_make_further_changes_breaking() -> None:
    removed = (
        body({"type": "object", "properties": {"a": {"type": "string"}}}),
        body({"type": "object", "properties": {}}),
    )
    assert told(changes(*removed)) == {"request-property-removed": W}
    assert told(changes(*removed, profiles=("nestjs",))) == {"request-property-removed": B}
    renamed = get(operationId="one"), get(operationId="two")
    assert told(changes(*renamed, profiles=("sdk",))) == {"api-operation-id-removed": B}


def test_a_webhook_is_what_clients_receive() -> None:
    def hooks(schema: object) -> dict[str, Any]:
        return {"openapi": "3.1.0", "paths": {}, "webhooks": {"new": body(schema)["/a"]}}

    base, revision = hooks({"type": "string"}), hooks({"type": ["string", "null"]})
    assert told(documents(base, revision)) == {"response-body-became-nullable": B}
    assert told(documents(base, {**base, "webhooks": {}})) == {"webhook-removed": B}


def test_a_day_that_is_too_soon_breaks_the_policy() -> None:
    policy = Policy(day_of("2026-01-01"), notice_days=90)
    soon = get(deprecated=True, **{"x-sunset": "2026-02-01"})
    found = documents({"paths": get()}, {"paths": soon}, policy)
    assert told(found) == {"api-sunset-date-too-small": B}
    undated = documents({"paths": get()}, {"paths": get(deprecated=True)}, policy)
    assert told(undated) == {"api-deprecated-sunset-missing": B}
    gone = documents({"paths": soon}, {"paths": {}}, policy)
    assert told(gone) == {"api-path-removed-before-sunset": B}


def test_an_acceptance_ends_with_its_day() -> None:
    (change,) = changes(get(), {})
    accepted = Accepted(change.fingerprint, "agreed", day_of("2026-01-31"))
    assert sift((change,), (accepted,), day_of("2026-01-31")).changes == ()
    late = sift((change,), (accepted,), day_of("2026-02-01"))
    assert late.changes == (change,)
    assert late.expired == (accepted,)
    other = Accepted("000000000000", "never seen")
    assert sift((change,), (other,), None).unused == (other,)


def test_the_fingerprint_does_not_move_with_lines() -> None:
    more = {"/0": get()["/a"]}
    first, second = changes(get(), {}), changes({**more, **get()}, more)
    assert [one.fingerprint for one in first] == [one.fingerprint for one in second]


def test_a_property_of_a_header_has_the_ids_of_a_parameter_but_for_a_few() -> None:
    def header(**properties: object) -> dict[str, Any]:
        schema = {"type": "object", "properties": properties, "required": [*properties]}
        return get(parameters=[{"name": "X-Filter", "in": "header", "schema": schema}])

    more = header(a={"type": "string"}, b={"type": "string"})
    base = header(a={"type": "string"})
    assert told(changes(base, more)) == {"new-required-request-header-property": B}
    nullable = header(a={"type": "string", "nullable": True})
    assert told(changes(base, nullable)) == {"request-parameter-property-became-nullable": I}


def test_a_choice_in_place_of_a_schema_is_told_as_one() -> None:
    cat = {"type": "object", "title": "Cat", "properties": {"y": {"type": "string"}}}
    choice = {"oneOf": [cat, {"type": "array", "title": "Many", "items": cat}]}
    plain = {"type": "object", "properties": {"x": {"type": "string"}}}
    assert told(changes(body(plain), body(choice)))["request-body-wrapped-in-one-of"] == B

    def inside(schema: object) -> dict[str, Any]:
        return body({"type": "object", "properties": {"p": schema}})

    assert told(changes(inside(plain), inside(choice)))["request-property-one-of-added"] == I
