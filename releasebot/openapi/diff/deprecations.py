"""What a document calls deprecated, and the day when it goes away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from releasebot.openapi.diff.lifecycle import day_of
from releasebot.openapi.diff.operations import label
from releasebot.openapi.diff.sameness import node_at
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Api


class Deprecation(Struct, frozen=True):
    """Something deprecated; `day` is when it goes away, None where nobody says a day.

    `name` is the parameter, or schema and property; empty for an operation itself.
    """

    operation: str
    name: str
    location: Location
    day: date | None

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return " ".join(one for one in (self.operation, self.name) if one)


def deprecations(api: Api) -> tuple[Deprecation, ...]:
    """Everything deprecated in the document, what goes away first at the top."""
    found = (*_operations(api), *_properties(api))
    return tuple(sorted(found, key=lambda one: (one.day is None, one.day or date.max, one.title)))


def _operations(api: Api) -> Iterator[Deprecation]:
    for operation in api.operations:
        if operation.deprecated:
            day = day_of(operation.sunset)
            yield Deprecation(label(operation), "", operation.location, day)
        for parameter in operation.parameters:
            if parameter.deprecated and parameter.location:
                day = _day(node_at(api.scope, parameter.location))
                yield Deprecation(label(operation), parameter.name, parameter.location, day)


def _properties(api: Api) -> Iterator[Deprecation]:
    for named in api.schemas:
        for one in named.schema.properties:
            if one.schema.flag("deprecated"):
                name = f"{named.name}.{one.name}"
                yield Deprecation("", name, one.schema.location, _day(one.schema.node))


def _day(node: Any) -> date | None:  # noqa: ANN401  a value of the document
    return day_of(node.get("x-sunset")) if isinstance(node, dict) else None
