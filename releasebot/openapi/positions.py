"""JSON Pointers to lines and columns: worked out when a complaint needs them, not before."""

from __future__ import annotations

from collections.abc import Iterable

from releasebot.openapi import json_seek, text
from releasebot.openapi.findings import Position


def locate(data: bytes, syntax: str, pointers: Iterable[str]) -> dict[str, Position]:
    """Where each of `pointers` stands in a text, in one pass over it.

    A member of an object stands where its key does. A pointer that leads to nothing stands where
    the nearest value above it does.
    """
    wanted = {pointer: tuple(_ancestry(pointer)) for pointer in pointers}
    candidates = {candidate for ancestry in wanted.values() for candidate in ancestry}
    found = _find(data, syntax, candidates)
    start = Position(1, 1)
    return {
        pointer: next((found[one] for one in ancestry if one in found), start)
        for pointer, ancestry in wanted.items()
    }


def _ancestry(pointer: str) -> Iterable[str]:
    """The pointer and everything above it, nearest first."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
    yield ""


def _find(data: bytes, syntax: str, candidates: set[str]) -> dict[str, Position]:
    if syntax == "json":
        offsets = json_seek.offsets(data, candidates)
        at = text.positions(data, offsets.values())
        return {pointer: at[offset] for pointer, offset in offsets.items()}
    if syntax == "yaml":
        from releasebot.openapi import yaml_events

        return {one: at for one, at in yaml_events.places(data) if one in candidates}
    return {}
