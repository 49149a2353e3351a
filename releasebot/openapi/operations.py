"""Operations: of paths, webhooks and callbacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from releasebot.openapi import about
from releasebot.openapi.findings import Location, unescape
from releasebot.openapi.model import Callback, CodeSample, Operation
from releasebot.openapi.parts import Parts
from releasebot.openapi.refs import Broken, is_reference
from releasebot.openapi.scope import EMPTY, Node

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_TEMPLATE = re.compile(r"\{([^{}/]+)\}")
MAX_CALLBACKS = 4
"""How deep callbacks of callbacks are followed."""


class _Found(Struct, frozen=True, eq=False):
    """An operation that has not been read yet, and the path item above it."""

    method: str
    path: str
    node: Node
    location: Location
    item: Node
    item_location: Location

    @property
    def operation_id(self) -> str:
        stated = self.node.get("operationId")
        return stated if type(stated) is str else ""


class OperationReader:
    """Reads the operations of one document."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._scope = parts.scope
        self.problems: list[str] = []
        """Which paths and webhooks could not be read."""

    def paths(self, root: Node, location: Location) -> tuple[Operation, ...]:
        """The operations below `paths`, in the document's order."""
        found = self._all(root, "paths", location)
        keys = self._keys(found, noting=True)
        return tuple(self._read(one, key) for one, key in zip(found, keys, strict=True))

    def webhooks(self, root: Node, location: Location) -> tuple[Operation, ...]:
        """The operations below `webhooks`, or `x-webhooks`; their path is the webhook's name."""
        key = "webhooks" if "webhooks" in root else "x-webhooks"
        found = self._all(root, key, location)
        keys = self._keys(found, noting=False)
        return tuple(self._read(one, name) for one, name in zip(found, keys, strict=True))

    def _all(self, root: Node, key: str, location: Location) -> list[_Found]:
        met = self._scope.met
        found = [*self._found(root, key, location)]
        for finding in self._scope.since(met):
            name = unescape(finding.location.pointer.rpartition("/")[2])
            told = name in finding.message
            self.problems.append(finding.message if told else f"{name}: {finding.message}")
        return found

    def _found(self, node: Node, key: str, location: Location) -> Iterator[_Found]:
        for path, item, at in self._scope.members(node, key, location):
            if not str(path).startswith("x-"):
                yield from self._of_item(path, item, at)

    def _of_item(self, path: str, item: Node, location: Location) -> Iterator[_Found]:
        for key in item:
            if key in METHODS:
                operation = self._scope.object(item[key], location.child(key))
                if operation:
                    yield _Found(key.upper(), path, *operation, item, location)
        for method, node, at in self._scope.members(item, "additionalOperations", location):
            yield _Found(method, path, node, at, item, location)

    def _keys(self, found: list[_Found], *, noting: bool) -> list[str]:
        """A name for each: its operationId where no other has it, else with method and path."""
        uses = Counter(one.operation_id for one in found)
        for operation_id in [one for one, count in uses.items() if one and count > 1 and noting]:
            users = [one for one in found if one.operation_id == operation_id]
            places = ", ".join(f"{one.method} {one.path}" for one in users)
            times = "twice" if len(users) == len("ab") else f"{len(users)} times"
            message = f'operationId "{operation_id}" is used {times} ({places})'
            self._scope.note(
                "duplicate-operation-id", message, users[1].location.child("operationId")
            )
        return [
            one.operation_id
            if one.operation_id and uses[one.operation_id] == 1
            else f"{one.operation_id} ({one.method} {one.path})".strip()
            if one.operation_id
            else f"{one.method} {one.path}"
            for one in found
        ]

    def _check_template(self, one: _Found, parameters: list[tuple[Node, Location]]) -> None:
        """Note the path's variables that no parameter defines."""
        defined = {str(node.get("name")) for node, _ in parameters if node.get("in") == "path"}
        for name in _TEMPLATE.findall(one.path) if one.path.startswith("/") else ():
            if name not in defined:
                self._scope.note(
                    "undefined-path-parameter",
                    f"path parameter {name} is not defined",
                    one.location,
                )

    def _parameters(self, one: _Found) -> list[tuple[Node, Location]]:
        """The path's parameters and the operation's; the operation's win by name and place."""
        found: dict[tuple[Any, Any], tuple[Node, Location]] = {}
        for holder, location in (
            (one.item, one.item_location),
            (one.node, one.location),
        ):
            for node, at in self._scope.items(holder, "parameters", location):
                found[str(node.get("name")), str(node.get("in"))] = (node, at)
        return list(found.values())

    def _read(self, one: _Found, key: str, depth: int = 0) -> Operation:
        scope, node, at = self._scope, one.node, one.location
        met = scope.met
        stated = self._parameters(one)
        self._check_template(one, stated)
        parameters, body = self._parts.request(stated, node, at)
        item_servers = EMPTY if scope.dialect == "2.0" else one.item
        own_servers = EMPTY if scope.dialect == "2.0" else node
        return Operation(
            key,
            one.method,
            one.path,
            one.operation_id,
            tuple(name for name in scope.texts(node, "tags", at) if name.strip()),
            scope.text(node, "summary", at) or scope.text(one.item, "summary", one.item_location),
            scope.text(node, "description", at)
            or scope.text(one.item, "description", one.item_location),
            node.get("deprecated") is True,
            parameters,
            body,
            self._parts.responses(node, at),
            about.requirements(node, at, scope),
            self._callbacks(node, at, depth),
            about.servers(own_servers, at, scope)
            or about.servers(item_servers, one.item_location, scope),
            at,
            about.docs(node, at, scope),
            scope.text(node, "x-sunset", at),
            self._samples(node, at),
            node.get("x-internal") is True,
            tuple(
                finding.message
                for finding in scope.since(met)
                if finding.code in {"unresolvable-reference", "refused-reference", "wrong-type"}
            ),
        )

    def _callbacks(self, node: Node, location: Location, depth: int) -> tuple[Callback, ...]:
        if "callbacks" not in node or depth >= MAX_CALLBACKS:
            return ()
        return tuple(
            Callback(
                name,
                expression,
                tuple(
                    self._read(one, one.operation_id or f"{name} {one.method}", depth + 1)
                    for one in self._of_item(expression, item, where)
                ),
            )
            for name, holder, at in self._scope.members(node, "callbacks", location)
            for expression, item, where in self._items_of(holder, at)
        )

    def _items_of(self, holder: Node, location: Location) -> Iterator[tuple[str, Node, Location]]:
        for expression, item in holder.items():
            if not expression.startswith("x-"):
                found = self._scope.object(item, location.child(expression))
                if found:
                    yield expression, *found

    def _samples(self, node: Node, location: Location) -> tuple[CodeSample, ...]:
        key = "x-codeSamples" if "x-codeSamples" in node else "x-code-samples"
        if key not in node:
            return ()
        text = self._scope.text
        return tuple(
            CodeSample(text(one, "lang", at), text(one, "label", at), self._source(one, at))
            for one, at in self._scope.items(node, key, location)
        )

    def _source(self, node: Node, location: Location) -> str:
        stated = node.get("source")
        if is_reference(stated):
            found = self._scope.follow(stated, location.child("source"))
            return "" if isinstance(found, Broken) else str(found.node)
        return self._scope.text(node, "source", location)
