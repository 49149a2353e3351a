"""What rules have to know beside the part that they look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from releasebot.openapi.findings import Location, unescape
from releasebot.openapi.grammar import COMPONENTS, COMPONENTS_OF_2
from releasebot.openapi.load import Document
from releasebot.openapi.refs import Resolver, Target
from releasebot.openapi.tour import Part, Tour, Use, tour

Node = dict[str, Any]
_COMPONENTS = "/components/"
_NAMED = 2
"""How many keys lead to a component, beside the one that holds all of them."""


class Component(Struct, frozen=True, gc=False):
    """Something that the document gives a name: the map that holds it, and the name."""

    group: str
    name: str


class Named(Struct):
    """How often a name is used, and where first."""

    location: Location
    count: int = 0


class Survey:
    """One look at a document, and what was seen of it so far.

    Everything that is said of the whole document is complete once `parts` is exhausted.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.resolver = Resolver(document)
        self._tour = Tour()
        self.operations: list[Part] = []
        """The operations of paths; those of webhooks and callbacks are no requests to the API."""
        self.properties: dict[str, Named] = {}
        """The names of the properties of all schemas."""
        self.tag_names: set[str] = set()
        """The tags that operations name."""
        self.required_schemes: set[str] = set()
        """The security schemes that requirements name."""
        self.mapped: set[str] = set()
        """What the mappings of discriminators name."""

    @property
    def uses(self) -> list[Use]:
        """Every reference."""
        return self._tour.uses

    @property
    def fragments(self) -> list[Part]:
        """The objects in other files that references lead to."""
        return self._tour.fragments

    def parts(self) -> Iterator[Part]:
        """Every part but the document, then the document."""
        whole = None
        for part in tour(self.document, self.resolver, self._tour):
            if part.kind == "document":
                whole = part
                self._note_security(part.node)
                continue
            if part.kind == "schema":
                self._note_schema(part)
            elif part.kind == "operation":
                self._note_operation(part)
            yield part
        if whole is not None:
            yield whole

    def resolved(self, node: object, location: Location) -> tuple[Node, Location] | None:
        """The object that `node` is or refers to in the end, with its place; None without one."""
        if type(node) is dict and "$ref" not in node:
            return node, location
        found = self.resolver.follow_all(node, location)
        if isinstance(found, Target) and type(found.node) is dict:
            return found.node, found.location
        return None

    def components(self) -> Iterator[tuple[Component, Location]]:
        """Everything that the document gives a name, in its order."""
        root, location = self.document.root.value, Location(self.document.root.name)
        if self.document.dialect == "2.0":
            holder, groups = root, COMPONENTS_OF_2
        else:
            holder, groups = root.get("components"), COMPONENTS
            location = location.child("components")
        if type(holder) is not dict:
            return
        for group in groups:
            members = holder.get(group)
            for name in members if type(members) is dict else ():
                yield Component(group, name), location.child(group, name)

    def component_at(self, location: Location) -> Component | None:
        """The component that a place is, or is inside of."""
        if location.file != self.document.root.name:
            return None
        pointer, groups = location.pointer, COMPONENTS
        if self.document.dialect == "2.0":
            groups = COMPONENTS_OF_2
        elif pointer.startswith(_COMPONENTS):
            pointer = pointer[len(_COMPONENTS) - 1 :]
        else:
            return None
        keys = pointer.split("/", 3)
        if len(keys) <= _NAMED or keys[1] not in groups:
            return None
        return Component(keys[1], unescape(keys[2]))

    def _note_operation(self, part: Part) -> None:
        tags = part.node.get("tags")
        if type(tags) is list:
            self.tag_names.update(tag for tag in tags if type(tag) is str)
        self._note_security(part.node)
        item = part.above
        if item is not None and item.above is not None and item.above.kind == "paths":
            self.operations.append(part)

    def _note_security(self, node: Node) -> None:
        stated = node.get("security")
        for requirement in stated if type(stated) is list else ():
            if type(requirement) is dict:
                self.required_schemes.update(requirement)

    def _note_schema(self, part: Part) -> None:
        if part.keys[:1] == ("properties",):
            name = part.name
            named = self.properties.get(name)
            if named is None:
                named = self.properties[name] = Named(part.location)
            named.count += 1
        discriminator = part.node.get("discriminator")
        if type(discriminator) is dict:
            mapping = discriminator.get("mapping")
            values = mapping.values() if type(mapping) is dict else ()
            self.mapped.update(value for value in values if type(value) is str)
