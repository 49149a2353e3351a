"""Confluence's own macros that our pages use, and what each of them takes."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from releasebot.confluence.languages import LANGUAGES
from releasebot.confluence.markup import attribute, cdata, one_line, running

Body = Literal["none", "rich", "plain"]

COLOURS = frozenset({"Blue", "Green", "Red", "Yellow"})
"""The colours of a status that every Confluence has; grey is meant by naming none."""


class Macro(Struct, frozen=True):
    """What a macro may be given, after the pages of Confluence's documentation of it.

    `parameters` are pairs of a name and the values allowed, None where any text is. An inline macro
    stands in running text, the others stand where a paragraph could.
    """

    body: Body
    schema_version: int = 1
    inline: bool = False
    parameters: tuple[tuple[str, frozenset[str] | None], ...] = ()


_LEVELS = frozenset("123456")

MACROS: dict[str, Macro] = {
    "anchor": Macro("none", inline=True, parameters=(("", None),)),
    "children": Macro("none", schema_version=2),
    "code": Macro("plain", parameters=(("language", LANGUAGES), ("title", None))),
    "expand": Macro("rich", parameters=(("title", None),)),
    "info": Macro("rich"),
    "note": Macro("rich"),
    "panel": Macro("rich"),
    "status": Macro("none", inline=True, parameters=(("title", None), ("colour", COLOURS))),
    "tip": Macro("rich"),
    "toc": Macro("none", parameters=(("minLevel", _LEVELS), ("maxLevel", _LEVELS))),
    "warning": Macro("rich"),
}
"""Every macro that a page of ours may hold."""


def macro(name: str, *parameters: tuple[str, str], rich: str = "", plain: str = "") -> str:
    """One macro of the table above with the body that its kind has."""
    kind = MACROS[name]
    given = "".join(
        f'<ac:parameter ac:name="{attribute(key)}">{running(one_line(value))}</ac:parameter>'
        for key, value in parameters
    )
    body = {
        "none": "",
        "rich": f"<ac:rich-text-body>\n{rich}\n</ac:rich-text-body>",
        "plain": f"<ac:plain-text-body>{cdata(plain)}</ac:plain-text-body>",
    }[kind.body]
    return (
        f'<ac:structured-macro ac:name="{name}" ac:schema-version="{kind.schema_version}">'
        f"{given}{body}</ac:structured-macro>"
    )


@lru_cache(maxsize=4096)
def anchor(name: str) -> str:
    """A place in a page that links may name; nothing where `name` is empty."""
    return macro("anchor", ("", name)) if name else ""


@lru_cache(maxsize=4096)
def status(title: str, colour: str = "") -> str:
    """A coloured label; nothing where `title` is empty, grey where `colour` is."""
    if not one_line(title):
        return ""
    chosen = (("colour", colour),) if colour else ()
    return macro("status", *chosen, ("title", title))
