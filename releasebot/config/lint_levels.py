"""The rules of the lint settings that a type cannot state."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.config.lint_rules import LINT_RULES
from releasebot.config.problem import KeyPath, Problem
from releasebot.config.schema import Config


def lint_levels(config: Config) -> Iterator[Problem]:
    """Rules that there are, each with one level."""
    lint = config.lint
    levels: dict[str, KeyPath] = {}
    for level, names in (("error", lint.error), ("warn", lint.warn), ("off", lint.off)):
        for index, name in enumerate(names):
            path: KeyPath = ("lint", level, index)
            yield from _known_rule(path, name)
            if name in levels:
                yield Problem(
                    path,
                    found=f'"{name}", which {levels[name][1]} has too',
                    expected="one level for a rule",
                    about=(levels[name],),
                )
            levels[name] = path
    for index, exception in enumerate(lint.ignore):
        yield from _known_rule(("lint", "ignore", index, "rule"), exception.rule)
        if not exception.at.startswith("/"):
            place: KeyPath = ("lint", "ignore", index, "at")
            yield Problem(place, f'"{exception.at}"', "a JSON Pointer, such as /paths/~1orders")


def _known_rule(path: KeyPath, name: str) -> Iterator[Problem]:
    if name in LINT_RULES:
        return
    from difflib import get_close_matches

    close = get_close_matches(name, LINT_RULES, n=1)
    yield Problem(path, f'"{name}"', "the name of a rule", suggestion=close[0] if close else "")
