"""Values of the document as text."""

from __future__ import annotations

import msgspec

_LONG = 2000


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
