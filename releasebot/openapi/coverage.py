"""How much of an API its document tells: what has a description, and what has an example.

Counted is what the document itself says at each place: a schema is counted where it stands, once,
not again wherever a reference leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from releasebot.openapi.model import Api, Header, MediaType, Operation, Parameter, Response
from releasebot.openapi.schema import Schema

_MAPS = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
_ONES = (
    *("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else"),
    *("unevaluatedItems", "unevaluatedProperties"),
)
_LISTS = ("allOf", "oneOf", "anyOf", "prefixItems")
_DEEPEST = 60
"""How deep schemas are followed into one another; deeper ones are none that anybody reads."""


class Share(Struct, frozen=True):
    """`have` of `of` things have something."""

    have: int = 0
    of: int = 0

    @property
    def percent(self) -> float | None:
        """The share in percent; None of nothing."""
        return 100 * self.have / self.of if self.of else None


class Covered(Struct, frozen=True):
    """What one kind of things tells: how many are described, and how many have an example."""

    described: Share
    exemplified: Share


class Coverage(Struct, frozen=True):
    """The four kinds of things. Operations have an example where one of their bodies has."""

    operations: Covered
    parameters: Covered
    fields: Covered
    responses: Covered


def coverage(api: Api) -> Coverage:
    """What the document of an API tells."""
    operations = (*api.operations, *api.webhooks)
    return Coverage(
        operations=_covered(_operation(one) for one in operations),
        parameters=_covered(
            _parameter(one) for operation in operations for one in operation.parameters
        ),
        fields=_covered(_fields(api, operations)),
        responses=_covered(
            _response(one) for operation in operations for one in operation.responses
        ),
    )


def _covered(found: Iterable[tuple[bool, bool]]) -> Covered:
    """Of things that are each described or not, and have an example or not."""
    described = exemplified = count = 0
    for has_words, has_example in found:
        described += has_words
        exemplified += has_example
        count += 1
    return Covered(Share(described, count), Share(exemplified, count))


def _operation(operation: Operation) -> tuple[bool, bool]:
    contents = [*(operation.body.content if operation.body else ())]
    for response in operation.responses:
        contents += response.content
    described = bool(operation.description.strip() or operation.summary.strip())
    return described, bool(operation.samples) or any(map(_has_example, contents))


def _parameter(parameter: Parameter) -> tuple[bool, bool]:
    schema = parameter.schema
    described = bool(parameter.description.strip()) or _is_described(schema)
    shown = bool(parameter.examples) or any(map(_has_example, parameter.content))
    return described, shown or _shows_values(schema)


def _response(response: Response) -> tuple[bool, bool]:
    """A response without a body needs no example."""
    described = bool(response.description.strip() or response.summary.strip())
    return described, not response.content or any(map(_has_example, response.content))


def _has_example(content: MediaType) -> bool:
    return bool(content.examples) or _shows_values(content.schema)


def _is_described(schema: Schema | None) -> bool:
    """Whether the schema, or the one that it is a reference to, has a description."""
    return any(one.text("description").strip() for one in _with_target(schema))


def _shows_values(schema: Schema | None) -> bool:
    """Whether the schema, or the one it refers to, has an example, a default or its values."""
    return any(
        bool(one.examples) or "default" in one.node or bool(one.enum)
        for one in _with_target(schema)
    )


def _with_target(schema: Schema | None) -> Iterator[Schema]:
    """The schema and what it comes down to: its reference's, and its only part's."""
    for _ in range(_DEEPEST):
        if schema is None:
            return
        yield schema
        reference = schema.reference
        only = schema.several("allOf")
        if reference is not None:
            only = () if reference.target is None else (reference.target,)
        schema = only[0] if len(only) == 1 else None


def _fields(api: Api, operations: Iterable[Operation]) -> Iterator[tuple[bool, bool]]:
    """The properties of all schemas, each where it stands."""
    waiting = [(named.schema, 0) for named in api.schemas]
    for operation in operations:
        waiting += [(schema, 0) for schema in _schemas(operation)]
    while waiting:
        schema, depth = waiting.pop()
        if schema.reference is not None or depth > _DEEPEST:
            continue
        for one in schema.properties:
            yield _is_described(one.schema), _shows_values(one.schema) or _has_parts(one.schema)
        waiting += [(inner, depth + 1) for inner in _inner(schema)]


def _has_parts(schema: Schema) -> bool:
    """Whether the schema is made of fields, which have examples of their own."""
    for one in _with_target(schema):
        item = one.one("items") if one.kind == "array" else None
        if one.node.get("properties") or (item is not None and _has_parts(item)):
            return True
    return False


def _inner(schema: Schema) -> Iterator[Schema]:
    for key in _MAPS:
        yield from (inner for _, inner in schema.below(key))
    for key in _LISTS:
        yield from schema.several(key)
    for key in _ONES:
        one = schema.one(key)
        if one is not None:
            yield one


def _schemas(operation: Operation) -> Iterator[Schema]:
    """The schemas that stand in the operation itself."""
    contents = [*(operation.body.content if operation.body else ())]
    headers: list[Header] = []
    for response in operation.responses:
        contents += response.content
        headers += response.headers
    for parameter in operation.parameters:
        contents += parameter.content
    places: list[Parameter | Header | MediaType] = [*operation.parameters, *headers, *contents]
    for place in places:
        if place.schema is not None:
            yield place.schema
