"""References replaced by what they lead to, where that ends."""

from __future__ import annotations

from typing import Any

from releasebot.errors import UsageError
from releasebot.openapi.bundle.internal import components_of, named_in
from releasebot.openapi.findings import unescape
from releasebot.openapi.grammar import COMPONENTS, COMPONENTS_OF_2
from releasebot.openapi.load import Dialect

MOST = 1_000_000
"""How many values the resolved document may hold."""

_BY_NAME = frozenset({"securitySchemes", "securityDefinitions"})


def expanded(value: dict[str, Any], dialect: Dialect, *, name: str) -> dict[str, Any]:
    """A bundled document with every reference resolved that does not lead back to itself.

    Components stay that something still names: those that contain themselves, those that a
    discriminator maps to, and the security schemes.

    Raises:
        UsageError: it would hold more than `MOST` values.
    """
    groups = COMPONENTS_OF_2 if dialect == "2.0" else COMPONENTS
    made = _Expander(value, dialect, name)
    outside = {key: one for key, one in value.items() if key != "components" and key not in groups}
    if dialect != "2.0":
        outside = {key: one for key, one in value.items() if key != "components"}
    whole: dict[str, Any] = {key: made.put(one, ())[0] for key, one in outside.items()}
    holder = components_of(value, dialect)
    kept: dict[str, dict[str, Any]] = {
        group: dict(holder[group]) for group in _BY_NAME if type(holder.get(group)) is dict
    }
    waiting = list(named_in(whole, dialect))
    while waiting:
        group, key = waiting.pop()
        members = holder.get(group)
        if type(members) is dict and key in members and key not in kept.setdefault(group, {}):
            pointer = f"{group}/{key}"
            kept[group][key] = made.put(members[key], (pointer,))[0]
            waiting += named_in(kept[group][key], dialect)
    kept = {group: members for group, members in kept.items() if members}
    if dialect == "2.0":
        return whole | kept
    return {**whole, "components": kept} if kept else whole


class _Expander:
    """Puts components in place, each made once where it is the same everywhere."""

    def __init__(self, value: dict[str, Any], dialect: Dialect, name: str) -> None:
        self._value = value
        self._with_siblings = dialect in {"3.1", "3.2"}
        self._name = name
        self._made: dict[str, tuple[Any, int]] = {}

    def put(self, value: Any, inside: tuple[str, ...]) -> tuple[Any, int]:  # noqa: ANN401  any JSON value
        """The value with its references resolved, and how many values it holds."""
        if type(value) is dict:
            reference = value.get("$ref")
            if type(reference) is str and reference.startswith("#/"):
                return self._target(value, reference, inside)
            put = {key: self.put(item, inside) for key, item in value.items()}
            size = 1 + sum(count for _, count in put.values())
            check_size(size, self._name)
            return {key: item for key, (item, _) in put.items()}, size
        if type(value) is list:
            items = [self.put(item, inside) for item in value]
            size = 1 + sum(count for _, count in items)
            check_size(size, self._name)
            return [item for item, _ in items], size
        return value, 1

    def _target(
        self, node: dict[str, Any], reference: str, inside: tuple[str, ...]
    ) -> tuple[Any, int]:
        keys = [unescape(one) for one in reference[2:].replace("%25", "%").split("/")]
        pointer = "/".join(keys[-2:]) if len(keys) in {2, 3} else reference
        if pointer in inside:
            return node, 1
        found, size = self._made.get(reference, (None, 0))
        if not size:
            target: Any = self._value
            for key in keys:
                if type(target) is not dict or key not in target:
                    return node, 1
                target = target[key]
            found, size = self.put(target, (*inside, pointer))
            if not named_in_whole(found):
                self._made[reference] = found, size
        siblings = {key: one for key, one in node.items() if key != "$ref"}
        if siblings and self._with_siblings:
            rest, more = self.put(siblings, inside)
            both = rest.pop("allOf", [])
            return {**rest, "allOf": [*both, found]}, size + more + 1
        return found, size


def check_size(size: int, name: str, most: int = MOST) -> None:
    """Refuse what references would make too large to write.

    Raises:
        UsageError: there are more than `most` values.
    """
    if size > most:
        raise UsageError(
            f"{name}: with its references resolved the document has more than {most:,} values",
            hint="keep shared parts among the components, and leave `--refs resolve` out",
        )


def named_in_whole(value: Any) -> bool:  # noqa: ANN401
    """Whether a reference is left in it, so that it may look otherwise elsewhere."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if type(node) is dict:
            if "$ref" in node:
                return True
            waiting += node.values()
        elif type(node) is list:
            waiting += node
    return False
