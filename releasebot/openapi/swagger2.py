"""Parameters, bodies and responses of Swagger 2.0, as those of OpenAPI 3 would say them."""

from __future__ import annotations

from releasebot.openapi.findings import Location
from releasebot.openapi.model import Body, Example, Header, MediaType, Parameter, Response, Server
from releasebot.openapi.parts import Parts
from releasebot.openapi.refs import Broken, is_reference
from releasebot.openapi.schema import Schema
from releasebot.openapi.scope import Node, Scope

_NOT_SCHEMA = frozenset({"name", "in", "description", "required", "collectionFormat"})
_STYLES = {
    "multi": ("form", True),
    "csv": ("form", False),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
    "tsv": ("tabDelimited", False),
}
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"


class Parts2(Parts):
    """Reads the parts of operations of Swagger 2.0."""

    def __init__(self, scope: Scope, root: Node) -> None:
        super().__init__(scope)
        place = Location(scope.document.root.name)
        self._consumes = scope.texts(root, "consumes", place)
        self._produces = scope.texts(root, "produces", place)

    def request(
        self, parameters: list[tuple[Node, Location]], operation: Node, location: Location
    ) -> tuple[tuple[Parameter, ...], Body | None]:
        """The parameters; `in: body` and `in: formData` make the body."""
        consumes = self.scope.texts(operation, "consumes", location) or self._consumes
        plain = [one for one in parameters if one[0].get("in") not in ("body", "formData")]
        read = tuple(self.parameter(node, at) for node, at in plain)
        fields = [one for one in parameters if one[0].get("in") == "formData"]
        if fields:
            return read, self._form(fields, consumes)
        for node, at in parameters:
            if node.get("in") == "body":
                return read, self._body(node, at, consumes)
        return read, None

    def parameter(self, node: Node, location: Location) -> Parameter:
        """A Parameter Object, which is its own schema."""
        text = self.scope.text
        place = text(node, "in", location)
        style, explode = _STYLES.get(text(node, "collectionFormat", location), ("", None))
        return Parameter(
            text(node, "name", location),
            place,
            text(node, "description", location),
            node.get("required") is True or place == "path",
            node.get("deprecated") is True or node.get("x-deprecated") is True,
            self._own_schema(node, location),
            style,
            explode,
            node.get("allowEmptyValue") is True,
            location=location,
        )

    def headers(self, node: Node, location: Location) -> tuple[Header, ...]:
        """The Header Objects, which are their own schemas."""
        return tuple(
            Header(
                name,
                self.scope.text(header, "description", at),
                required=False,
                deprecated=False,
                schema=self._own_schema(header, at),
                location=at,
            )
            for name, header, at in self.scope.members(node, "headers", location)
        )

    def responses(self, operation: Node, location: Location) -> tuple[Response, ...]:
        """The Responses Object; each media type of `produces` carries the schema."""
        produces = self.scope.texts(operation, "produces", location) or self._produces
        stated = operation.get("responses")
        holder = self.scope.object(stated, location.child("responses")) if stated else None
        if holder is None:
            return ()
        return tuple(
            self._response2(status, node, holder[1].child(status), produces)
            for status, node in holder[0].items()
            if not str(status).startswith("x-")
        )

    def _response2(
        self, status: str, node: object, location: Location, produces: tuple[str, ...]
    ) -> Response:
        if is_reference(node):
            found = self.scope.follow(node, location)
            if isinstance(found, Broken):
                return Response(status, "", "", problem=found.message)
            node, location = found.node, found.location
        if type(node) is not dict:
            self.scope.note("wrong-type", f"{status} must be an object", location)
            return Response(status, "", "")
        schema = self.schema(node, "schema", location)
        examples = self.scope.mapping(node, "examples", location)
        types = produces if schema else ()
        names = dict.fromkeys((*(types or (("application/json",) if schema else ())), *examples))
        return Response(
            status,
            "",
            self.scope.text(node, "description", location),
            self.headers(node, location),
            tuple(
                MediaType(
                    name, schema, (Example(value=examples[name]),) if name in examples else ()
                )
                for name in names
            ),
            location=location,
        )

    def _body(self, node: Node, location: Location, consumes: tuple[str, ...]) -> Body:
        schema = self.schema(node, "schema", location)
        return Body(
            self.scope.text(node, "description", location),
            node.get("required") is True,
            tuple(MediaType(name, schema) for name in consumes or ("application/json",)),
            location,
        )

    def _form(self, fields: list[tuple[Node, Location]], consumes: tuple[str, ...]) -> Body:
        required = [str(node.get("name")) for node, _ in fields if node.get("required") is True]
        properties = {}
        for node, _ in fields:
            schema = {key: value for key, value in node.items() if key not in _NOT_SCHEMA}
            if node.get("description"):
                schema["description"] = node["description"]
            if schema.get("type") == "file":
                schema |= {"type": "string", "format": "binary"}
            properties[str(node.get("name", ""))] = schema
        node = {"type": "object", "properties": properties, "required": required}
        schema_view = Schema.at(node, fields[0][1], self.scope)
        has_file = any(one.get("type") == "file" for one, _ in fields)
        forms = [name for name in consumes if name in {_FORM, _MULTIPART}]
        names = forms or [_MULTIPART if has_file else _FORM]
        content = tuple(MediaType(name, schema_view) for name in names)
        return Body("", bool(required), content, fields[0][1])

    def _own_schema(self, node: Node, location: Location) -> Schema:
        own = {key: value for key, value in node.items() if key not in _NOT_SCHEMA}
        return Schema.at(own, location, self.scope)


def servers(root: Node, document: str, scope: Scope) -> tuple[Server, ...]:
    """The addresses that `schemes`, `host` and `basePath` make."""
    location = Location(document)
    host = scope.text(root, "host", location)
    path = scope.text(root, "basePath", location)
    if not host:
        return (Server(path),) if path and path != "/" else ()
    schemes = scope.texts(root, "schemes", location) or ("https",)
    return tuple(Server(f"{scheme}://{host}{path.rstrip('/')}") for scheme in schemes)
