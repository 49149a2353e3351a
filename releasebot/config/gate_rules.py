"""The rules of the gates' settings that a type cannot state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from releasebot.config.command_rule import broken_command
from releasebot.config.gates_schema import GateSettings
from releasebot.config.problem import KeyPath, Problem

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
"""What may name a log file and a line on every kind of server."""


def broken_gate_rules(gates: Mapping[str, GateSettings]) -> Iterator[Problem]:
    """Every rule that the gates break."""
    for name, gate in gates.items():
        path: KeyPath = ("gates", name)
        if not _NAME.fullmatch(name):
            expected = "letters, digits, dots, hyphens and underscores, 40 at most"
            yield Problem(path, f'the name "{name}"', expected)
        yield from broken_command((*path, "command"), gate.command)
        if gate.report is not None and gate.format == "exit":
            yield Problem(
                (*path, "report"),
                found="a report without its format",
                expected="gates.NAME.format beside it, such as junit",
                about=((*path, "format"),),
            )
        yield from _order(path, name, gates)
        yield from _limits(path, gate)


def _order(path: KeyPath, name: str, gates: Mapping[str, GateSettings]) -> Iterator[Problem]:
    for index, other in enumerate(gates[name].after):
        place = (*path, "after", index)
        if other not in gates:
            yield Problem(place, f'"{other}"', "the name of a gate: " + ", ".join(gates))
        elif name in _before(other, gates):
            found = f'"{other}", which waits for {name} itself'
            yield Problem(place, found, "gates that do not wait for one another")


def _limits(path: KeyPath, gate: GateSettings) -> Iterator[Problem]:
    """What is wrong with the limits of a report besides their types."""
    for index, ignored in enumerate(gate.advisories.ignore):
        try:
            date.fromisoformat(ignored.until)
        except ValueError:
            place: KeyPath = (*path, "advisories", "ignore", index, "until")
            yield Problem(place, f'"{ignored.until}"', "a day such as 2027-01-31")
    for group, settings in gate.coverage.groups.items():
        place = (*path, "coverage", "groups", group)
        if not _NAME.fullmatch(group):
            yield Problem(place, f'the name "{group}"', "letters, digits, dots, hyphens")
        if not settings.files:
            yield Problem((*place, "files"), "no glob", "one at least")


def _before(name: str, gates: Mapping[str, GateSettings]) -> set[str]:
    """The gate and all that it waits for."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in seen and one in gates:
            seen.add(one)
            waiting.extend(gates[one].after)
    return seen
