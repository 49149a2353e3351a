"""`$ref`: inside a document, between its files, and what it must never reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from releasebot.openapi.findings import FindingCode, Location, escape, unescape
from releasebot.openapi.load import REMOTE, Document, file_name, is_address

CIRCLE = "it leads to itself"
"""How the message about a reference ends that never comes to anything but references."""
MAX_CHAIN = 100
"""How many references may lead from one to the next."""


class Target(Struct, frozen=True, eq=False):
    """What a reference leads to: the value and where it stands."""

    node: object
    location: Location


class Broken(Struct, frozen=True):
    """A reference that leads nowhere; `message` names it and says why."""

    message: str
    code: FindingCode = "unresolvable-reference"


class Resolver:
    """Follows the references of one document; every answer is given once and kept."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[tuple[str, str], Target | Broken] = {}
        self._named: dict[str, dict[str, Target]] = {}

    def follow(self, reference: str, *, base: str) -> Target | Broken:
        """What `reference`, standing in the file `base`, leads to in one step."""
        key = (base, reference)
        known = self._known.get(key)
        if known is None:
            # A circle of pointers that lead through each other ends at this entry.
            self._known[key] = Broken(f"unresolvable reference {reference}: {CIRCLE}")
            known = self._known[key] = self._resolve(reference, base)
        return known

    def follow_all(self, node: object, location: Location) -> Target | Broken:
        """`node` itself, or where the chain of references that starts with it ends."""
        reference: object = None
        for _ in range(MAX_CHAIN):
            reference = node.get("$ref") if type(node) is dict else None
            if not isinstance(reference, str):
                return Target(node, location)
            step = self.follow(reference, base=location.file)
            if isinstance(step, Broken):
                return step
            node, location = step.node, step.location
        return Broken(f"unresolvable reference {reference}: {CIRCLE}")

    def _resolve(self, reference: str, base: str) -> Target | Broken:
        path, _, fragment = reference.partition("#")
        fragment = unquote(fragment)
        named = self._by_id(reference, base) if path else None
        if named is not None:
            return named
        name = file_name(reference, base=base)
        if name is None:
            return _refuse(reference)
        source = self._document.files.get(name)
        if source is None:
            return _missing(reference, name, self._document.refused.get(name))
        if not fragment:
            return Target(source.value, Location(name))
        if fragment.startswith("/"):
            return self._descend(source.value, Location(name), fragment, reference)
        anchored = self._names_of(name).get(f"#{fragment}")
        return anchored or Broken(f"unresolvable reference {reference}")

    def _descend(
        self,
        node: object,
        location: Location,
        fragment: str,
        reference: str,
    ) -> Target | Broken:
        """The value at a pointer, through references that stand on the way."""
        for segment in fragment[1:].split("/"):
            key = unescape(segment)
            if type(node) is dict and key not in node and "$ref" in node:
                through = self.follow_all(node, location)
                if isinstance(through, Broken):
                    return through
                node, location = through.node, through.location
            if type(node) is dict and key in node:
                node = node[key]
            elif type(node) is list and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            else:
                return Broken(f"unresolvable reference {reference}")
            location = Location(location.file, f"{location.pointer}/{escape(key)}")
        return Target(node, location)

    def _by_id(self, reference: str, base: str) -> Target | None:
        """The schema whose `$id` is the reference, as JSON Schema 2020-12 section 8.2.1 has it."""
        names = self._names_of(base)
        address, _, fragment = reference.partition("#")
        found = names.get(address)
        if found is None or not fragment:
            return found
        if fragment.startswith("/"):
            inner = self._descend(found.node, found.location, unquote(fragment), reference)
            return inner if isinstance(inner, Target) else None
        return names.get(f"#{fragment}")

    def _names_of(self, name: str) -> dict[str, Target]:
        if name not in self._named:
            source = self._document.files[name]
            may_name = any(key in source.data for key in (b"$id", b"$self", b"nchor"))
            names = _names(source.value, Location(name)) if may_name else ()
            # A name may stand in several schemas; which of them counts is not a matter of order.
            ordered = sorted(names, key=lambda named: named[1].location.pointer, reverse=True)
            self._named[name] = dict(ordered)
        return self._named[name]


def is_reference(node: object) -> bool:
    """Whether `node` is an object that refers to another."""
    return type(node) is dict and type(node.get("$ref")) is str


def _refuse(reference: str) -> Broken:
    if re.match(r"(?i)https?:|//", reference):
        return Broken(f"{REMOTE}: {_shown(reference)}", "refused-reference")
    return Broken(f"reference leaves the folder of the document: {reference}", "refused-reference")


def _missing(reference: str, name: str, reason: str | None) -> Broken:
    if is_address(name):
        return Broken(f"{reason or REMOTE}: {_shown(name)}", "refused-reference")
    if reason is None:
        return Broken(f"unresolvable reference {reference}")
    return Broken(f"{reason}: {reference}", "refused-reference")


def _shown(address: str) -> str:
    """An address without credentials and query."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(an address that cannot be read)"
    return f"{parts.scheme}://{host}{port}{parts.path}"


def _names(value: object, location: Location) -> Iterator[tuple[str, Target]]:
    """Everything in a file that has a name of its own: `$id`, `$self`, `$anchor`."""
    waiting = [(value, location)]
    seen: set[int] = set()
    while waiting:
        node, here = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if type(node) is dict:
            yield from _own_names(node, here)
            waiting += [(item, here.child(key)) for key, item in node.items()]
        elif type(node) is list:
            waiting += [(item, here.child(index)) for index, item in enumerate(node)]


def _own_names(node: dict[str, object], location: Location) -> Iterator[tuple[str, Target]]:
    for key in ("$id", "$self"):
        name = node.get(key)
        if isinstance(name, str):
            yield name.rstrip("#"), Target(node, location)
    for key in ("$anchor", "$dynamicAnchor"):
        name = node.get(key)
        if isinstance(name, str):
            yield f"#{name}", Target(node, location)
