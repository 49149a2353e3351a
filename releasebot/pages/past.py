"""What the pages of today say of the releases before: since when, changed when, where it stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from releasebot.openapi.diff.operations import label
from releasebot.openapi.history import ApiHistory, Spot, Step, field_name, parameter_name
from releasebot.openapi.model import Api, Operation, Parameter
from releasebot.openapi.schema import Schema

T = TypeVar("T")
_MOST_CHANGES = 5
"""How many of the releases in which an operation changed are named on its page."""


class OperationPast(Struct, frozen=True):
    """Of one operation: the release that brought it, those that changed it, the latest first.

    A release is named by its version; `since` is None where nobody knows. `former` are the places
    where it stood.
    """

    since: str | None
    changed: tuple[str, ...]
    former: tuple[Spot, ...]


class Past:
    """The history of an API, as its present pages ask for it."""

    def __init__(self, history: ApiHistory, api: Api) -> None:
        self.history = history
        self._root = api.scope.document.root.name
        self._present = {label(one): one for one in api.operations}
        self._since: dict[str, str] = {}
        self._changed: dict[str, list[str]] = {}
        self._former: dict[str, list[Spot]] = {}
        self._parts: dict[str, str] = {}
        self.tags: dict[str, tuple[str, ...]] = {}
        """The names that tags had, by those of today."""
        self.schemas: dict[str, tuple[str, ...]] = {}
        """The names that schemas had, by those of today."""
        for release in history.releases:
            self._follow(release.step, release.version)

    def of(self, operation: Operation) -> OperationPast:
        """What is known of an operation."""
        name = label(operation)
        changed = tuple(reversed(self._changed.get(name, ())))[:_MOST_CHANGES]
        first = self.history.first or None
        return OperationPast(
            self._since.get(name, first), changed, tuple(self._former.get(name, ()))
        )

    def parameter_since(self, operation: Operation, parameter: Parameter) -> str | None:
        """The release that added the parameter to an operation that was there before."""
        name = parameter_name(label(operation), parameter.place, parameter.name)
        return self._parts.get(name)

    def field_since(self, schema: Schema) -> str | None:
        """The release that added the field with that schema to an object that was there before."""
        if not self._parts:
            return None
        return self._parts.get(field_name(schema.location, self._root))

    def operations_at(self) -> Iterator[tuple[str, Mapping[str, Operation]]]:
        """Each release, the latest first, with the operations of today by their labels then.

        What a release took away, or renamed, is under its name before that release too.
        """
        now: dict[str, Operation] = dict(self._present)
        for release in reversed(self.history.releases):
            renamed = _renamed(release.step)
            before = {old: now[new] for old, new in renamed.items() if new in now}
            yield release.version, {**now, **before}
            gone = {*renamed.values(), *release.step.added} - renamed.keys()
            now = {name: one for name, one in now.items() if name not in gone} | before

    def _follow(self, step: Step, version: str) -> None:
        renamed = _renamed(step)
        _rename(self._since, renamed)
        _rename(self._changed, renamed)
        _rename(self._former, renamed)
        self._rename_parts([(f"{old} ", f"{new} ") for old, new in renamed.items()])
        self._rename_parts(
            [
                (f"#{folder}/{old}/", f"#{folder}/{new}/")
                for old, new in step.schemas
                for folder in ("/components/schemas", "/definitions")
            ]
        )
        for before, after in step.moved:
            self._former.setdefault(after.label, []).append(before)
        for name in step.added:
            self._since[name] = version
            self._changed.pop(name, None)
            self._former.pop(name, None)
        for name in step.touched:
            self._changed.setdefault(name, []).append(version)
        self._parts.update(dict.fromkeys(step.parts, version))
        for pairs, kept_names in ((step.tags, self.tags), (step.schemas, self.schemas)):
            for old, new in pairs:
                kept_names[new] = (*kept_names.pop(old, ()), old)

    def _rename_parts(self, renamed: Sequence[tuple[str, str]]) -> None:
        """Give what stands below something that was renamed its new name."""
        for old, new in renamed:
            below = [name for name in self._parts if name.startswith(old)]
            for name in below:
                self._parts[new + name.removeprefix(old)] = self._parts.pop(name)


def _renamed(step: Step) -> dict[str, str]:
    return {old.label: new.label for old, new in step.moved if old.label != new.label}


def _rename(kept: dict[str, T], renamed: Mapping[str, str]) -> None:
    """Put what is kept under the names of before under those of after, all at once."""
    moved = {new: kept.pop(old) for old, new in renamed.items() if old in kept}
    kept.update(moved)
