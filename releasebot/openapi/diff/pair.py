"""Two merged schemas side by side, and how a rule says what differs between them."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Merged
from releasebot.openapi.findings import Location

Wire = Literal["typed", "untyped", "text", "repeated"]
"""How types are told apart where the value is sent.

`typed`: a number is no text, as in JSON. `untyped`: a media type that has texts alone. `text`: a
parameter, which is text. `repeated`: a parameter whose lists are sent as the same name again.
"""


class Pair(Struct, frozen=True, eq=False):
    """The same value's schema before and after."""

    base: Merged
    revision: Merged
    base_at: Location | None
    revision_at: Location | None
    wire: Wire = "typed"

    def delta(
        self,
        row: str,
        key: str,
        before: Any = None,  # noqa: ANN401  any JSON value
        after: Any = None,  # noqa: ANN401  any JSON value
        name: str = "",
    ) -> Delta:
        """A difference at the keyword `key`; of a side without it the schema itself is meant."""
        base = self.base.first(key)[1] or self.base_at
        revision = self.revision.first(key)[1] or self.revision_at
        return Delta(row, base, revision, before, after, name)

    def has(self, *keys: str) -> bool:
        """Whether either side says anything at one of `keys`."""
        return any(key in self.base.keys or key in self.revision.keys for key in keys)
