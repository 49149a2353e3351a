"""Code with its words coloured, by Pygments' lexers.

The classes are those of Pygments' own HTML, which themes know. Blanks and punctuation get none:
half of what a page weighs would be elements around single brackets.
"""

from __future__ import annotations

from functools import cache
from html import escape as escaped
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_PLAIN = frozenset({"", "w", "p", "err"})


def highlighted(text: str, language: str) -> str:
    """The code as a block; `language` is a lower-case name, unknown ones are shown plainly."""
    lexer = _lexer(language)
    inner = escaped(text, quote=False) if lexer is None else _coloured(text, lexer)
    return f'<div class="highlight"><pre><span></span><code>{inner}\n</code></pre></div>'


def _coloured(text: str, lexer: Lexer) -> str:
    from pygments.token import STANDARD_TYPES

    pieces: list[tuple[str, str]] = []
    for kind, value in lexer.get_tokens(text):
        name = STANDARD_TYPES.get(kind, "")
        shown = "" if name in _PLAIN else name
        if pieces and pieces[-1][0] == shown:
            pieces[-1] = (shown, pieces[-1][1] + value)
        else:
            pieces.append((shown, value))
    return "".join(
        f'<span class="{name}">{escaped(value, quote=False)}</span>'
        if name
        else escaped(value, quote=False)
        for name, value in pieces
    ).rstrip("\n")


@cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if not language or language == "text":
        return None
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
