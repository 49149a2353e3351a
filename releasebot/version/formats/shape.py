"""Finer shapes of a version than `value` tells: how many numbers, a day, a specification's."""

from __future__ import annotations

import re

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[-.].*)?")
_SPECIFICATION = re.compile(r"1\.2|2\.0(?:\.0)?|3\.[0-2](?:\.\d)?")
_SUFFIX = re.compile(r"[-+~_]")


def number_count(version: str) -> int:
    """How many numbers joined by dots the version starts with: 3 for `v1.2.3-rc.1`."""
    parts = _SUFFIX.split(version, maxsplit=1)[0].lstrip("vV").split(".")
    count = 0
    while count < len(parts) and parts[count][:1].isdigit():
        count += 1
    return count


def is_date(text: str) -> bool:
    """Whether it is a day, as interfaces are named by: `2023-10-16`."""
    return _DATE.fullmatch(text) is not None


def is_specification_number(text: str) -> bool:
    """Whether it is a release of the OpenAPI specification: `3.0.3`, `2.0`."""
    return _SPECIFICATION.fullmatch(text) is not None
