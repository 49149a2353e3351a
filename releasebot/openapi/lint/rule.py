"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from releasebot.openapi.findings import Location
from releasebot.openapi.grammar import Kind
from releasebot.openapi.tour import Part

if TYPE_CHECKING:
    from releasebot.openapi.lint.survey import Survey

Level = Literal["off", "warn", "error"]
Language = Literal["en", "ko"]


class Words(Struct, frozen=True):
    """A sentence in both languages, with the same fields in braces."""

    en: str
    ko: str

    def filled(self, language: Language, values: Mapping[str, str]) -> str:
        """The sentence with its fields filled in; braces in the values mean nothing."""
        text = self.ko if language == "ko" else self.en
        pieces = text.split("{")
        filled = [pieces[0]]
        for piece in pieces[1:]:
            name, _, rest = piece.partition("}")
            filled += (values[name], rest)
        return "".join(filled)


class Fault(Struct, frozen=True):
    """Something that a rule found: where, and what fills the fields of its sentence.

    `fix` is what to add in this place, where the rule's own is too general.
    """

    location: Location
    values: Mapping[str, str] = {}
    fix: str = ""


Check = Callable[[Part, "Survey"], Iterable[Fault]]


class Rule(Struct, frozen=True, kw_only=True):
    """One row of the table.

    `check` looks at each part of the kind `about`; rules about the document come last, when all
    other parts have been seen. `finds` may use {where} beside the fields that the check fills.
    Where a part says nothing at the key `needs`, the rule has nothing to look at.
    `fix` is what to add to a NestJS service.
    """

    id: str
    level: Level
    about: Kind
    wants: Words
    finds: Words
    check: Check
    needs: str = ""
    fix: str = ""
