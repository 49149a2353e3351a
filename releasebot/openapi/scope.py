"""What reading a document needs everywhere: its references, its names, and a note of each fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice, pairwise
from posixpath import basename, splitext
from typing import Any

from releasebot.openapi.findings import Finding, FindingCode, Location, unescape
from releasebot.openapi.load import Dialect, Document
from releasebot.openapi.refs import Broken, Resolver, Target, is_reference

Node = Mapping[str, Any]
"""An object of the document as it was parsed."""

EMPTY: Node = {}
_SCHEMA_FOLDERS = (("components", "schemas"), ("definitions",))
_UNTOLD = frozenset(
    (
        *("properties", "schema", "content", "paths", "responses", "components", "schemas"),
        *("requestBody", "parameters", "headers"),
        *("$defs", "definitions", "items", "allOf", "oneOf", "anyOf", "additionalProperties"),
    )
)
_LONGEST_TITLE = 60
_METHOD = 2


class Scope:
    """Reads values of one document tolerantly: what has the wrong type is noted and left out."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.dialect: Dialect = document.dialect
        self._resolver = Resolver(document)
        self._findings: dict[tuple[FindingCode, Location, str], Finding] = {}
        self.kept: dict[tuple[str, int], Any] = {}
        """Answers about a node, by question and `id`; each holds its node, so that ids stay its."""
        self.components: set[Location] = set()
        """Where the schemas stand that the document itself gives a name."""
        self._names: dict[Location, str] = {}
        self._taken: dict[str, Location] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every fault met so far, those of parsing first."""
        return (*self.document.findings, *self._findings.values())

    def note(self, code: FindingCode, message: str, location: Location) -> None:
        """Keep a fault; the same one is kept once."""
        self._findings.setdefault((code, location, message), Finding(code, message, location))

    def since(self, count: int) -> tuple[Finding, ...]:
        """The faults met after the first `count` of them."""
        return tuple(islice(self._findings.values(), count, None))

    @property
    def met(self) -> int:
        """How many faults were met so far, those of parsing apart."""
        return len(self._findings)

    def follow(self, node: object, location: Location) -> Target | Broken:
        """`node`, or where its `$ref` leads in the end; a broken one is noted."""
        found = self._resolver.follow_all(node, location)
        if isinstance(found, Broken):
            self.note(found.code, found.message, location)
        return found

    def step(self, reference: str, location: Location) -> Target | Broken:
        """Where a reference leads in one step; a broken one is noted."""
        found = self._resolver.follow(reference, base=location.file)
        if isinstance(found, Broken):
            self.note(found.code, found.message, location)
        return found

    def object(self, node: object, location: Location) -> tuple[Node, Location] | None:
        """The object that `node` is or refers to, with its place; None where it is none."""
        if is_reference(node):
            found = self.follow(node, location)
            if isinstance(found, Broken):
                return None
            node, location = found.node, found.location
        if type(node) is dict:
            return node, location
        self.note("wrong-type", f"{_place(location)} must be an object", location)
        return None

    def mapping(self, node: Node, key: str, location: Location) -> Node:
        """The object at `key`, empty where there is none."""
        value = node.get(key)
        if value is None:
            return EMPTY
        found = self.object(value, location.child(key))
        return found[0] if found else EMPTY

    def members(
        self, node: Node, key: str, location: Location
    ) -> Iterator[tuple[str, Node, Location]]:
        """Each member of the object at `key` that is, or refers to, an object.

        Extensions (`x-` in lower case) that hold something else are left out without a note.
        """
        value = node.get(key)
        if value is None:
            return
        holder = self.object(value, location.child(key))
        if holder is None:
            return
        for name, member in holder[0].items():
            if name.startswith("x-") and type(member) is not dict:
                continue
            found = self.object(member, holder[1].child(name))
            if found:
                yield name, *found

    def items(self, node: Node, key: str, location: Location) -> Iterator[tuple[Node, Location]]:
        """Each item of the array at `key` that is, or refers to, an object."""
        for index, item in enumerate(self.array(node, key, location)):
            found = self.object(item, location.child(key, index))
            if found:
                yield found

    def array(self, node: Node, key: str, location: Location) -> list[Any]:
        """The array at `key`, empty where there is none."""
        value = node.get(key)
        if is_reference(value):
            found = self.follow(value, location.child(key))
            value = found.node if isinstance(found, Target) else None
        if value is None:
            return []
        if type(value) is list:
            return value
        self.note("wrong-type", f"{key} must be an array", location.child(key))
        return []

    def text(self, node: Node, key: str, location: Location) -> str:
        """The text at `key`, empty where there is none; a number or a boolean is written out."""
        value = node.get(key)
        if type(value) is str:
            return value
        if value is None:
            return ""
        if is_reference(value):
            found = self.follow(value, location.child(key))
            return found.node if isinstance(found, Target) and type(found.node) is str else ""
        if type(value) in {int, float, bool}:
            return str(value).lower() if type(value) is bool else str(value)
        self.note("wrong-type", f"{key} must be a string", location.child(key))
        return ""

    def texts(self, node: Node, key: str, location: Location) -> tuple[str, ...]:
        """The texts of the array at `key`."""
        return tuple(
            item if type(item) is str else str(item)
            for item in self.array(node, key, location)
            if type(item) in {str, int, float, bool}
        )

    def name_of(self, target: Location, title: str = "") -> str:
        """The name of a schema that a reference leads to: unique, and the same in every run.

        One that is no component is called by its `title`, else by the last keys that lead to it.
        """
        known = self._names.get(target)
        if known is not None:
            return known
        name = _own_name(target, title)
        if self._taken.setdefault(name, target) != target:
            name = f"{name}-{sha256(f'{target.file}#{target.pointer}'.encode()).hexdigest()[:6]}"
            self._taken[name] = target
        self._names[target] = name
        return name

    def also(self, name: str, target: Location) -> None:
        """Call `target` by the name of a component that does nothing but refer to it."""
        self._names.setdefault(target, name)
        self.components.add(target)

    @property
    def named(self) -> tuple[tuple[str, Location], ...]:
        """Every schema that was given a name so far, in the order of that."""
        return tuple((name, location) for location, name in self._names.items())


def _own_name(target: Location, title: str) -> str:
    keys = tuple(unescape(segment) for segment in target.pointer.split("/")[1:])
    for folder in _SCHEMA_FOLDERS:
        if keys[: len(folder)] == folder and len(keys) == len(folder) + 1:
            return keys[-1]
    if title and len(title) <= _LONGEST_TITLE:
        return title
    of_operation = keys[:1] == ("paths",) and len(keys) > _METHOD
    told = [
        key
        for above, key in pairwise(("", *keys[_METHOD + 1 if of_operation else 0 :]))
        if key not in _UNTOLD and above != "content" and not key.isdecimal()
    ]
    if not told and of_operation:
        status = next((key for key in keys if key.isdecimal()), "")
        return f"{keys[_METHOD].upper()} {keys[1]} {status}".rstrip()
    if not told:
        return splitext(basename(target.file))[0]
    return f"{told[-1]}[]" if keys[-1] == "items" else told[-1]


def _place(location: Location) -> str:
    return unescape(location.pointer.rpartition("/")[2]) or location.file
