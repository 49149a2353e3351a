"""The events of a YAML text, and where its values stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from releasebot.errors import UsageError
from releasebot.openapi.findings import Position, escape
from releasebot.openapi.text import decode, nested_too_deeply, position

_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of a text whose first thousand levels it has to read before any event."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def events(data: bytes, name: str) -> Iterator[Event]:
    """The parser's events, from libyaml where PyYAML was built with it.

    Raises:
        UsageError: the text is no YAML; the message tells line and column.
    """
    try:
        yield from yaml.parse(data, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Position(mark.line + 1, mark.column + 1) if mark else position(data, -1)
        if error.problem == _TOO_DEEP:
            raise nested_too_deeply(name, at) from error
        raise UsageError(
            f"{name}:{at}: not valid YAML: {error.problem or error.context}",
            hint="correct the file there; often it is the indentation or a missing quote",
        ) from error
    except yaml.reader.ReaderError as error:
        decode(data, name=name)
        at = position(data, int(error.position))
        raise UsageError(
            f"{name}:{at}: not valid YAML: {error.reason}",
            hint="remove that character or write the file anew",
        ) from error


def start(event: Any) -> Position:  # noqa: ANN401  PyYAML's events are untyped
    """Where an event's text starts."""
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


def places(data: bytes) -> Iterator[tuple[str, Position]]:
    """Every value of a YAML text that parses: its JSON Pointer, and the place of its key or item.

    Values that come from an alias or a merge key have no place of their own.
    """
    frames: list[tuple[str, int | None]] = []
    key: str | None = None
    for event in events(data, ""):
        kind = type(event)
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            frames.pop()
            continue
        if kind not in {ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent}:
            continue
        if frames and frames[-1][1] is None and key is None:
            key = getattr(event, "value", "")
            yield f"{frames[-1][0]}/{escape(key)}", start(event)
            continue
        here = ""
        if frames:
            above, index = frames[-1]
            here = f"{above}/{index if index is not None else escape(key or '')}"
            if index is not None:
                frames[-1] = (above, index + 1)
        if not frames or frames[-1][1] is not None:
            yield here, start(event)
        key = None
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            frames.append((here, None if kind is MappingStartEvent else 0))
