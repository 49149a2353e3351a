"""GitHub's official API description, against which the fake and what is sent to it are judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from tests.fakes.github.rules import Reply, Request

_UNDESCRIBED = frozenset({401, 403, 404, 422, 429})
"""Statuses that any operation can end with, which the description leaves out of some."""


class Description:
    """An OpenAPI 3.0 document of GitHub's."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._patterns = [(re.compile(_pattern(path)), path) for path in document["paths"]]

    def faults(self, request: Request, reply: Reply) -> Iterator[str]:
        """What GitHub's description forbids in a request, or would not lead one to expect."""
        path = request.path.removeprefix("/uploads")
        templates = [name for pattern, name in self._patterns if pattern.fullmatch(path)]
        here = [name for name in templates if request.verb.lower() in self._document["paths"][name]]
        if not here:
            yield f"{request.line}: no such operation"
            return
        name = min(here, key=lambda one: one.count("{"))
        operation = self._document["paths"][name][request.verb.lower()]
        yield from self._asked(request, operation)
        yield from self._told(request, operation, reply)

    def _asked(self, request: Request, operation: dict[str, Any]) -> Iterator[str]:
        known = {
            parameter["name"]: parameter["schema"]
            for parameter in map(self._resolved, operation.get("parameters", ()))
            if parameter["in"] == "query"
        }
        for name in sorted(set(request.query) - set(known)):
            yield f"{request.line}: no parameter {name}"
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content and request.content:
            body = json.loads(request.content)
            schema = content["schema"]
            for name in sorted(set(body) - set(schema.get("properties", {}))):
                yield f"{request.line}: no field {name}"
            yield from self._mismatches(request, schema, body)

    def _told(self, request: Request, operation: dict[str, Any], reply: Reply) -> Iterator[str]:
        described = operation["responses"].get(str(reply.status))
        if described is None:
            if reply.status not in _UNDESCRIBED:
                yield f"{request.line}: no answer {reply.status}"
            return
        content = self._resolved(described).get("content", {}).get("application/json")
        if content and not isinstance(reply.body, bytes):
            yield from self._mismatches(request, content["schema"], reply.body)

    def _mismatches(self, request: Request, schema: dict[str, Any], value: object) -> Iterator[str]:
        reached: dict[str, Any] = {}
        self._reach(schema, reached)
        whole = {**_modern(schema), "components": {"schemas": reached}}
        for error in jsonschema_rs.Draft202012Validator(whole).iter_errors(value):
            yield f"{request.line}: {error.message[:200]} at {error.instance_path}"

    def _reach(self, part: object, reached: dict[str, Any]) -> None:
        """Gather the schemas that this one refers to: the whole document would be slow."""
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name and name not in reached:
                schema = self._document["components"]["schemas"][name]
                reached[name] = _modern(schema)
                self._reach(schema, reached)
            for value in part.values():
                self._reach(value, reached)
        elif isinstance(part, list):
            for value in part:
                self._reach(value, reached)

    def _resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in part:
            return part
        found: Any = self._document
        for key in part["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        return dict(found)


def _pattern(path: str) -> str:
    """What matches the paths of a template; the name of a ref has slashes in it."""
    return re.sub(r"\{[^}]*\}", "[^/]+", path).replace("/git/ref/[^/]+", "/git/ref/.+")


def _modern(schema: Any) -> Any:  # noqa: ANN401  any part of a schema
    """A schema of OpenAPI 3.0 in JSON Schema: there, null is a type."""
    if isinstance(schema, list):
        return [_modern(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        key: _modern(value)
        for key, value in schema.items()
        if key not in {"nullable", "example", "examples"}
    }
    if schema.get("nullable") is True:
        return {"anyOf": [plain, {"type": "null"}]}
    return plain
