"""The differences between two schemas and everything below them.

Whatever is below is reached by its shortest path.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from releasebot.openapi.diff import (
    bounds,
    composition,
    conditions,
    lifecycle,
    objects,
    renames,
    texts,
    types,
    values,
)
from releasebot.openapi.diff.below import children
from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.lifecycle import Policy
from releasebot.openapi.diff.merged import Merged, Merger, Spot
from releasebot.openapi.diff.pair import Pair, Wire
from releasebot.openapi.diff.sameness import Sameness
from releasebot.openapi.effective import MAX_LAYERS
from releasebot.openapi.schema import Schema

MAX_PAIRS = 20_000
"""How many pairs of schemas are looked at below one body."""

_SIMPLE = (
    (bounds.ALL_KEYS, bounds.compare),
    (values.KEYS, values.compare),
    (texts.KEYS, texts.compare),
    (conditions.KEYS, conditions.compare),
)


class _Step(Struct, frozen=True, eq=False):
    """A pair that waits to be looked at."""

    base: Spot
    revision: Spot
    path: tuple[str, ...]
    read_only: bool
    write_only: bool


class Schemas:
    """Compares the schemas of two documents; each pair is compared once."""

    def __init__(self, same: Sameness, policy: Policy) -> None:
        self.same = same
        self._policy = policy
        self._merger = Merger()
        self._known: dict[tuple[object, ...], tuple[Delta, ...]] = {}
        self._open: set[tuple[object, ...]] = set()

    def merge(self, spot: Spot) -> Merged:
        """What `spot` amounts to."""
        return self._merger.merge(spot)

    def compare(self, base: Spot, revision: Spot, wire: Wire = "typed") -> tuple[Delta, ...]:
        """Every difference between two schemas, what they refer to included."""
        key = (*_key(base, revision), wire)
        known = self._known.get(key)
        if known is None:
            if key in self._open:
                return ()
            self._open.add(key)
            known = self._known[key] = tuple(self._walk(base, revision, wire))
            self._open.discard(key)
        return known

    def equal(self, base: Spot, revision: Spot) -> bool:
        """Whether two schemas allow the same, whatever their names and words."""
        one, other = self.merge(base), self.merge(revision)
        if one.types != other.types or one.fields.keys() != other.fields.keys():
            return False
        return not self.compare(base, revision)

    def _walk(self, base: Spot, revision: Spot, wire: Wire) -> Iterator[Delta]:
        waiting = deque([_Step(base, revision, (), read_only=False, write_only=False)])
        seen: set[tuple[object, ...]] = set()
        while waiting and len(seen) < MAX_PAIRS:
            step = waiting.popleft()
            key = _key(step.base, step.revision)
            if key in seen or self.same.spots(step.base, step.revision):
                continue
            seen.add(key)
            pair = self._pair(step, wire)
            for delta in self._local(pair):
                yield replace(
                    delta,
                    path=(*step.path, *delta.path),
                    read_only=delta.read_only or step.read_only,
                    write_only=delta.write_only or step.write_only,
                )
            waiting += self._below(pair, step)

    def _pair(self, step: _Step, wire: Wire) -> Pair:
        inner: Wire = "text" if step.path and wire == "repeated" else wire
        return Pair(
            self.merge(step.base),
            self.merge(step.revision),
            step.base[0].location if step.base else None,
            step.revision[0].location if step.revision else None,
            inner,
        )

    def _local(self, pair: Pair) -> list[Delta]:
        """The differences of the pair itself."""
        found: list[Delta] = [*types.compare(pair)]
        for keys, compare in _SIMPLE:
            if keys & pair.base.keys or keys & pair.revision.keys:
                found += compare(pair)
        if lifecycle.KEYS & pair.base.keys or lifecycle.KEYS & pair.revision.keys:
            found += lifecycle.compare(pair, self._policy)
        if pair.has("properties", "required"):
            found += renames.of_properties(objects.fields(pair, self.merge), pair, self.equal)
        found += composition.compare(pair, self.equal)
        found += self._opaque(pair)
        found += composition.parents(pair, found, self.equal)
        return found

    def _opaque(self, pair: Pair) -> Iterator[Delta]:
        for key in conditions.OPAQUE:
            was, now = pair.base.spot(key), pair.revision.spot(key)
            if was and now and self.compare(was, now):
                yield pair.delta(f"{key}-changed", key)

    def _below(self, pair: Pair, step: _Step) -> Iterator[_Step]:
        """The pairs of values below this one."""
        for name, was, now in children(pair, self.equal):
            field = self.merge(now or was)
            yield _Step(
                was,
                now,
                (*step.path, name),
                step.read_only or field.flag("readOnly"),
                step.write_only or field.flag("writeOnly"),
            )


def _key(base: Spot, revision: Spot) -> tuple[object, ...]:
    """What tells this pair from another: two references to one schema are the same pair."""
    return tuple(tuple(_identity(one) for one in spot) for spot in (base, revision))


def _identity(schema: Schema) -> object:
    for _ in range(MAX_LAYERS):
        reference = schema.reference if len(schema.node) == 1 else None
        if reference is None or reference.target is None:
            break
        schema = reference.target
    # Schemas that say nothing share one node.
    return id(schema.node) if schema.node else (schema.location, schema.allows)
