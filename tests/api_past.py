"""A project whose API has a past: four releases, and what is to come.

1.1.0 adds a parameter, a field and an operation; 1.2.0 gives an operation another id and marks one
as deprecated; 2.0.0 moves a path and takes the deprecated operation away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from releasebot.openapi.api import read_api
from releasebot.openapi.diff.compare import compare
from releasebot.openapi.diff.lifecycle import Policy
from releasebot.openapi.history import ApiHistory, ApiRelease, Step, step_between
from releasebot.openapi.load import Document, load
from releasebot.openapi.model import Api
from releasebot.pages.places import spots
from releasebot.release.spec_past import nothing
from tests.projects import Project, git, make_project

QUIET = "[confluence]\nenabled = false\n[github]\nenabled = false\n"
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
_ORDER = {"$ref": "#/components/schemas/Order"}


def operation(name: str, summary: str, **more: object) -> dict[str, Any]:
    """An operation of the tag `orders` that answers with an order."""
    answer = {"description": "성공", "content": {"application/json": {"schema": _ORDER}}}
    return {
        "operationId": name,
        "tags": ["orders"],
        "summary": summary,
        "responses": {"200": answer},
        **more,
    }


def document(version: str, paths: Mapping[str, Any], *fields: str) -> str:
    """An API with these paths, and an order with these fields beside its number."""
    kinds = {name: {"type": "string"} for name in fields}
    order = {"type": "object", "properties": {"id": {"type": "integer"}, **kinds}}
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "주문 API", "version": version},
            "paths": paths,
            "components": {"schemas": {"Order": order}},
        },
        ensure_ascii=False,
    )


def _one(name: str) -> dict[str, Any]:
    return {"get": operation(name, "주문 조회"), "parameters": [_ID]}


_LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
_LIST = {"get": operation("listOrders", "주문 목록", parameters=[_LIMIT])}
_OLD = {"get": operation("exportOrders", "내보내기")}
_GOING = {
    "get": operation("exportOrders", "내보내기", deprecated=True) | {"x-sunset": "2026-06-30"}
}

DOCUMENTS: Mapping[str, str] = {
    "1.0.0": document(
        "1.0.0",
        {
            "/orders": {"get": operation("listOrders", "주문 목록")},
            "/orders/{id}": _one("getOrder"),
        },
    ),
    "1.1.0": document(
        "1.1.0",
        {"/orders": _LIST, "/orders/{id}": _one("getOrder"), "/export": _OLD},
        "note",
    ),
    "1.2.0": document(
        "1.2.0",
        {"/orders": _LIST, "/orders/{id}": _one("findOrder"), "/export": _GOING},
        "note",
    ),
    "2.0.0": document("2.0.0", {"/v2/orders": _LIST, "/orders/{id}": _one("findOrder")}, "note"),
}
"""The document of each release."""


def project_with_past(place: Path, settings: str = QUIET) -> Project:
    """The project with a tag for each release but the last, which its files state."""
    project = make_project(place, {"releasebot.toml": settings})
    for version, text in DOCUMENTS.items():
        package = json.dumps({"name": "shop-api", "version": version})
        project.commit(f"feat: {version}", {"package.json": package, "openapi.json": text})
        if version != "2.0.0":
            git(project.folder, "tag", f"v{version}")
    git(project.folder, "push", "-q", "--tags", "origin")
    return project


def step(before: str, after: str, pages: Literal["auto", "tag", "operation"] = "auto") -> Step:
    """The step between two documents."""
    apis = _api(before), _api(after)
    found = compare(*apis, policy=Policy(date(2026, 1, 2)))
    places = spots(apis[0], pages), spots(apis[1], pages)
    return step_between(found.changes, apis, places, reworded=found.reworded)


def history(pages: Literal["auto", "tag", "operation"] = "auto") -> ApiHistory:
    """The history that the releases make."""
    steps = [
        ApiRelease(version, "2026-01-02", step(before, after, pages))
        for (_, before), (version, after) in pairwise(DOCUMENTS.items())
    ]
    return ApiHistory(tuple(steps), "1.0.0")


def loaded(text: str) -> Document:
    """A document of one file."""
    return load(text.encode(), name="openapi.json", read=nothing)


def _api(text: str) -> Api:
    return read_api(loaded(text))
