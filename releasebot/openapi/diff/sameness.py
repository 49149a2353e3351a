"""Which parts of two documents are the same to the last key, so that nobody need look inside.

A part is the same where its nodes are equal and every reference in it leads to parts that are the
same. Most of two versions of a document is.
"""

from __future__ import annotations

from releasebot.openapi.diff.merged import Spot
from releasebot.openapi.findings import Location, unescape
from releasebot.openapi.model import Api
from releasebot.openapi.refs import Target
from releasebot.openapi.scope import Scope

_Key = tuple[str, str, str]
"""A reference as it is written, and the files of the two documents that it stands in."""


class Sameness:
    """What is the same in `base` and `revision`."""

    def __init__(self, base: Api, revision: Api) -> None:
        self._scopes = (base.scope, revision.scope)
        self._comparable = base.dialect == revision.dialect
        self._known: dict[_Key, frozenset[_Key] | None] = {}
        self._changed: set[_Key] = set()
        self._inside: dict[int, tuple[object, frozenset[str]]] = {}
        if self._comparable:
            roots = (base.scope.document.root, revision.scope.document.root)
            self._follow(
                [(one, roots[0].name, roots[1].name) for one in self._references(roots[0].value)]
            )

    def nodes(self, base: object, revision: object, files: tuple[str, str]) -> bool:
        """Whether two nodes, standing in these files, are the same."""
        if not self._comparable or base != revision:
            return False
        for one in self._references(base):
            key = (one, *files)
            if key not in self._known:
                self._follow([key])
            if key in self._changed:
                return False
        return True

    def spots(self, base: Spot, revision: Spot) -> bool:
        """Whether the same is said of a value in both documents."""
        return len(base) == len(revision) and all(
            one.allows == other.allows
            and self.nodes(one.node, other.node, (one.location.file, other.location.file))
            for one, other in zip(base, revision, strict=True)
        )

    def _references(self, node: object) -> frozenset[str]:
        known = self._inside.get(id(node))
        if known is None:
            known = self._inside[id(node)] = (node, references(node))
        return known[1]

    def _follow(self, keys: list[_Key]) -> None:
        """Learn what `keys` lead to, and which of everything known so far has changed."""
        waiting = keys
        while waiting:
            key = waiting.pop()
            if key in self._known:
                continue
            self._known[key] = None
            targets = [
                scope.step(key[0], Location(file))
                for scope, file in zip(self._scopes, key[1:], strict=True)
            ]
            one, other = targets
            if not isinstance(one, Target) or not isinstance(other, Target):
                if isinstance(one, Target) or isinstance(other, Target):
                    self._changed.add(key)
                continue
            if one.node != other.node:
                self._changed.add(key)
                continue
            files = (one.location.file, other.location.file)
            below = frozenset((name, *files) for name in self._references(one.node))
            self._known[key] = below
            waiting += below
        self._spread()

    def _spread(self) -> None:
        """What refers to a changed part has changed."""
        users: dict[_Key, list[_Key]] = {}
        for key, below in self._known.items():
            for one in below or ():
                users.setdefault(one, []).append(key)
        waiting = list(self._changed)
        while waiting:
            for user in users.get(waiting.pop(), ()):
                if user not in self._changed:
                    self._changed.add(user)
                    waiting.append(user)


def references(node: object) -> frozenset[str]:
    """Every `$ref` below `node`."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        value = waiting.pop()
        if type(value) is dict:
            stated = value.get("$ref", value.get("$dynamicRef"))
            if type(stated) is str:
                found.add(stated)
            waiting += [one for one in value.values() if type(one) is dict or type(one) is list]
        elif type(value) is list:
            waiting += [one for one in value if type(one) is dict or type(one) is list]
    return frozenset(found)


def node_at(scope: Scope, location: Location) -> object:
    """The value at a place of a document; None where there is none."""
    source = scope.document.files.get(location.file)
    value = source.value if source else None
    for segment in location.pointer.split("/")[1:]:
        key = unescape(segment)
        if type(value) is dict:
            value = value.get(key)
        elif type(value) is list and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value
