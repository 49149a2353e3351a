"""JSON text to values: fast, bounded, and exact about what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

import msgspec

from releasebot.errors import UsageError
from releasebot.openapi.findings import Finding, Location, escape, unescape
from releasebot.openapi.text import MAX_DEPTH, Parsed, decode, nested_too_deeply, position

_MAX_DIGITS = 400
_KEY = re.compile(rb'[{,]\s*+"(?:[^"\\]++|\\.)*+"\s*+:', re.DOTALL)
_SPACED_COLON = re.compile(rb'"\s++:')
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]++', re.DOTALL)


def parse(data: bytes, *, name: str) -> Parsed:
    """The value of a JSON text (RFC 8259), at most `MAX_DEPTH` deep.

    Of keys that stand twice in one object the last one counts, and each is a finding. Numbers that
    no program can hold are kept as their text.

    Raises:
        UsageError: the text is no JSON, or is nested too deeply; the message tells line and column.
    """
    try:
        value = msgspec.json.decode(data)
    except msgspec.ValidationError:
        value = _with_huge_numbers(data, name)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _reject(data, name, error)
    except RecursionError:
        _reject_depth(data, name)
    depth, keys = _measure(value)
    if depth > MAX_DEPTH:
        _reject_depth(data, name)
    if keys == _count_keys(data, keys):
        return Parsed(value)
    return Parsed(value, tuple(_duplicates(data, name)))


def _with_huge_numbers(data: bytes, name: str) -> object:
    def whole(digits: str) -> int | str:
        return int(digits) if len(digits) <= _MAX_DIGITS else digits

    def real(digits: str) -> float | str:
        number = float(digits)
        return digits if number in {float("inf"), float("-inf")} else number

    try:
        return json.loads(data, parse_int=whole, parse_float=real)
    except RecursionError:
        _reject_depth(data, name)


def _count_keys(data: bytes, parsed: int) -> int:
    """How many keys a valid text has, those that stand twice counted twice.

    Searching plain bytes finds every key, and now and then a string that starts with a colon or
    holds a quoted one. Where that gives the number of keys that were parsed, none stands twice.
    """
    if b"\\\\" not in data:
        most = (
            data.count(b'":') - data.count(b'\\":') + sum(1 for _ in _SPACED_COLON.finditer(data))
        )
        if most == parsed:
            return most
    return sum(1 for _ in _KEY.finditer(data))


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


def _reject(data: bytes, name: str, error: Exception) -> NoReturn:
    decode(data, name=name)
    found = re.search(r"\(byte (\d+)\)$", str(error))
    if found is None:
        at = position(data, len(data.rstrip()))
        raise UsageError(
            f"{name}:{at}: not valid JSON: unexpected end of input at line {at.line}, "
            f"column {at.column}",
            hint="the file was cut off; write it anew",
        ) from error
    at = position(data, int(found[1]))
    reason = str(error)[: found.start()].removeprefix("JSON is malformed: ").strip()
    raise UsageError(
        f"{name}:{at}: not valid JSON: {reason} at line {at.line}, column {at.column}",
        hint="correct the file there",
    ) from error


def _reject_depth(data: bytes, name: str) -> NoReturn:
    depth, offset = 0, 0
    for token in _TOKEN.finditer(data):
        if token[0] in {b"{", b"["}:
            depth += 1
            if depth > MAX_DEPTH:
                offset = token.start()
                break
        elif token[0] in {b"}", b"]"}:
            depth -= 1
    raise nested_too_deeply(name, position(data, offset))


def _duplicates(data: bytes, name: str) -> Iterator[Finding]:
    seen: set[str] = set()
    inside = "\0"
    for pointer, _ in places(data):
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


def places(data: bytes) -> Iterator[tuple[str, int]]:
    """Every value of a valid JSON text: its JSON Pointer, and the first byte of its key or itself.

    Keys that stand twice give their pointer twice.
    """
    opened: list[_Open] = []
    here, key_next = "", False
    for token in _TOKEN.finditer(data):
        first = token[0][:1]
        if first in {b"}", b"]"}:
            opened.pop()
            key_next = False
        elif first == b",":
            key_next = opened[-1].is_object
        elif key_next:
            here = f"{opened[-1].pointer}/{escape(json.loads(token[0]))}"
            key_next = False
            yield here, token.start()
        elif first != b":":
            if not opened or not opened[-1].is_object:
                here = _next_item(opened)
                yield here, token.start()
            if first in {b"{", b"["}:
                opened.append(_Open(here, first == b"{"))
                key_next = first == b"{"


def _next_item(opened: list[_Open]) -> str:
    if not opened:
        return ""
    array = opened[-1]
    array.count += 1
    return f"{array.pointer}/{array.count - 1}"
