"""A change between two APIs: which rule it falls under, where it is, what was there and is now."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from releasebot.openapi.diff.rule import Direction, Level, Rule
from releasebot.openapi.findings import Location


class Delta(Struct, frozen=True, eq=False):
    """A difference between two schemas, whatever they are used for.

    `row` names the rule without its place; `path` leads to the value that differs, `name` is the
    property or the member of an `allOf` it is about. `levels` are those of a request and a response
    where they differ from the rule's; `covers` are the rows that this one says at once.
    """

    row: str
    base: Location | None
    revision: Location | None
    before: Any = None
    after: Any = None
    name: str = ""
    path: tuple[str, ...] = ()
    read_only: bool = False
    write_only: bool = False
    levels: tuple[Level | None, Level | None] = (None, None)
    covers: tuple[str, ...] = ()


class Change(Struct, frozen=True, eq=False):
    """A change of one operation, or of the whole API where `operation` is empty.

    `base` and `revision` are where it stands in the two documents, None where it does not.
    `subject` is what changed, in English and Korean; `key` the same without words. `name` is what
    the rule calls by name. `covers` are the ids of rules that this change says at once, as a rename
    says a removal and an addition.
    """

    rule: Rule
    level: Level
    operation: str
    key: str
    subject: tuple[str, str]
    base: Location | None
    revision: Location | None
    before: Any = None
    after: Any = None
    name: str = ""
    covers: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its rule."""
        return self.rule.id

    @property
    def direction(self) -> Direction:
        """Whether it is about what clients send or about what they get."""
        return self.rule.direction

    @property
    def fingerprint(self) -> str:
        """What an ignore list calls it: twelve hexadecimal digits.

        The same while rule, operation, place and values are, wherever the lines move.
        """
        said = [self.id, self.operation, self.key, self.before, self.after, self.name]
        written = msgspec.json.encode(said, enc_hook=str, order="deterministic")
        return sha256(written).hexdigest()[:12]
