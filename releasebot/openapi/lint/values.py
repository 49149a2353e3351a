"""Whether a value is what its schema says: its type, seen from outside."""

from __future__ import annotations

from typing import Any

import msgspec

from releasebot.openapi.load import Dialect

_LONGEST = 40
_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
}


def matches(value: Any, schema: dict[str, Any], dialect: Dialect) -> bool:  # noqa: ANN401  any JSON value
    """Whether the type of `value` is one that the schema states; what it does not state fits.

    Nothing below the value is looked at.
    """
    stated = schema.get("type")
    types: list[Any] = stated if type(stated) is list else [stated]
    if not all(type(one) is str for one in types):
        return True
    if value is None:
        return "null" in types or schema.get("nullable") is True or "x-nullable" in schema
    return any(
        type(value) in _PYTHON.get(one, ())
        or (one == "integer" and type(value) is float and value.is_integer())
        or (one == "file" and dialect == "2.0")
        for one in types
    )


def types_of(schema: dict[str, Any]) -> str:
    """What the schema wants, in a word or two."""
    listed = schema.get("enum")
    stated = schema.get("type")
    types = stated if type(stated) is list else [stated]
    names = "|".join(str(one) for one in types if one is not None)
    if type(listed) is list and listed:
        return f"{names} ({', '.join(shown(one) for one in listed[:5])})".strip()
    return names


def shown(value: Any) -> str:  # noqa: ANN401
    """A value on one line, not too long, in backquotes."""
    text = msgspec.json.encode(value).decode()
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"
