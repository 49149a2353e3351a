"""Examples: what a reader copies first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from releasebot.openapi.findings import Location
from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Survey
from releasebot.openapi.tour import Part

_KEYS = ("example", "examples", "default", "enum", "const", "x-example", "x-examples")
_MOST = 200
"""How many schemas below a body are looked at for an example."""
_COMPOSITIONS = ("allOf", "oneOf", "anyOf")


def _missing(part: Part, survey: Survey) -> Iterable[Fault]:
    """A JSON body for which nobody gave any value: neither whole nor of one property."""
    if "json" not in part.name.lower() or "schema" not in part.node:
        return ()
    if "example" in part.node or part.node.get("examples"):
        return ()
    if _has_example(part.node["schema"], part.location.child("schema"), survey):
        return ()
    return (Fault(part.location, {"type": part.name}),)


def _has_example(schema: Any, location: Location, survey: Survey) -> bool:  # noqa: ANN401  any JSON value
    """Whether the schema, or one that it is made of, gives a value; bounded, circles end."""
    waiting, seen = [(schema, location)], set[int]()
    while waiting and len(seen) < _MOST:
        node, at = waiting.pop()
        resolved = survey.resolved(node, at)
        if resolved is None or id(resolved[0]) in seen:
            continue
        node, at = resolved
        seen.add(id(node))
        if any(key in node for key in _KEYS):
            return True
        properties = node.get("properties")
        below = [*properties.values()] if type(properties) is dict else []
        for key in _COMPOSITIONS:
            stated = node.get(key)
            below += stated if type(stated) is list else ()
        below += [node.get("items"), node.get("additionalProperties")]
        waiting += [(one, at) for one in below if type(one) is dict]
    return bool(waiting)  # too much to look at is not said to be missing


RULES = (
    Rule(
        id="body-example-missing",
        level="warn",
        about="media-type",
        wants=Words(
            "Every JSON body has an example, whole or of one of its properties.",
            "모든 JSON 본문에 전체 또는 속성의 예시가 있습니다.",
        ),
        finds=Words("{where}: there is no example of {type}", "{where}: {type}의 예시가 없습니다"),
        check=_missing,
        fix="@ApiProperty({ example: 'ORD-2026-0001' })",
    ),
)
