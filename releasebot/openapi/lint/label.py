"""The short name of a place: what a person would call it, from the keys that lead to it."""

from __future__ import annotations

from itertools import pairwise

from releasebot.openapi.findings import Location, unescape
from releasebot.openapi.lint.rule import Language
from releasebot.openapi.operations import METHODS
from releasebot.openapi.tour import Part

_NAMES_A_FIELD = frozenset({"properties", "schemas", "definitions"})
_NAMES_SOMETHING = frozenset({"responses", "headers", "securitySchemes", "securityDefinitions"})
_UNTOLD = frozenset(
    (
        *("responses", "content", "schema", "schemas", "properties", "parameters", "headers"),
        *("components", "definitions", "paths", "examples", "security", "operationId", "callbacks"),
        *("allOf", "oneOf", "anyOf", "additionalProperties", "required", "enum", "example"),
    )
)
_KOREAN = {"requestBody": "요청 본문", "document": "문서", "default": "default"}
_ENGLISH = {"requestBody": "request body", "document": "the document"}


def label(location: Location, part: Part, language: Language) -> str:
    """`GET /orders 200 items[].price`, `Order.status`, or the document.

    `part` is what a rule looked at; it tells the operation of what stands in another file.
    """
    words = _KOREAN if language == "ko" else _ENGLISH
    keys = [unescape(segment) for segment in location.pointer.split("/")[1:]]
    operation, rest = _operation(keys)
    if not operation and part.operation and part.kind != "document":
        operation = part.operation
        rest = keys[1:] if keys[:1] and keys[0] in METHODS else keys
    told, field = [operation] if operation else [], ""
    for above, key in pairwise(("", *rest)):
        if above in _NAMES_A_FIELD or (key == "items" and above != "properties"):
            field = _joined(field, "[]" if key == "items" and above != "properties" else key)
        elif not _is_untold(above, key):
            told.append(words.get(key, key))
    if field:
        told.append(field)
    return " ".join(told) or words["document"]


def _joined(field: str, key: str) -> str:
    return f"{field}{key}" if key == "[]" or not field else f"{field}.{key}"


def _is_untold(above: str, key: str) -> bool:
    """Whether a key is grammar, or says less than what stands around it."""
    if above in _NAMES_SOMETHING:
        return False
    return above in {"content", "security"} or key in _UNTOLD or key.isdecimal()


def _operation(keys: list[str]) -> tuple[str, list[str]]:
    """The operation that a pointer leads into, and the keys that are left."""
    if keys[:1] and keys[0] in {"paths", "webhooks", "x-webhooks"} and len(keys) > 1:
        if len(keys) > 2 and keys[2] in METHODS:  # noqa: PLR2004  paths, path, method
            return f"{keys[2].upper()} {keys[1]}", keys[3:]
        return keys[1], keys[2:]
    return "", keys
