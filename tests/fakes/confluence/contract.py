"""Whether a request is one of Atlassian's own API documents, where those are beside the project."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.fakes.confluence.request import Request

CONTRACTS = Path(__file__).parents[4] / "shared" / "contracts"
DOCUMENTS = {
    "cloud": (
        ("confluence-cloud-v2.openapi.json", "/wiki/api/v2", "/wiki/api/v2"),
        ("confluence-cloud-v1.openapi.json", "/wiki/rest", ""),
    ),
    "data-center": (("confluence-v1-2022-01.openapi.json", "/rest", "/wiki"),),
}
"""For each product: the document, the paths it is about, and what its own paths have before them.

For Data Center it is the last of v1 that has content; `MORE` says what it lacks.
"""
MORE = {("GET", "/rest/api/space/DOCS/content/page")}


class Contract:
    """The documents of one product."""

    def __init__(self, product: str) -> None:
        self.product = product

    @property
    def is_there(self) -> bool:
        """Whether the documents are on this machine."""
        return all((CONTRACTS / name).is_file() for name, _, _ in DOCUMENTS[self.product])

    def violation(self, request: Request) -> str:
        """What of the request is not as documented; empty where all is."""
        for name, about, before in DOCUMENTS[self.product]:
            if request.path.startswith(about):
                path = request.path
                shown = path.removeprefix(before) if about == before else f"{before}{path}"
                return _violation(name, request, shown)
        return f"{request.path} is of no API"


def _violation(name: str, request: Request, path: str) -> str:
    operation = _operation(name, request.method, path)
    where = f"{request.method} {request.path}"
    if operation is None:
        return f"{where} is not documented"
    parameters = {one["name"]: one for one in operation["parameters"] if one.get("in") == "query"}
    for key, values in request.query.items():
        if key not in parameters:
            return f"{where} has no parameter {key}"
        wrong = _wrong_values(name, parameters[key]["schema"], key, values)
        if wrong:
            return f"{where}: {key}: {wrong}"
    missing = [key for key, one in parameters.items() if one.get("required")]
    if any(key not in request.query for key in missing):
        return f"{where} lacks {missing}"
    return _wrong_body(name, operation, request, where)


def _wrong_values(name: str, schema: dict[str, Any], key: str, values: list[str]) -> str:
    schema = _resolved(name, schema)
    if schema.get("type") == "array":
        if len(values) > schema.get("maxItems", len(values)):
            return f"{len(values)} values"
        items = schema.get("items", {})
        found = (_wrong_values(name, items, key, [value]) for value in values)
        return next(filter(None, found), "")
    return _wrong_value(schema, values[0]) if len(values) == 1 else "more than one value"


def _wrong_value(schema: dict[str, Any], value: str) -> str:
    if schema.get("type") == "integer":
        if not re.fullmatch(r"-?\d+", value):
            return f"{value!r} is no number"
        if not schema.get("minimum", 0) <= int(value) <= schema.get("maximum", 1 << 62):
            return f"{value} is out of bounds"
    if schema.get("type") == "boolean" and value not in {"true", "false"}:
        return f"{value!r} is neither true nor false"
    if "enum" in schema and value not in schema["enum"]:
        return f"{value!r} is not in {schema['enum']}"
    return ""


def _wrong_body(name: str, operation: dict[str, Any], request: Request, where: str) -> str:
    content = operation.get("body")
    if content is None:
        return f"{where} takes no body" if request.body else ""
    if "multipart/form-data" in content:
        needed = content["multipart/form-data"]["schema"]["required"]
        lacking = [part for part in needed if part not in request.parts]
        return f"{where} lacks the parts {lacking}" if lacking else ""
    schema = content["application/json"]["schema"]
    errors = list(_validator(name, json.dumps(schema)).iter_errors(request.json))
    return f"{where}: {errors[0]}" if errors else ""


@lru_cache
def _document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CONTRACTS / name).read_bytes())
    return loaded


@lru_cache
def _operations(name: str) -> tuple[tuple[str, re.Pattern[str], dict[str, Any]], ...]:
    found = []
    for path, item in _document(name)["paths"].items():
        # what is written out goes before what is a parameter
        pattern = re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)))
        for method in ("get", "post", "put", "delete"):
            if method not in item:
                continue
            operation = item[method]
            parameters = [
                _resolved(name, one)
                for one in (*item.get("parameters", ()), *operation.get("parameters", ()))
            ]
            body = _resolved(name, operation.get("requestBody", {})).get("content")
            known = {"parameters": parameters, "body": body, "path": path}
            found.append((method.upper(), pattern, known))
    return tuple(sorted(found, key=lambda one: one[2]["path"].count("{")))


@lru_cache(maxsize=4096)
def _operation(name: str, method: str, path: str) -> dict[str, Any] | None:
    return next(
        (
            known
            for verb, pattern, known in _operations(name)
            if verb == method and pattern.fullmatch(path)
        ),
        None,
    )


def _resolved(name: str, value: dict[str, Any]) -> dict[str, Any]:
    found: Any = value
    while "$ref" in found:
        target: Any = _document(name)
        for part in found["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        found = target
    resolved: dict[str, Any] = found
    return resolved


@lru_cache
def _validator(name: str, schema: str) -> Any:  # noqa: ANN401  the library's own class
    import jsonschema_rs  # only where requests are checked: benchmarks do without

    whole = {**_json_schema(json.loads(schema)), "components": _components(name)}
    return jsonschema_rs.validator_for(whole)


@lru_cache
def _components(name: str) -> Any:  # noqa: ANN401  JSON
    return _json_schema({"schemas": _document(name)["components"]["schemas"]})


def _json_schema(value: Any) -> Any:  # noqa: ANN401  JSON
    """A schema of OpenAPI 3.0 as JSON Schema; branches that overlap are no fault of a request."""
    if isinstance(value, list):
        return [_json_schema(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {
        ("anyOf" if key == "oneOf" else key): _json_schema(one)
        for key, one in value.items()
        if key not in {"nullable", "example", "description", "discriminator", "format"}
    }
    if value.get("nullable") is True and "type" in made:
        made["type"] = [made["type"], "null"]
    return made
