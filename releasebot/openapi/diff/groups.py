"""Changes gathered by their cause, so that one changed schema is told once.

A schema that a hundred operations use makes a hundred changes for their clients; people need the
schema and the hundred as a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.rule import LEVELS, Level

_NAMED = ("/components/schemas/", "/definitions/")


class Cause(Struct, frozen=True, eq=False):
    """One difference of the documents, and every change that it makes, the gravest first."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The change that stands for all."""
        return self.changes[0]

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations whose clients notice."""
        return tuple(dict.fromkeys(one.operation for one in self.changes if one.operation))


class Group(Struct, frozen=True, eq=False):
    """What has one heading: an operation, a schema that several use, or the API itself."""

    title: str
    shared: bool
    causes: tuple[Cause, ...]

    @property
    def level(self) -> Level:
        """The gravest level in it."""
        return min((one.first.level for one in self.causes), key=LEVELS.index)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations whose clients notice anything of it."""
        return tuple(dict.fromkeys(name for one in self.causes for name in one.operations))


def group(changes: Sequence[Change]) -> tuple[Group, ...]:
    """The changes by operation; those of schemas that several operations use by schema."""
    gathered: dict[tuple[str, bool], list[Cause]] = {}
    for cause in causes(changes):
        gathered.setdefault(_heading(cause), []).append(cause)
    groups = [Group(title, shared, tuple(found)) for (title, shared), found in gathered.items()]
    return tuple(sorted(groups, key=lambda one: LEVELS.index(one.level)))


def causes(changes: Sequence[Change]) -> Iterator[Cause]:
    """The differences of the documents, each with all the changes that it makes."""
    found: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        found.setdefault(_difference(change), []).append(change)
    for same in found.values():
        yield Cause(tuple(sorted(same, key=lambda one: LEVELS.index(one.level))))


def _difference(change: Change) -> tuple[object, ...]:
    """What tells one difference of the documents from another, whoever notices it."""
    if schema_of(change):
        kind = change.id.partition("-")[2]
        return kind, change.base, change.revision, str(change.before), str(change.after)
    return change.id, change.base, change.revision, change.operation, change.key, change.name


def schema_of(change: Change) -> str:
    """The component schema that the change is in; empty where it is in none."""
    for at in (change.revision, change.base):
        for folder in _NAMED:
            if at is not None and at.pointer.startswith(folder):
                return at.pointer.removeprefix(folder).partition("/")[0]
    return ""


def _heading(cause: Cause) -> tuple[str, bool]:
    operations = cause.operations
    if len(operations) == 1:
        return operations[0], False
    schema = schema_of(cause.first)
    return (schema, True) if schema else ("", False)
