"""Pairs of small documents, and what the comparison says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.compare import compare
from releasebot.openapi.diff.context import Profile
from releasebot.openapi.diff.lifecycle import Policy
from tests.unit.openapi.documents import api

Paths = dict[str, Any]


def changes(
    base: Paths, revision: Paths, *, profiles: tuple[Profile, ...] = (), **rest: object
) -> tuple[Change, ...]:
    """The changes between two documents with these paths; `rest` stands in both."""
    return compare(api(base, **rest), api(revision, **rest), profiles=profiles).changes


def documents(
    base: Mapping[str, Any], revision: Mapping[str, Any], policy: Policy | None = None
) -> tuple[Change, ...]:
    """The changes between two documents that are given whole, but for `paths` and `info`."""
    sides = [api(dict(one).get("paths"), **{k: v for k, v in one.items() if k != "paths"})
             for one in (base, revision)]  # fmt: skip
    return compare(sides[0], sides[1], policy=policy or Policy()).changes


def body(schema: object, media: str = "application/json", **rest: object) -> Paths:
    """An operation that takes `schema`."""
    return {
        "/a": {
            "post": {
                "requestBody": {"content": {media: {"schema": schema}}},
                "responses": {"200": {"description": "ok"}},
                **rest,
            }
        }
    }


def answer(schema: object, media: str = "application/json") -> Paths:
    """An operation that answers with `schema`."""
    content = {media: {"schema": schema}}
    return {"/a": {"get": {"responses": {"200": {"description": "ok", "content": content}}}}}


def query(schema: object, **rest: object) -> Paths:
    """An operation with one query parameter."""
    parameter = {"name": "q", "in": "query", "schema": schema, **rest}
    return {"/a": {"get": {"parameters": [parameter], "responses": {"200": {"description": "k"}}}}}


def told(found: tuple[Change, ...]) -> dict[str, str]:
    """Ids with their levels."""
    return {one.id: one.level for one in found}
