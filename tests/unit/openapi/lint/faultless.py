"""A document with nothing to complain about, and ways to spoil it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from releasebot.openapi.lint.check import Issue, check
from releasebot.openapi.lint.table import RULES
from releasebot.openapi.load import Document, load

Spec = dict[str, Any]

_ORDER = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "description": "번호", "example": "ORD-1"},
        "status": {
            "type": "string",
            "description": "상태",
            "enum": ["paid", "sent"],
            "default": "paid",
        },
        "lines": {"type": "array", "description": "품목", "items": {"type": "string"}},
    },
}
_FAULTLESS: Spec = {
    "openapi": "3.0.3",
    "info": {
        "title": "Shop",
        "version": "1.2.3",
        "description": "Orders.",
        "contact": {"name": "Shop"},
        "license": {"name": "MIT"},
    },
    "servers": [{"url": "https://api.shop.example"}],
    "tags": [{"name": "orders", "description": "Orders."}],
    "security": [{"token": []}],
    "paths": {
        "/orders/{id}": {
            "get": {
                "operationId": "getOrder",
                "summary": "One order",
                "description": "By its number.",
                "tags": ["orders"],
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "description": "The number.",
                        "schema": {"type": "string"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "The order.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Order"}}
                        },
                    },
                    "404": {"description": "None."},
                },
            }
        }
    },
    "components": {
        "schemas": {"Order": _ORDER},
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    },
}
ALL_ON = {rule.id: "error" for rule in RULES}
"""Every rule, those too that are off unless they are asked for."""


def faultless() -> Spec:
    return deepcopy(_FAULTLESS)


def read(spec: Spec) -> Document:
    return load(json.dumps(spec, ensure_ascii=False, indent=1).encode(), name="api.json")


def issues_of(spoil: Callable[[Spec], object], rule: str) -> list[Issue]:
    """What one rule says of the document after it was spoiled."""
    spec = faultless()
    spoil(spec)
    return [one for one in check(read(spec), ALL_ON).issues if one.rule.id == rule]  # type: ignore[arg-type]
