"""Values of the document as text."""

from __future__ import annotations

from typing import Final

import msgspec

_KEPT: Final = (100, 50, 25, 12, 6, 3, 2, 1)
"""How many members an object or items an array keeps, tried one after the other."""


def literal(value: object) -> str:
    """A value as it is written in a sentence: strings as they are, anything else as JSON."""
    if type(value) is str and value.strip():
        return value
    return compact(value)


def compact(value: object) -> str:
    """A value as JSON on one line."""
    return msgspec.json.encode(value).decode()


def pretty(value: object) -> str:
    """A value as JSON with one member or item per line."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def shortened(value: object, most: int) -> object:
    """The value with fewer members and items, and shorter texts, until it takes `most` characters.

    As JSON with `pretty`, about; a value that is short enough comes back as it is.
    """
    for kept in _KEPT:
        if len(pretty(value)) <= most:
            break
        value = _cut(value, kept)
    return value


def _cut(value: object, kept: int) -> object:
    """The value with at most `kept` members or items at each level, and ten characters for each."""
    match value:
        case dict():
            return {name: _cut(one, kept) for name, one in [*value.items()][:kept]}
        case list():
            return [_cut(one, kept) for one in value[:kept]]
        case str() if len(value) > kept * 10:
            return f"{value[: kept * 10]}…"
        case _:
            return value


def language_for(media_type: str) -> str:
    """The name of the language that a representation is written in, empty for plain text."""
    name = media_type.partition(";")[0].strip().lower()
    subtype = name.rpartition("/")[2]
    for language in ("json", "xml", "yaml", "html", "csv", "javascript", "css"):
        if subtype == language or subtype.endswith((f"+{language}", f"x-{language}")):
            return language
    return ""


def is_json(media_type: str) -> bool:
    """Whether values of this media type are written as JSON."""
    name = media_type.partition(";")[0].strip().lower()
    return name in {"*/*", "application/*", ""} or language_for(name) == "json"
