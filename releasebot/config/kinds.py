"""What the types of the settings mean: their structure, and the words for them."""

from __future__ import annotations

import json
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from msgspec import inspect

from releasebot.config.setting import Setting

_SHOWN_CHARACTERS = 60


def table_of(kind: object) -> type[Setting] | None:
    """The table that a setting of this type is; None where it is a value."""
    plain = _plain(kind)
    return plain if isinstance(plain, type) and issubclass(plain, Setting) else None


def named_table_of(kind: object) -> type[Setting] | None:
    """The table that each name leads to where a setting of this type is a table of tables."""
    plain = _plain(kind)
    return table_of(get_args(plain)[1]) if get_origin(plain) is dict else None


def item_of(kind: object) -> object | None:
    """The type of the items where a setting of this type is an array; else None."""
    plain = _plain(kind)
    return get_args(plain)[0] if get_origin(plain) is tuple else None


def choices_of(kind: object) -> tuple[str, ...]:
    """The strings of which a setting of this type is one; empty where it is no choice."""
    plain = _plain(kind)
    if get_origin(plain) in {Union, UnionType}:  # a choice that may be left out
        plain = next(one for one in get_args(plain) if one is not type(None))
    return get_args(plain) if get_origin(plain) is Literal else ()


def expected_words(kind: object) -> str:
    """What a value of this type is, as in "a string" or "an array of tables"."""
    item = item_of(kind)
    if named_table_of(kind):
        return "a table of tables"
    if item is not None:
        return "an array of tables" if table_of(item) else "an array of strings"
    if choices_of(kind):
        return "one of " + ", ".join(f'"{choice}"' for choice in choices_of(kind))
    info = inspect.type_info(kind)
    if isinstance(info, inspect.Metadata):
        info = info.type
    if isinstance(info, inspect.DictType):
        return "a table of strings"
    if isinstance(info, inspect.UnionType):  # a setting that may be left out: TOML has no null
        info = next(each for each in info.types if not isinstance(each, inspect.NoneType))
    return _words(info)


def found_words(value: object) -> str:
    """What a parsed TOML value is, in words; long strings are cut."""
    match value:
        case bool():
            words = "true" if value else "false"
        case int() | float():
            words = f"the number {value}"
        case "":
            words = "an empty string"
        case str():
            cut = value if len(value) <= _SHOWN_CHARACTERS else value[:_SHOWN_CHARACTERS] + "..."
            words = f"the string {json.dumps(cut, ensure_ascii=False)}"
        case list():
            words = "an array"
        case dict():
            words = "a table"
        case _:
            words = "a date or a time"
    return words


def _plain(kind: object) -> object:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return kind


def _words(info: inspect.Type) -> str:
    match info:
        case inspect.BoolType():
            return "true or false"
        case inspect.FloatType(gt=above, ge=least, le=most):
            low = f"from {least:g} to" if above is None else f"above {above:g} up to"
            return f"a number {low} {most:g}"
        case inspect.IntType(ge=least, le=most):
            return f"a number without a fraction, {least} {f'to {most}' if most else 'or more'}"
        case inspect.Metadata(type=inner):
            return _words(inner)
        case inspect.StrType():
            return "a string that is not empty" if info.min_length else "a string"
        case inspect.StructType():
            return "a table"
        case _:
            raise TypeError(f"no words for {info}")
