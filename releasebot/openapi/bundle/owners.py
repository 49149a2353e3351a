"""Under which name each thing that is referred to stands in the bundled document."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, splitext
from typing import Any

from msgspec import Struct

from releasebot.openapi.findings import Location, escape, unescape
from releasebot.openapi.grammar import COMPONENTS, COMPONENTS_OF_2, Kind
from releasebot.openapi.load import Document
from releasebot.openapi.refs import MAX_CHAIN, Resolver, Target
from releasebot.openapi.tour import Tour, Use, tour

_IN_COMPONENTS = "/components/"


class Owner(Struct, frozen=True, order=True):
    """A component of the bundled document."""

    group: str
    name: str


class Owners:
    """Decides on the names: a component of the document keeps its own.

    What another file holds takes the name of the component that does nothing but refer to it, else
    the last key that leads to it, else the name of its file.
    """

    def __init__(self, document: Document, resolver: Resolver) -> None:
        self.document = document
        self._resolver = resolver
        self._prefix = "" if document.dialect == "2.0" else "/components"
        kinds = COMPONENTS_OF_2 if document.dialect == "2.0" else COMPONENTS
        self.groups: dict[str, Kind] = dict(kinds)
        self._group_of = {kind: group for group, kind in kinds.items()}
        self.of: dict[Location, Owner] = {}
        """What each place that is referred to as a whole is called."""
        self.kinds: dict[Location, Kind] = {}
        self._taken: dict[Owner, Location] = {}
        self._own()
        self._others()

    def pointer(self, owner: Owner) -> str:
        """Where a component stands in the bundled document."""
        return f"{self._prefix}/{escape(owner.group)}/{escape(owner.name)}"

    def reference(self, location: Location) -> str | None:
        """What refers to a place in the bundled document; None where only its content can stand."""
        owner = self.of.get(location)
        if owner is not None:
            return _as_uri(self.pointer(owner))
        for above, rest in _above(location):
            owner = self.of.get(above)
            if owner is not None and not any(one.isdecimal() for one in rest):
                return _as_uri("/".join([self.pointer(owner), *rest]))
        return None

    def end_of(self, target: Target) -> Target:
        """Where a chain of references ends, or the first place on it that has a name."""
        for _ in range(MAX_CHAIN):
            node: Any = target.node
            if target.location in self.of or not _is_alias(node):
                return target
            step = self._resolver.follow(node["$ref"], base=target.location.file)
            if not isinstance(step, Target):
                return target
            target = step
        return target

    def _own(self) -> None:
        """The document's components, and what those that only refer to another file stand for."""
        root = Location(self.document.root.name, self._prefix)
        holder: Any = self.document.root.value
        if self._prefix:
            holder = holder.get("components")
        members: dict[Owner, Any] = {
            Owner(group, name): holder[group][name]
            for group in (self.groups if type(holder) is dict else ())
            if type(holder.get(group)) is dict
            for name in sorted(holder[group])
        }
        for owner in members:
            at = root.child(owner.group, owner.name)
            self.of[at] = owner
            self.kinds[at] = self.groups[owner.group]
            self._taken[owner] = at
        for owner, node in members.items():
            if not _is_alias(node):
                continue
            step = self._resolver.follow(node["$ref"], base=self.document.root.name)
            end = self.end_of(step) if isinstance(step, Target) else None
            if end is not None and end.location.file != self.document.root.name:
                self.of.setdefault(end.location, owner)
                self.kinds.setdefault(end.location, self.groups[owner.group])

    def _others(self) -> None:
        seen = Tour()
        kinds: dict[Location, Kind] = {}
        for use in _uses(self.document, self._resolver, seen):
            if isinstance(use.found, Target):
                end = self.end_of(use.found)
                if end.location not in self.of and use.kind in self._group_of:
                    kinds.setdefault(end.location, use.kind)
        wanted = sorted(kinds, key=lambda one: (one.file, one.pointer.count("/"), one.pointer))
        for location in wanted:
            if self._is_inlined(kinds[location], location):
                continue
            self.of[location] = self._named(location, self._group_of[kinds[location]])
            self.kinds[location] = kinds[location]

    def _is_inlined(self, kind: Kind, location: Location) -> bool:
        """Whether a place needs no name: path items, and what a named place above it leads to."""
        return kind == "path-item" or self.reference(location) is not None

    def _named(self, location: Location, group: str) -> Owner:
        last = unescape(location.pointer.rpartition("/")[2])
        name = last or splitext(basename(location.file))[0]
        number, owner = 1, Owner(group, name)
        while owner in self._taken:
            number += 1
            owner = Owner(group, f"{name}-{number}")
        self._taken[owner] = location
        return owner

    def added(self) -> Iterator[tuple[Owner, Location]]:
        """Every component of the bundled document, and where its content is written."""
        contents = dict(self._taken)
        for location, owner in self.of.items():
            if location.file != self.document.root.name or owner not in contents:
                contents[owner] = location
        yield from sorted(contents.items())


def _uses(document: Document, resolver: Resolver, seen: Tour) -> list[Use]:
    for _ in tour(document, resolver, seen):
        pass
    return seen.uses


def _is_alias(node: Any) -> bool:  # noqa: ANN401  any JSON value
    return type(node) is dict and len(node) == 1 and type(node.get("$ref")) is str


def _above(location: Location) -> Iterator[tuple[Location, list[str]]]:
    """Each place above, the nearest first, with the segments that lead from it."""
    pointer, rest = location.pointer, list[str]()
    while pointer:
        pointer, _, segment = pointer.rpartition("/")
        rest.insert(0, segment)
        yield Location(location.file, pointer), rest


def _as_uri(pointer: str) -> str:
    """A pointer as the fragment of an address; what need not be encoded is not."""
    return "#" + pointer.replace("%", "%25")
