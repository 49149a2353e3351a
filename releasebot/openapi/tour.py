"""Every object of a document, once, at the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from releasebot.openapi.findings import Location, escape
from releasebot.openapi.grammar import Kind, children
from releasebot.openapi.load import Document
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
    """A reference: where it stands, what it says, and what it leads to."""

    location: Location
    reference: str
    found: Target | Broken


class Tour(Struct, eq=False):
    """What a tour leaves behind: every reference, and what other files hold for them."""

    uses: list[Use] = []
    fragments: list[Part] = []


def tour(document: Document, resolver: Resolver, seen: Tour) -> Iterator[Part]:
    """Every object in the order of the root file, then what other files hold for its references.

    References themselves are no parts; each is added to what was `seen`. A schema of OpenAPI 3.1 or
    later that says more beside its `$ref` is a part as well.
    """
    visited: set[Location] = set()
    root = document.root.name
    waiting = [Part("document", document.root.value, root)]
    while waiting:
        part = waiting.pop()
        reference = part.node.get("$ref")
        if type(reference) is str:
            found = resolver.follow(reference, base=part.file)
            seen.uses.append(Use(part.location, reference, found))
            if isinstance(found, Target) and found.location.file != root:
                elsewhere = found.location
                if elsewhere not in visited and type(found.node) is dict:
                    visited.add(elsewhere)
                    fragment = replace(
                        part, node=found.node, file=elsewhere.file, pointer=elsewhere.pointer
                    )
                    seen.fragments.append(fragment)
                    waiting.insert(0, fragment)
            if not _says_more(part, document):
                continue
        yield part
        waiting += _below(part, document)


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
