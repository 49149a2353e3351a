"""Every object of a document, once, at the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from releasebot.openapi.findings import Location, escape
from releasebot.openapi.grammar import Kind, children
from releasebot.openapi.load import Document, mapped_files
from releasebot.openapi.operations import METHODS
from releasebot.openapi.refs import Broken, Resolver, Target

_WITH_SIBLINGS = frozenset({"3.1", "3.2"})
"""Versions in which a schema may say more beside its `$ref`."""


class Part(Struct, eq=False, gc=False):
    """An object of the document: what it is, and where.

    `keys` lead to it from `above`, which is None for the document alone; what another file holds
    has those of the first reference to it. `operation` is the method and the path of the operation
    that it belongs to, else empty.
    """

    kind: Kind
    node: dict[str, Any]
    file: str
    pointer: str = ""
    above: Part | None = None
    keys: tuple[str | int, ...] = ()
    operation: str = ""

    @property
    def location(self) -> Location:
        """Where it is written."""
        return Location(self.file, self.pointer)

    @property
    def name(self) -> str:
        """The last key that leads to it."""
        return str(self.keys[-1]) if self.keys else ""

    @property
    def is_property(self) -> bool:
        """Whether it is a schema that another one has as a property."""
        return self.keys[:1] == ("properties",) and self.above is not None


class Use(Struct, frozen=True, eq=False):
    """A reference: where it stands and in place of what, what it says, and what it leads to."""

    kind: Kind
    location: Location
    reference: str
    found: Target | Broken


class Tour(Struct, eq=False):
    """What a tour leaves behind: every reference, and what other files hold for them."""

    uses: list[Use] = []
    fragments: list[Part] = []
    visited: set[Location] = set()

    def note(self, use: Use, part: Part, document: Document) -> None:
        """Keep a reference of `part`; what it leads to in another file is a part, once."""
        self.uses.append(use)
        found = use.found
        if isinstance(found, Broken) or found.location.file == document.root.name:
            return
        at = found.location
        if at not in self.visited and type(found.node) is dict:
            self.visited.add(at)
            self.fragments.append(replace(part, node=found.node, file=at.file, pointer=at.pointer))


def tour(document: Document, resolver: Resolver, seen: Tour) -> Iterator[Part]:
    """Every object in the order of the root file, then what other files hold for its references.

    References themselves are no parts; each is added to what was `seen`. A schema of OpenAPI 3.1 or
    later that says more beside its `$ref` is a part as well.
    """
    waiting = [Part("document", document.root.value, document.root.name)]
    done = 0
    while waiting or done < len(seen.fragments):
        if not waiting:
            waiting.append(seen.fragments[done])
            done += 1
        part = waiting.pop()
        reference = part.node.get("$ref")
        if type(reference) is str:
            found = resolver.follow(reference, base=part.file)
            seen.note(Use(part.kind, part.location, reference, found), part, document)
            if not _says_more(part, document):
                continue
        yield part
        if "discriminator" in part.node:
            for use in _mapped(part, resolver):
                seen.note(use, part, document)
        waiting += _below(part, document)


def _mapped(part: Part, resolver: Resolver) -> Iterator[Use]:
    """What a schema's discriminator maps to by reference; names of schemas are no references."""
    mapping = part.node["discriminator"]
    mapping = mapping.get("mapping") if type(mapping) is dict else None
    for value, name in mapping.items() if type(mapping) is dict else ():
        if type(name) is str and ("#/" in name or name in mapped_files(part.node)):
            at = part.location.child("discriminator", "mapping", value)
            yield Use("schema", at, name, resolver.follow(name, base=part.file))


def _says_more(part: Part, document: Document) -> bool:
    if len(part.node) == 1:
        return False
    if part.kind == "path-item":
        return True
    return part.kind == "schema" and document.dialect in _WITH_SIBLINGS


def _below(part: Part, document: Document) -> list[Part]:
    """The parts that `part` holds, the last first."""
    below = []
    file, above = part.file, part.pointer
    for kind, keys, node in children(part.kind, part.node, document.dialect):
        operation = part.operation
        if kind == "operation":
            operation = f"{_method(str(keys[-1]))} {part.name}"
        pointer = above
        for key in keys:
            pointer = f"{pointer}/{escape(key) if type(key) is str else key}"
        below.append(Part(kind, node, file, pointer, part, keys, operation))
    below.reverse()
    return below


def _method(key: str) -> str:
    return key.upper() if key in METHODS else key
