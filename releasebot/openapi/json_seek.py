"""Where a few values of a large JSON text stand, without looking at the others.

A member's value is stepped over by the parser itself, which only has to find its end, so the cost
is that of the containers on the way and not that of the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from releasebot.openapi import json_text
from releasebot.openapi.findings import escape, unescape

_KEY = re.compile(rb'[{,]\s*+("(?:[^"\\]++|\\.)*+")\s*+:\s*+', re.DOTALL)
_ITEM = re.compile(rb"[\[,]\s*+")
_END = re.compile(rb"\s*+[}\]]")

_FEW = 20_000
"""Up to how many values are sought one by one; for more a look at all is quicker."""
_Tree = dict[str, Any]
"""The keys that are wanted at each level."""


def offsets(data: bytes, pointers: Iterable[str]) -> dict[str, int]:
    """The byte at which the key, or the item, of each JSON Pointer starts in a valid text.

    Pointers that lead to nothing are left out, as is what stands below a value that is no
    container. Of keys that stand twice the last one counts.
    """
    wanted = set(pointers)
    try:
        if len(wanted) <= _FEW:
            return _seek(data, _tree(wanted), wanted)
    except _Twice:
        pass
    return {pointer: at for pointer, at in json_text.places(data) if pointer in wanted}


class _Twice(Exception):  # noqa: N818  the way out, no error
    """An object has a key twice, so that its members cannot be counted off."""


def _tree(pointers: Iterable[str]) -> _Tree:
    tree: _Tree = {}
    for pointer in pointers:
        branch = tree
        for segment in pointer.split("/")[1:]:
            branch = branch.setdefault(unescape(segment), {})
    return tree


def _seek(data: bytes, tree: _Tree, wanted: set[str]) -> dict[str, int]:
    view = memoryview(data)
    first = len(data) - len(data.lstrip())
    found = {"": first} if "" in wanted else {}
    waiting = [("", first, len(data), tree)]
    while waiting:
        above, start, end, below = waiting.pop()
        if not below or data[start : start + 1] not in {b"{", b"["}:
            continue
        for key, at, value, value_end in _children(data, view, start, end):
            inner = below.get(key)
            if inner is not None:
                pointer = f"{above}/{escape(key)}"
                if pointer in wanted:
                    found[pointer] = at
                waiting.append((pointer, value, value_end, inner))
    return found


def _children(
    data: bytes, view: memoryview, start: int, end: int
) -> Iterable[tuple[str, int, int, int]]:
    """Each member or item of the container there: its key, where that starts, and its value."""
    is_object = data[start : start + 1] == b"{"
    kind: Any = dict[str, msgspec.Raw] if is_object else list[msgspec.Raw]
    parts = msgspec.json.decode(view[start:end], type=kind)
    keyed = parts.items() if is_object else enumerate(parts)
    opening = _KEY if is_object else _ITEM
    at, children = start, []
    for key, raw in keyed:
        met = opening.match(data, at)
        if met is None:
            raise _Twice
        value = met.end()
        at = value + memoryview(raw).nbytes
        children.append((str(key), met.start(1) if is_object else value, value, at))
        while data[at : at + 1].isspace():
            at += 1
    if parts and not _END.match(data, at):
        raise _Twice
    return children
