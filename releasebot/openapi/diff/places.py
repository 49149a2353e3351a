"""The lines of all changes of a comparison, found in one pass over each file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from releasebot.openapi.diff.change import Change
from releasebot.openapi.findings import Location, Position
from releasebot.openapi.load import Document

Lines = Mapping[Location, Position]


class Places(Struct, frozen=True, eq=False):
    """Where the changes stand in the two documents."""

    base: Lines
    revision: Lines

    def base_line(self, change: Change) -> int | None:
        """The line in the base, None where the change is not there."""
        return self.base[change.base].line if change.base else None

    def revision_line(self, change: Change) -> int | None:
        """The line in the revision, None where the change is not there."""
        return self.revision[change.revision].line if change.revision else None

    def shown(self, change: Change) -> str:
        """`file:line` in the revision, of what is gone that in the base; or nothing."""
        if change.base and (change.revision is None or "-removed" in change.id):
            return f"{change.base.file}:{self.base_line(change)} (before)"
        at = change.revision
        return f"{at.file}:{self.revision_line(change)}" if at else ""


def find_places(changes: Iterable[Change], base: Document, revision: Document) -> Places:
    """The places of `changes` in the two documents."""
    stated = list(changes)
    return Places(
        base.positions(one.base for one in stated if one.base),
        revision.positions(one.revision for one in stated if one.revision),
    )
