"""A row of the format table."""

from __future__ import annotations

from msgspec import Struct


class Field(Struct, frozen=True):
    """A field of a manifest that states the project's version; `rank` as in `Place`."""

    selector: str
    rank: int = 0


class Row(Struct, frozen=True):
    """What is known of the files of some names.

    `names` are lower-case file names, `*` standing for any text; a name with slashes is compared
    with the end of the path. `module` is the module of `releasebot.version.formats` that reads
    them, empty where nothing does. `fields` are the only fields looked at, unless `general`: then
    the module's own judgement is asked where none of them is there. `none` says in words why files
    of this kind state no version of a project; a selector still reads them.
    """

    names: tuple[str, ...]
    module: str = ""
    fields: tuple[Field, ...] = ()
    general: bool = False
    none: str = ""


def row(names: str, module: str, *fields: str, general: bool = False) -> Row:
    """A row for the space-separated `names`; a field's rank is 0, or what follows its `#`."""
    return Row(tuple(names.split()), module, tuple(_field(one) for one in fields), general)


def stateless(names: str, why: str, module: str = "") -> Row:
    """A row for files that state no version of the project."""
    return Row(tuple(names.split()), module, none=why)


def _field(text: str) -> Field:
    selector, _, rank = text.partition("#")
    return Field(selector, int(rank or 0))
