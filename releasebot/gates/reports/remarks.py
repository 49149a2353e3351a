"""The remarks of a reading, gathered: the first of them are kept, the others counted."""

from __future__ import annotations

from typing import Literal

from releasebot.gates.reading import MOST_REMARKS, Asked, Reading, Remark
from releasebot.gates.reports.data import said

_LONGEST_PATH = 1000
_MOST = 2**31


class Remarks:
    """Remarks in the order in which they came."""

    def __init__(self) -> None:
        self.kept: list[Remark] = []
        self.more = 0

    def add(
        self,
        level: Literal["error", "warning", "note"],
        message: str,
        *,
        file: str | None = None,
        at: tuple[int | None, int | None] = (None, None),
        rule: str | None = None,
    ) -> None:
        """One more; `at` are line and column, both from 1."""
        if len(self.kept) == MOST_REMARKS:
            self.more += 1
            return
        line, column = (one if one is not None and 0 < one < _MOST else None for one in at)
        self.kept.append(
            Remark(
                level,
                said(message),
                file=said(file, _LONGEST_PATH) if file else None,
                line=line if file else None,
                column=column if file and line else None,
                rule=said(rule, 100) if rule else None,
            )
        )


def named(names: list[str], total: int) -> str:
    """The first names, and how many there are besides them."""
    shown = ", ".join(names)
    rest = total - len(names)
    return f"{shown} and {rest} more" if rest > 0 else shown


def counted(count: int, noun: str, nouns: str = "") -> str:
    """The count with its noun: `1 test`, `2 tests`; `nouns` where that is no `s` more."""
    return f"{count} {noun}" if count == 1 else f"{count} {nouns or f'{noun}s'}"


def complaints(errors: int, remarks: Remarks, figures: dict[str, float], asked: Asked) -> Reading:
    """What a linter's report says: failed where there is an error, whose places are remarks."""
    faults: tuple[str, ...] = ()
    if errors:
        first = next((one for one in remarks.kept if one.level == "error"), None)
        place = f": {_placed(first, asked)}" if first else ""
        more = f" and {errors - 1} more" if first and errors > 1 else ""
        faults = (f"{counted(errors, 'error')}, wanted none{place}{more}",)
    return Reading(
        faults=faults,
        figures={"errors": float(errors), **figures},
        remarks=tuple(remarks.kept),
        more=remarks.more,
    )


def _placed(remark: Remark, asked: Asked) -> str:
    """A remark with its place, as in `src/a.js:3: message`."""
    if remark.file is None:
        return remark.message
    file = remark.file.removeprefix(f"{asked.folder}/").removeprefix(f"{asked.top}/")
    line = f":{remark.line}" if remark.line else ""
    return f"{file}{line}: {remark.message}"
