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


_Key = tuple[tuple[object, ...], tuple[object, ...]]
"""What tells a pair from another: two references to one schema are the same pair."""


class _Below(Struct, frozen=True, eq=False):
    """A pair below another: its name there, and who may send or get it."""

    name: str
    base: Spot
    revision: Spot
    key: _Key
    read_only: bool
    write_only: bool


class _Seen(Struct, frozen=True, eq=False):
    """What a pair itself differs in, and the pairs below it that may differ."""

    deltas: tuple[Delta, ...]
    below: tuple[_Below, ...]


class _Step(Struct, frozen=True, eq=False):
    """A pair that waits to be looked at."""

    pair: _Below
    path: tuple[str, ...]
    read_only: bool
    write_only: bool


class Schemas:
    """Compares the schemas of two documents; each pair is compared once."""

    def __init__(self, same: Sameness, policy: Policy) -> None:
        self.same = same
        self._policy = policy
        self._merger = Merger()
        self._known: dict[tuple[_Key, Wire], tuple[Delta, ...]] = {}
        self._seen: dict[tuple[_Key, Wire], _Seen] = {}
        self._open: set[tuple[_Key, Wire]] = set()

    def merge(self, spot: Spot) -> Merged:
        """What `spot` amounts to."""
        return self._merger.merge(spot)

    def compare(self, base: Spot, revision: Spot, wire: Wire = "typed") -> tuple[Delta, ...]:
        """Every difference between two schemas, what they refer to included."""
        if self.same.spots(base, revision):
            return ()
        key = (_key(base, revision), wire)
        known = self._known.get(key)
        if known is None:
            if key in self._open:
                return ()
            self._open.add(key)
            top = _Below("", base, revision, key[0], read_only=False, write_only=False)
            known = self._known[key] = tuple(self._walk(top, wire))
            self._open.discard(key)
        return known

    def equal(self, base: Spot, revision: Spot) -> bool:
        """Whether two schemas allow the same, whatever their names and words."""
        one, other = self.merge(base), self.merge(revision)
        if one.types != other.types or one.fields.keys() != other.fields.keys():
            return False
        return not self.compare(base, revision)

    def _walk(self, top: _Below, wire: Wire) -> Iterator[Delta]:
        waiting = deque([_Step(top, (), read_only=False, write_only=False)])
        met = {top.key}
        while waiting:
            step = waiting.popleft()
            inner: Wire = "text" if step.path and wire == "repeated" else wire
            seen = self._look(step.pair, inner)
            for delta in seen.deltas:
                yield replace(
                    delta,
                    path=(*step.path, *delta.path),
                    read_only=delta.read_only or step.read_only,
                    write_only=delta.write_only or step.write_only,
                )
            for one in seen.below:
                if one.key not in met and len(met) < MAX_PAIRS:
                    met.add(one.key)
                    path = (*step.path, one.name)
                    hidden = step.read_only or one.read_only, step.write_only or one.write_only
                    waiting.append(_Step(one, path, *hidden))

    def _look(self, at: _Below, wire: Wire) -> _Seen:
        """What is known of one pair, found out once."""
        known = self._seen.get((at.key, wire))
        if known is None:
            pair = Pair(
                self.merge(at.base),
                self.merge(at.revision),
                at.base[0].location if at.base else None,
                at.revision[0].location if at.revision else None,
                wire,
            )
            known = self._seen[at.key, wire] = _Seen(
                tuple(self._local(pair)), tuple(self._below(pair))
            )
        return known

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

    def _below(self, pair: Pair) -> Iterator[_Below]:
        """The pairs of values below this one that are not the same to the last key."""
        for name, was, now in children(pair, self.equal):
            if not self.same.spots(was, now):
                field = self.merge(now or was)
                hidden = field.flag("readOnly"), field.flag("writeOnly")
                yield _Below(name, was, now, _key(was, now), *hidden)


def _key(base: Spot, revision: Spot) -> _Key:
    return tuple(map(_identity, base)), tuple(map(_identity, revision))


def _identity(schema: Schema) -> object:
    for _ in range(MAX_LAYERS):
        reference = schema.reference if len(schema.node) == 1 else None
        if reference is None or reference.target is None:
            break
        schema = reference.target
    # Schemas that say nothing share one node.
    return id(schema.node) if schema.node else (schema.location, schema.allows)
