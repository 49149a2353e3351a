"""Large API documents to measure with: real ones beside the project, else a made one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SPECS = Path(__file__).parents[2] / "shared/corpus/openapi/specs"
REAL = {
    "GitHub": "github-rest.json",
    "Kubernetes": "kubernetes-1.13-swagger.json",
    "Stripe": "stripe.yaml",
}


def documents(folder: Path) -> dict[str, Path]:
    """Each document's name and its file in `folder`; JSON is laid out as its owners publish it."""
    found = {name: SPECS / file for name, file in REAL.items() if (SPECS / file).is_file()}
    if not found:
        print("no real documents beside the project: a made one is measured")
        path = folder / "made.json"
        path.write_text(json.dumps(made(1000), indent=2), "utf-8")
        return {"made": path}
    return {name: _laid_out(path, folder) for name, path in found.items()}


def _laid_out(path: Path, folder: Path) -> Path:
    """With two spaces of indent: the copies beside the project have no white space."""
    if path.suffix != ".json":
        return path
    copy = folder / path.name
    value = json.loads(path.read_bytes())
    copy.write_text(json.dumps(value, indent=2, ensure_ascii=False), "utf-8")
    return copy


def made(resources: int) -> dict[str, Any]:
    """A document with five operations and four schemas for each resource."""
    whole: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": {"title": "Made", "version": "1.0.0", "description": "For measuring."},
        "servers": [{"url": "https://api.shop.example"}],
        "paths": {},
        "components": {"schemas": {}},
    }
    for number in range(resources):
        name, path = f"Resource{number}", f"/resources-{number}"
        whole["components"]["schemas"] |= {
            f"{name}{suffix}": _schema(name, fields) for suffix, fields in _KINDS.items()
        }
        whole["paths"][path] = {
            "get": _operation(f"list{name}", name),
            "post": _operation(f"create{name}", name),
        }
        whole["paths"][f"{path}/{{id}}"] = {
            method: _operation(f"{method}{name}", name, with_id=True)
            for method in ("get", "put", "delete")
        }
    return whole


_KINDS = {"": 20, "Create": 12, "Update": 12, "Summary": 6}


def _schema(name: str, fields: int) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["field0"],
        "description": f"What a {name} is.",
        "properties": {
            f"field{number}": {
                "type": "string",
                "description": f"The field number {number} of a {name}, which says something.",
                "example": f"value {number}",
                "maxLength": 200,
            }
            for number in range(fields)
        },
    }


def _operation(key: str, name: str, *, with_id: bool = False) -> dict[str, Any]:
    identifier = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "The number.",
        "schema": {"type": "string"},
    }
    body = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {
        "operationId": key,
        "summary": f"Does something with {name}",
        "tags": [name],
        "parameters": [identifier] if with_id else [],
        "responses": {
            "200": {"description": "Done.", "content": body},
            "400": {"description": "Refused."},
        },
    }
