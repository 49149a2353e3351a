"""Bodies, parameters, headers and responses of OpenAPI 3."""

from __future__ import annotations

from typing import Any

from releasebot.openapi.findings import Location
from releasebot.openapi.model import (
    Body,
    Encoding,
    Example,
    Header,
    MediaType,
    Parameter,
    Response,
    ResponseLink,
)
from releasebot.openapi.refs import Broken, is_reference
from releasebot.openapi.schema import Schema
from releasebot.openapi.scope import Node, Scope


class Parts:
    """Reads the parts of operations; a part that many operations refer to is read once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._parameters: dict[int, Parameter] = {}
        self._contents: dict[int, tuple[MediaType, ...]] = {}

    def request(
        self, parameters: list[tuple[Node, Location]], operation: Node, location: Location
    ) -> tuple[tuple[Parameter, ...], Body | None]:
        """The parameters, and what `requestBody` says."""
        read = tuple(self.parameter(node, at) for node, at in parameters)
        stated = operation.get("requestBody")
        if stated is None:
            return read, None
        found = self.scope.object(stated, location.child("requestBody"))
        return read, self.body(*found) if found else None

    def body(self, node: Node, location: Location) -> Body:
        """A Request Body Object."""
        return Body(
            self.scope.text(node, "description", location),
            node.get("required") is True,
            self.content(node, location),
            location,
        )

    def parameter(self, node: Node, location: Location) -> Parameter:
        """A Parameter Object."""
        known = self._parameters.get(id(node))
        if known is None:
            text = self.scope.text
            place = text(node, "in", location)
            known = self._parameters[id(node)] = Parameter(
                text(node, "name", location),
                place,
                text(node, "description", location),
                node.get("required") is True or place == "path",
                node.get("deprecated") is True,
                self.schema(node, "schema", location),
                text(node, "style", location),
                _switch(node, "explode"),
                node.get("allowEmptyValue") is True,
                node.get("allowReserved") is True,
                self.examples(node, location),
                self.content(node, location),
                location,
            )
        return known

    def content(self, node: Node, location: Location) -> tuple[MediaType, ...]:
        """The Media Type Objects of `content`."""
        stated = node.get("content")
        if stated is None:
            return ()
        known = self._contents.get(id(stated))
        if known is None:
            known = self._contents[id(stated)] = tuple(
                MediaType(
                    name,
                    self.schema(media, "schema", at),
                    self.examples(media, at),
                    self._encodings(media, at),
                    self.schema(media, "itemSchema", at),
                )
                for name, media, at in self.scope.members(node, "content", location)
            )
        return known

    def headers(self, node: Node, location: Location) -> tuple[Header, ...]:
        """The Header Objects of `headers`."""
        return tuple(
            Header(
                name,
                self.scope.text(header, "description", at),
                header.get("required") is True,
                header.get("deprecated") is True,
                self.schema(header, "schema", at),
                self.examples(header, at),
                self.content(header, at),
                at,
            )
            for name, header, at in self.scope.members(node, "headers", location)
        )

    def examples(self, node: Node, location: Location) -> tuple[Example, ...]:
        """What `example` and `examples` hold."""
        found = [Example(value=node["example"])] if "example" in node else []
        stated = node.get("examples")
        if type(stated) is list:
            return (*found, *(Example(value=value) for value in stated))
        for name, example, at in self.scope.members(node, "examples", location):
            text = self.scope.text
            found.append(
                Example(
                    name,
                    text(example, "summary", at),
                    text(example, "description", at),
                    self._value(example, at),
                    text(example, "externalValue", at),
                    text(example, "serializedValue", at),
                )
            )
        return tuple(found)

    def responses(self, operation: Node, location: Location) -> tuple[Response, ...]:
        """The Responses Object, with what a broken reference says in its place."""
        stated = operation.get("responses")
        if stated is None:
            return ()
        holder = self.scope.object(stated, location.child("responses"))
        if holder is None:
            return ()
        return tuple(
            self._response(status, node, holder[1].child(status))
            for status, node in holder[0].items()
            if not str(status).startswith("x-")
        )

    def schema(self, node: Node, key: str, location: Location) -> Schema | None:
        """The schema at `key`."""
        if key not in node:
            return None
        return Schema.at(node[key], location.child(key), self.scope)

    def _response(self, status: str, node: object, location: Location) -> Response:
        if is_reference(node):
            found = self.scope.follow(node, location)
            if isinstance(found, Broken):
                return Response(status, "", "", problem=found.message)
            node, location = found.node, found.location
        if type(node) is not dict:
            self.scope.note("wrong-type", f"{status} must be an object", location)
            return Response(status, "", "")
        return Response(
            status,
            self.scope.text(node, "summary", location),
            self.scope.text(node, "description", location),
            self.headers(node, location),
            self.content(node, location),
            self._links(node, location),
            location=location,
        )

    def _links(self, node: Node, location: Location) -> tuple[ResponseLink, ...]:
        text = self.scope.text
        return tuple(
            ResponseLink(
                name,
                text(link, "operationId", at) or text(link, "operationRef", at),
                text(link, "description", at),
                tuple(
                    (str(key), _written(value))
                    for key, value in self.scope.mapping(link, "parameters", at).items()
                ),
                _written(link.get("requestBody")),
                text(self.scope.mapping(link, "server", at), "url", at.child("server")),
            )
            for name, link, at in self.scope.members(node, "links", location)
        )

    def _encodings(self, node: Node, location: Location) -> tuple[Encoding, ...]:
        return tuple(
            Encoding(
                name,
                self.scope.text(encoding, "contentType", at),
                self.scope.text(encoding, "style", at),
                _switch(encoding, "explode"),
                self.headers(encoding, at),
            )
            for name, encoding, at in self.scope.members(node, "encoding", location)
        )

    def _value(self, example: Node, location: Location) -> Any:  # noqa: ANN401  any JSON value
        for key in ("value", "dataValue"):
            if key in example:
                value = example[key]
                if is_reference(value) and len(value) == 1:
                    found = self.scope.follow(value, location.child(key))
                    return value if isinstance(found, Broken) else found.node
                return value
        # Some write the value itself where an Example Object belongs.
        known = {"summary", "description", "externalValue", "serializedValue"}
        return None if not example or known & example.keys() else example


def _switch(node: Node, key: str) -> bool | None:
    value = node.get(key)
    return value if type(value) is bool else None


def _written(value: object) -> str:
    if value is None:
        return ""
    return value if type(value) is str else str(value)
