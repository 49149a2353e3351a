"""What the comparison of operations needs.

Both APIs, the comparison of schemas, and the way to say a difference of a schema as a change of an
operation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from releasebot.openapi.diff.change import Change, Delta
from releasebot.openapi.diff.lifecycle import Policy
from releasebot.openapi.diff.rule import Direction, Level, Place, Row, Rule
from releasebot.openapi.diff.sameness import Sameness
from releasebot.openapi.diff.schemas import Schemas
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Api, Operation

Profile = Literal["nestjs", "sdk"]


class Context(Struct, frozen=True, eq=False):
    """One comparison."""

    base: Api
    revision: Api
    same: Sameness
    schemas: Schemas
    policy: Policy
    rows: dict[str, Row]


class Both(Struct, frozen=True, eq=False):
    """The same operation before and after. `outward` tells that the API is the one that calls."""

    label: str
    base: Operation
    revision: Operation
    outward: bool = False

    def change(
        self,
        rule: Rule,
        key: str,
        subject: tuple[str, str],
        places: tuple[Location | None, Location | None],
        **more: object,
    ) -> Change:
        """A change of this operation; the operation's own place stands for a missing one."""
        base, revision = places
        level: Level = more.pop("level", rule.level)  # type: ignore[assignment]
        return Change(rule, level, self.label, key, subject, base, revision, **more)  # type: ignore[arg-type]


class Where(Struct, frozen=True):
    """What a schema is the schema of: its place, and how that is called."""

    root: Place
    inner: Place
    key: str
    subject: tuple[str, str]

    @property
    def direction(self) -> Direction:
        """Whether clients send it or get it."""
        return "request" if self.root.startswith("request") else "response"


_HIDDEN: dict[Place, Place] = {
    "request-property": "request-read-only-property",
    "response-property": "response-write-only-property",
}
_HIDDEN_ROWS = frozenset(
    (
        *("exclusive-max-decreased", "exclusive-min-increased", "max-decreased", "min-increased"),
        *("max-length-decreased", "enum-value-removed"),
    )
)
"""Rows with an id of their own for a property that only the server sets."""
_HEADER_ROWS = frozenset(
    ("became-enum", "became-required", "required-added", "required-added-with-default")
)
"""Rows with an id of their own for a property of a header that clients send."""
_HIDDEN_ANSWERS = frozenset(
    (
        *("required-added", "optional-added", "required-removed", "optional-removed"),
        *("became-optional", "became-required", "enum-value-added", "required-added-with-default"),
    )
)
"""Rows with an id of their own for a property that only clients send."""


def say(
    deltas: Sequence[Delta], where: Where, both: Both, rows: dict[str, Row]
) -> Iterator[Change]:
    """The differences of a schema as changes of an operation."""
    for delta in deltas:
        place = _place(where, delta)
        hidden = delta.read_only if where.direction == "request" else delta.write_only
        row = rows[delta.row]
        known = _HIDDEN_ROWS if where.direction == "request" else _HIDDEN_ANSWERS
        if hidden and delta.row in known and place in _HIDDEN:
            place = _HIDDEN[place]
        rule = row.at(place)
        if rule is None:
            continue
        stated = delta.levels[where.direction == "response"]
        level: Level = "info" if hidden else stated or rule.level
        path = "/".join(delta.path)
        yield Change(
            rule,
            level,
            both.label,
            f"{where.key}/{path}" if path else where.key,
            _subject(where, path),
            delta.base,
            delta.revision,
            delta.before,
            delta.after,
            delta.name,
            tuple(rows[one].id_at(_place(where, replace(delta, row=one))) for one in delta.covers),
        )


def _place(where: Where, delta: Delta) -> Place:
    """Where the difference is; of properties in headers a few rules have ids of their own."""
    if not delta.path:
        return where.root
    if where.inner == "request-header-property" and delta.row not in _HEADER_ROWS:
        return "request-parameter-property"
    return where.inner


def _subject(where: Where, path: str) -> tuple[str, str]:
    if not path:
        return where.subject
    en, ko = where.subject
    return f"property `{path}` of the {en}", f"{ko}의 속성 `{path}`"
