"""What is marked `x-internal`: left out of the bundle, with what nothing else needs."""

from __future__ import annotations

from typing import Any

from releasebot.openapi.findings import Location
from releasebot.openapi.grammar import COMPONENTS, COMPONENTS_OF_2, Field, Kind
from releasebot.openapi.load import Dialect, Document
from releasebot.openapi.operations import METHODS
from releasebot.openapi.refs import Resolver, Target

_OPTIONAL: frozenset[Kind] = frozenset(
    {"operation", "path-item", "parameter", "tag", "server", "header", "callback", "link", "schema"}
)
"""What can be left out without making what is around it wrong."""
_METHODS = frozenset(METHODS)


class Internal:
    """Tells what is shown; `hide` says whether anything is hidden at all."""

    def __init__(self, document: Document, *, hide: bool = False) -> None:
        self._hide = hide and any(b"x-internal" in one.data for one in document.files.values())
        self.met = False
        """Whether something was hidden."""

    def shows(self, kind: Kind, node: Any, location: Location, resolver: Resolver) -> bool:  # noqa: ANN401  any JSON value
        """Whether an object stays: it is not internal, and does not refer to one that is."""
        if not self._hide or kind not in _OPTIONAL or _is_component(location):
            return True
        if type(node) is dict and node.get("x-internal") is not True and "$ref" in node:
            found = resolver.follow_all(node, location)
            node = found.node if isinstance(found, Target) else node
        if type(node) is not dict or node.get("x-internal") is not True:
            return True
        self.met = True
        return False

    def keeps(self, field: Field, before: Any, after: Any) -> bool:  # noqa: ANN401
        """Whether a key stays: what was under it is there, or a path still has an operation."""
        if not self._hide:
            return True
        if after is None and type(before) is dict:
            return False
        if field.kind == "paths" and type(after) is dict:
            for path in [path for path, item in after.items() if _lost_all(before.get(path), item)]:
                del after[path]
        if field.kind == "path-item" and field.shape == "map" and type(after) is dict:
            for name in [name for name, item in after.items() if _lost_all(before.get(name), item)]:
                del after[name]
        return True


def _is_component(location: Location) -> bool:
    """Whether it is a whole component: that one stays where something public uses it."""
    keys = location.pointer.split("/")[1:]
    if keys[:1] == ["components"]:
        return len(keys) == len(("components", "group", "name"))
    return len(keys) == len(("group", "name")) and keys[0] in COMPONENTS_OF_2


def _lost_all(before: Any, after: Any) -> bool:  # noqa: ANN401
    """Whether a path item has no operation left, though it had some."""
    return (
        type(before) is dict
        and type(after) is dict
        and not _METHODS.isdisjoint(before)
        and _METHODS.isdisjoint(after)
    )


def without_unused(shown: dict[str, Any], whole: dict[str, Any], dialect: Dialect) -> Any:  # noqa: ANN401
    """`shown` without the components that are used in `whole` but no longer in it."""
    lost = _used(whole, dialect) - _used(shown, dialect)
    groups = COMPONENTS_OF_2 if dialect == "2.0" else COMPONENTS
    holder = components_of(shown, dialect)
    for group in groups:
        members = holder.get(group)
        if type(members) is not dict:
            continue
        hidden = {
            name
            for name, node in members.items()
            if type(node) is dict and node.get("x-internal") is True
        } - {name for of, name in _used(shown, dialect) if of == group}
        for name in {name for of, name in lost if of == group} | hidden:
            members.pop(name, None)
        if not members:
            del holder[group]
    if dialect != "2.0" and shown.get("components") == {}:
        del shown["components"]
    return shown


def components_of(value: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    """What holds the maps of components: the document itself in Swagger 2.0."""
    holder = value if dialect == "2.0" else value.get("components")
    return holder if type(holder) is dict else {}


def _used(value: dict[str, Any], dialect: Dialect) -> set[tuple[str, str]]:
    """The components that something outside the components leads to in the end."""
    groups = COMPONENTS_OF_2 if dialect == "2.0" else COMPONENTS
    holder = components_of(value, dialect)
    outside = {key: one for key, one in value.items() if key != "components"}
    if dialect == "2.0":
        outside = {key: one for key, one in outside.items() if key not in groups}
    used: set[tuple[str, str]] = set()
    waiting = list(named_in(outside, dialect))
    while waiting:
        component = waiting.pop()
        if component not in used:
            used.add(component)
            group, name = component
            members = holder.get(group)
            waiting += named_in(members.get(name) if type(members) is dict else None, dialect)
    return used


def named_in(value: Any, dialect: Dialect) -> set[tuple[str, str]]:  # noqa: ANN401
    """The components that a value names: by reference, by mapping, as a security scheme."""
    prefix = "#/" if dialect == "2.0" else "#/components/"
    scheme = "securityDefinitions" if dialect == "2.0" else "securitySchemes"
    found: set[tuple[str, str]] = set()
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if type(node) is list:
            waiting += node
        elif type(node) is dict:
            waiting += node.values()
            stated = node.get("security")
            for requirement in stated if type(stated) is list else ():
                if type(requirement) is dict:
                    found.update((scheme, name) for name in requirement)
        elif type(node) is str and node.startswith(prefix):
            keys = node.removeprefix(prefix).replace("%25", "%").split("/")
            if len(keys) > 1:
                found.add((keys[0], keys[1].replace("~1", "/").replace("~0", "~")))
    return found
