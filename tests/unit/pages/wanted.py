"""What a document says, read from its raw values: everything that has to be on some page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import msgspec

from releasebot.openapi.load import Document
from releasebot.pages.responses import MAX_EXAMPLE
from releasebot.pages.values import pretty

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
SINGLE = (
    *("items", "not", "if", "then", "else", "contains", "propertyNames", "additionalProperties"),
    *("unevaluatedProperties", "unevaluatedItems"),
)
SEVERAL = ("allOf", "oneOf", "anyOf", "prefixItems")
NAMED = ("properties", "dependentSchemas")
FACTS = (
    *("default", "pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf"),
    *("minItems", "maxItems", "minProperties", "maxProperties", "example", "const"),
)
Wanted = tuple[str, str]
"""A word to be found alone, JSON in any layout, or a text of which nearly all words are found."""


class Raw:
    """The raw values of a document with its references."""

    def __init__(self, document: Document) -> None:
        self._files = document.files
        self.root = document.root.value
        self.name = document.root.name
        self.is_2 = document.dialect == "2.0"

    def at(self, node: Any, file: str) -> tuple[Any, str]:  # noqa: ANN401  any JSON value
        """`node`, or what its references lead to; None where they lead nowhere."""
        for _ in range(50):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                return node, file
            path, _, fragment = node["$ref"].partition("#")
            if path:
                file = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(path)))
            if file not in self._files:
                return None, file
            node = self._files[file].value
            for key in unquote(fragment).split("/")[1:]:
                node, file = self._below(node, file, key.replace("~1", "/").replace("~0", "~"))
        return None, file

    def _below(self, node: Any, file: str, key: str) -> tuple[Any, str]:  # noqa: ANN401
        if isinstance(node, dict) and key not in node:
            node, file = self.at(node, file)
        if isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            return node[int(key)], file
        return (node.get(key) if isinstance(node, dict) else None), file

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any], str, list[tuple[Any, str]]]]:
        """Method, path, operation, its file, and its parameters with those of its path."""
        paths, file = self.at(self.root.get("paths") or {}, self.name)
        for path, stated in paths.items():
            item, item_file = self.at(stated, file)
            if path.startswith("x-") or not isinstance(item, dict):
                continue
            for method in METHODS:
                operation, own = self.at(item.get(method), item_file)
                if isinstance(operation, dict):
                    holders = ((item, item_file), (operation, own))
                    parameters = [
                        self.at(one, where)
                        for holder, where in holders
                        if isinstance(holder.get("parameters"), list)
                        for one in holder["parameters"]
                    ]
                    yield method.upper(), path, operation, own, parameters

    def schemas(self) -> dict[str, Any]:
        """The component schemas."""
        if self.is_2:
            return self.root.get("definitions") or {}
        return (self.root.get("components") or {}).get("schemas") or {}


def of_operation(raw: Raw, operation: dict[str, Any], file: str) -> Iterator[Wanted]:
    """What an operation says itself: names, words, bodies and responses."""
    if isinstance(operation.get("operationId"), str):
        yield "word", operation["operationId"]
    for key in ("summary", "description"):
        yield from _text(operation.get(key))
    body, _ = raw.at(operation.get("requestBody"), file)
    if isinstance(body, dict):
        yield from _text(body.get("description"))
        yield from _content(body)
    responses = operation.get("responses")
    for status, response in responses.items() if isinstance(responses, dict) else ():
        if not status.startswith("x-"):
            yield "word", status
            found, _ = raw.at(response, file)
            if isinstance(found, dict):
                yield from _response(found)


def of_parameter(raw: Raw, parameter: dict[str, Any]) -> Iterator[Wanted]:
    """What a parameter says."""
    yield from _text(parameter.get("description"))
    if parameter.get("in") == "body":
        yield from of_schema(parameter.get("schema"))
        return
    yield "word", str(parameter.get("name"))
    if "schema" in parameter:
        yield from of_schema(parameter["schema"])
    elif raw.is_2:
        yield from of_schema(parameter)
    yield from _content(parameter)


def of_schema(node: Any) -> Iterator[Wanted]:  # noqa: ANN401  any JSON value
    """What a schema says in place; what is behind a reference stands elsewhere."""
    if not isinstance(node, dict) or isinstance(node.get("$ref"), str):
        return
    for key in FACTS:
        if node.get(key) is not None:
            yield "word", literal(node[key])
    for value in node["enum"] if isinstance(node.get("enum"), list) else ():
        yield "word", literal(value)
    if isinstance(node.get("format"), str):
        yield "word", node["format"]
    for key in ("title", "description"):
        yield from _text(node.get(key))
    yield from _below(node)


def _below(node: dict[str, Any]) -> Iterator[Wanted]:
    """What the schemas in a schema say."""
    for key in NAMED:
        for name, one in node[key].items() if isinstance(node.get(key), dict) else ():
            yield "word", name
            yield from of_schema(one)
    for key in (*SINGLE, *SEVERAL):
        below = node.get(key)
        for one in below if isinstance(below, list) else (below,):
            yield from of_schema(one)


def literal(value: Any) -> str:  # noqa: ANN401  any JSON value
    """A value as a reader sees it."""
    if isinstance(value, str) and value.strip():
        return value
    return msgspec.json.encode(value).decode()


def _text(value: object) -> Iterator[Wanted]:
    if isinstance(value, str) and value.strip():
        yield "text", value


def _response(response: dict[str, Any]) -> Iterator[Wanted]:
    yield from _text(response.get("description"))
    for key in ("headers", "links"):
        for name in response[key] if isinstance(response.get(key), dict) else ():
            yield "word", name
    yield from of_schema(response.get("schema"))
    yield from _content(response)


def _content(holder: dict[str, Any]) -> Iterator[Wanted]:
    content = holder.get("content")
    for name, media in content.items() if isinstance(content, dict) else ():
        yield "word", name
        if isinstance(media, dict):
            yield from of_schema(media.get("schema"))
            example = media.get("example")
            is_text = example is None or isinstance(example, str)
            if not is_text and len(pretty(example)) <= MAX_EXAMPLE:  # a longer one is cut
                yield "json", literal(example)
