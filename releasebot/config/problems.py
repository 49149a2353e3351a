"""What is wrong with a configuration file: all of it at once, each problem with its line.

Loaded only when a file did not become a `Config`. msgspec stops at the first problem, so the tables
are walked here; whether a single value fits its type is still msgspec's judgement.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec
from msgspec import structs

from releasebot.config.kinds import (
    choices_of,
    expected_words,
    found_words,
    item_of,
    named_table_of,
    table_of,
)
from releasebot.config.positions import Position, Positions
from releasebot.config.problem import KeyPath, Problem
from releasebot.config.rules import broken_rules
from releasebot.config.schema import Config
from releasebot.config.setting import Setting
from releasebot.errors import UsageError

_HINT = "correct the file; the configuration reference lists every setting"
_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def syntax_error(error: Exception, text: str, shown: str) -> UsageError:
    """The error for a text that tomllib refused."""
    if isinstance(error, RecursionError):
        return UsageError(f"{shown}: found values nested too deeply, expected a configuration")
    message = str(error)
    place = _AT.search(message)
    if place is None:
        return UsageError(f"{shown}: the file is no valid TOML: {message}")
    lines = text.replace("\r\n", "\n").split("\n")
    at = Position(len(lines), len(lines[-1]) + 1)
    if place["line"]:
        at = Position(int(place["line"]), int(place["column"]))
    fault = message[: place.start()]
    return UsageError(
        f"{shown}:{at.line}:{at.column}: the file is no valid TOML: {fault[:1].lower()}{fault[1:]}",
        hint="correct the line; strings need quotes and each key stands once",
    )


def complaint(raw: object, text: str, *, shown: str, table: tuple[str, ...]) -> UsageError:
    """The error that lists every problem of `raw`, the configuration that stands in `text`.

    `shown` is the file's name for people, `table` the keys that lead to the configuration in it.
    """
    positions = Positions(text)
    lines = []
    for problem in find_problems(raw):
        candidates = [(*table, *path) for path in (problem.path, *problem.about)]
        path = next((path for path in candidates if path in positions), candidates[0])
        at = positions.of(path)
        said = f"{dotted(problem.path)}: found {problem.found}, expected {problem.expected}"
        if problem.suggestion:
            said += f"; did you mean {problem.suggestion}?"
        lines.append((at.line, at.column, f"{shown}:{at.line}: {said}"))
    told = tuple(line for _, _, line in sorted(lines))
    if len(told) == 1:
        return UsageError(told[0], hint=_HINT)
    return UsageError(f"{shown} has {len(told)} settings that are wrong", hint=_HINT, details=told)


def find_problems(raw: object) -> tuple[Problem, ...]:
    """Every problem of a parsed configuration: wrong keys, types and values, and broken rules.

    A rule is judged only where all settings that it is about have the right type.
    """
    walk = _Walk()
    right = walk.table(raw, Config, ())
    bad = {problem.path for problem in walk.problems}
    rules = (
        problem
        for problem in broken_rules(msgspec.convert(right, Config))
        if not any(_touches(path, bad) for path in (problem.path, *problem.about))
    )
    return (*walk.problems, *rules)


def _touches(path: KeyPath, bad: set[KeyPath]) -> bool:
    return any(other[: len(path)] == path or path[: len(other)] == other for other in bad)


class _Walk:
    """A walk over tables that keeps what is right and lists what is not."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def table(self, raw: object, kind: type[Setting], path: KeyPath) -> dict[str, object]:
        """The settings of one table that are right; the problems of the others are added."""
        if not isinstance(raw, dict):
            self.problems.append(Problem(path, found_words(raw), "a table"))
            return {}
        fields = {field.encode_name: field for field in structs.fields(kind)}
        right: dict[str, object] = {}
        for key, value in raw.items():
            if key not in fields:
                self.problems.append(_unknown(key, value, tuple(fields), path))
                continue
            inner, named = table_of(fields[key].type), named_table_of(fields[key].type)
            if inner:
                right[key] = self.table(value, inner, (*path, key))
            elif named and isinstance(value, dict):
                right[key] = self._named(value, named, (*path, key))
            elif self._is_right(value, fields[key].type, (*path, key)):
                right[key] = value
        for name, field in fields.items():
            if field.required and name not in raw:
                self.problems.append(Problem((*path, name), "nothing", expected_words(field.type)))
        return right

    def _named(
        self, raw: dict[str, object], kind: type[Setting], path: KeyPath
    ) -> dict[str, object]:
        """The tables under names of the user's that are right; one that lacks a setting is not."""
        kept: dict[str, object] = {}
        for name, one in raw.items():
            right = self.table(one, kind, (*path, name))
            if all(field.name in right for field in structs.fields(kind) if field.required):
                kept[name] = right
        return kept

    def _is_right(self, value: object, kind: object, path: KeyPath) -> bool:
        """Whether a value fits its type; if not, its problems are added."""
        before = len(self.problems)
        item = item_of(kind)
        table = table_of(item)
        if item is None or not isinstance(value, list):
            self._judge(value, kind, path)
        else:
            for index, element in enumerate(value):
                if table:
                    self.table(element, table, (*path, index))
                else:
                    self._judge(element, item, (*path, index))
        return len(self.problems) == before

    def _judge(self, value: object, kind: object, path: KeyPath) -> None:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError:
            near = _near(value, choices_of(kind)) if isinstance(value, str) else ""
            self.problems.append(
                Problem(path, found_words(value), expected_words(kind), suggestion=near)
            )


def _unknown(key: str, value: object, known: tuple[str, ...], table: KeyPath) -> Problem:
    """The problem of a key that is no setting."""
    if not table and key == "tool" and isinstance(value, dict) and "releasebot" in value:
        return Problem(
            (key, "releasebot"),
            found="the table's name in a pyproject.toml",
            expected="its settings at the top of this file, such as [site]",
        )
    near = _near(key, known)
    elsewhere = [dotted(path) for path in _settings(Config, ()) if path[-1] == key]
    return Problem(
        (*table, key),
        found="an unknown setting",
        expected="one of " + ", ".join(known),
        suggestion=dotted((*table, near)) if near else " or ".join(elsewhere),
    )


def _settings(kind: type[Setting], table: KeyPath) -> Iterator[KeyPath]:
    """The paths of all settings, tables included, arrays of tables not entered."""
    for field in structs.fields(kind):
        path = (*table, field.encode_name)
        yield path
        inner = table_of(field.type)
        if inner:
            yield from _settings(inner, path)


def _near(word: str, known: tuple[str, ...]) -> str:
    """The known word that `word` was probably meant to be, or nothing."""
    import difflib

    plain = {re.sub(r"[^a-z0-9]", "", each.lower()): each for each in known}
    close = difflib.get_close_matches(re.sub(r"[^a-z0-9]", "", word.lower()), plain, n=1)
    return plain[close[0]] if close else ""


def dotted(path: KeyPath) -> str:
    """A path as TOML writes a dotted key; indices, from 0, in brackets."""
    shown = ""
    for key in path:
        if isinstance(key, int):
            shown += f"[{key}]"
        else:
            bare = _BARE_KEY.fullmatch(key)
            shown += f".{key}" if bare else f".{json.dumps(key, ensure_ascii=False)}"
    return shown.removeprefix(".")
