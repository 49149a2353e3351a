"""JSON text to values: fast, bounded, and exact about what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

import msgspec

from releasebot.errors import UsageError
from releasebot.openapi.findings import Finding, Location, escape, unescape
from releasebot.openapi.text import MAX_DEPTH, Parsed, position

_MAX_DIGITS = 400
_KEY = re.compile(r'[{,]\s*+"(?:[^"\\]++|\\.)*+"\s*+:', re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]++', re.DOTALL)


def parse(text: str, *, name: str) -> Parsed:
    """The value of a JSON text (RFC 8259), at most `MAX_DEPTH` deep.

    Of keys that stand twice in one object the last one counts, and each is a finding. Numbers that
    no program can hold are kept as their text.

    Raises:
        UsageError: the text is no JSON, or is nested too deeply; the message tells line and column.
    """
    try:
        value = msgspec.json.decode(text)
    except msgspec.ValidationError:
        value = _with_huge_numbers(text, name)
    except msgspec.DecodeError as error:
        _reject(text, name, error)
    except RecursionError:
        _reject_depth(text, name)
    depth, keys = _measure(value)
    if depth > MAX_DEPTH:
        _reject_depth(text, name)
    if keys == sum(1 for _ in _KEY.finditer(text)):
        return Parsed(value)
    return Parsed(value, tuple(_duplicates(text, name)))


def _with_huge_numbers(text: str, name: str) -> object:
    def whole(digits: str) -> int | str:
        return int(digits) if len(digits) <= _MAX_DIGITS else digits

    def real(digits: str) -> float | str:
        number = float(digits)
        return digits if number in {float("inf"), float("-inf")} else number

    try:
        return json.loads(text, parse_int=whole, parse_float=real)
    except RecursionError:
        _reject_depth(text, name)


def _measure(value: object) -> tuple[int, int]:
    """How deep `value` is nested, and how many keys its objects have; level by level."""
    depth = keys = 0
    level = [value]
    while level:
        depth += 1
        below: list[object] = []
        for one in level:
            if type(one) is dict:
                keys += len(one)
                below += [item for item in one.values() if type(item) is dict or type(item) is list]
            elif type(one) is list:
                below += [item for item in one if type(item) is dict or type(item) is list]
        level = below
    return depth, keys


def _reject(text: str, name: str, error: msgspec.DecodeError) -> NoReturn:
    found = re.search(r"\(byte (\d+)\)$", str(error))
    if found is None:
        at = position(text, len(text.rstrip()))
        raise UsageError(
            f"{name}:{at}: not valid JSON: unexpected end of input at line {at.line}, "
            f"column {at.column}",
            hint="the file was cut off; write it anew",
        ) from error
    before = text.encode("utf-8", "surrogatepass")[: int(found[1])]
    at = position(before.decode("utf-8", "replace"), -1)
    reason = str(error)[: found.start()].removeprefix("JSON is malformed: ").strip()
    raise UsageError(
        f"{name}:{at}: not valid JSON: {reason} at line {at.line}, column {at.column}",
        hint="correct the file there",
    ) from error


def _reject_depth(text: str, name: str) -> NoReturn:
    depth, offset = 0, 0
    for token in _TOKEN.finditer(text):
        if token[0] in "{[":
            depth += 1
            if depth > MAX_DEPTH:
                offset = token.start()
                break
        elif token[0] in "}]":
            depth -= 1
    raise UsageError(
        f"{name}:{position(text, offset)}: nested too deeply: more than {MAX_DEPTH} levels",
        hint="a document for people is not nested like that; look at what writes it",
    )


def _duplicates(text: str, name: str) -> Iterator[Finding]:
    seen: set[str] = set()
    inside = "\0"
    for pointer, _ in places(text):
        if pointer in seen and not pointer.startswith(inside):
            inside = f"{pointer}/"
            key = unescape(pointer.rpartition("/")[2])
            yield Finding(
                "duplicate-key",
                f"the key {key} stands twice in one object; the last one counts",
                Location(name, pointer),
            )
        seen.add(pointer)


class _Open(msgspec.Struct):
    """An object or array that has not ended yet."""

    pointer: str
    is_object: bool
    count: int = 0


def places(text: str) -> Iterator[tuple[str, int]]:
    """Every value of a valid JSON text: its JSON Pointer, and the offset of its key or of itself.

    Keys that stand twice give their pointer twice.
    """
    opened: list[_Open] = []
    here, key_next = "", False
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        if first in "}]":
            opened.pop()
            key_next = False
        elif first == ",":
            key_next = opened[-1].is_object
        elif key_next:
            here = f"{opened[-1].pointer}/{escape(json.loads(token[0]))}"
            key_next = False
            yield here, token.start()
        elif first != ":":
            if not opened or not opened[-1].is_object:
                here = _next_item(opened)
                yield here, token.start()
            if first in "{[":
                opened.append(_Open(here, first == "{"))
                key_next = first == "{"


def _next_item(opened: list[_Open]) -> str:
    if not opened:
        return ""
    array = opened[-1]
    array.count += 1
    return f"{array.pointer}/{array.count - 1}"
