"""Example strings and numbers that keep the limits of their schema."""

from __future__ import annotations

import math

from releasebot.openapi.schema import Schema
from releasebot.openapi.scope import Node
from releasebot.pages.pattern import matching

_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T09:30:00Z",
    "time": "09:30:00Z",
    "duration": "P1D",
    "email": "user@example.com",
    "idn-email": "user@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ip": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com",
    "url": "https://example.com",
    "iri": "https://example.com",
    "uri-reference": "/path",
    "iri-reference": "/path",
    "uri-template": "/path/{id}",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "json-pointer": "/a/b",
    "relative-json-pointer": "0",
    "regex": "^a+$",
    "byte": "ZXhhbXBsZQ==",
    "binary": "(binary)",
    "password": "correct-horse-battery",
}

MAX_LENGTH = 2000
"""How long an example string is at most, whatever length its schema asks for."""
_LARGEST = 10**15
_SMALLEST = 1e-9


def string(schema: Schema) -> str:
    """A string of the format, else one that the pattern matches, of a length that is allowed."""
    node = schema.node
    least = min(count(node, "minLength") or 0, MAX_LENGTH)
    most = count(node, "maxLength")
    pattern = node.get("pattern")
    if type(pattern) is str:
        shortest = min(least, 500)
        made = matching(pattern, at_least=max(shortest, 1), at_most=most)
        made = matching(pattern, at_least=shortest, at_most=most) if made is None else made
        if made is not None:
            return made
    form = node.get("format")
    text = _FORMATS.get(form, "string") if type(form) is str else "string"
    if len(text) < least:
        text = (text * (least // len(text) + 1))[:least]
    return text if most is None else text[:most]


def count(node: Node, key: str) -> int | None:
    """The number of things at `key`; None without one."""
    value = node.get(key)
    return value if type(value) is int and value >= 0 else None


def number(schema: Schema, *, whole: bool) -> int | float:
    """A number within the limits of `schema`, one where that is possible."""
    node = schema.node
    low, low_open = bound(node, "minimum", "exclusiveMinimum")
    high, high_open = bound(node, "maximum", "exclusiveMaximum")
    stated = real(node, "multipleOf")
    step = stated if stated and stated > 0 else (1 if whole else 0)
    value: float = 1 if whole else 1.0
    if low is not None and (value < low or (low_open and value == low)):
        value = low + ((step or 0.5) if low_open else 0)
    if high is not None and (value > high or (high_open and value == high)):
        value = high - ((step or 0.5) if high_open else 0)
        if low is not None and value < low:
            value = (low + high) / 2
    if step > _SMALLEST:
        value = math.ceil(round(value / step, 9)) * step
        if high is not None and value > high:
            value -= step
    return int(value) if whole or value == int(value) else value


def bound(node: Node, key: str, exclusive_key: str) -> tuple[float | None, bool]:
    """A limit and whether it is itself excluded; a flag up to OpenAPI 3.0, a number from 3.1 on."""
    exclusive = real(node, exclusive_key)
    if exclusive is not None:
        return exclusive, True
    return real(node, key), node.get(exclusive_key) is True


def real(node: Node, key: str) -> float | None:
    """The number at `key`; None without one, or where it is beyond what can be reckoned with."""
    value = node.get(key)
    if type(value) is not int and type(value) is not float:
        return None
    return value if -_LARGEST < value < _LARGEST else None
