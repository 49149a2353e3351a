"""Words from outside as parts of a comment: they say what they say, and nothing in them acts.

Sources: GitHub Flavored Markdown Spec, 6.1 (backslash escapes), 6.2 (entities) and 6.9 (autolinks);
GitHub Docs, "Basic writing and formatting syntax", sections "Mentioning people and teams" and
"Referencing issues and pull requests". A mention is looked for in the finished text, where an
entity has become its character again: only something between `@` and the name ends it.
"""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_ACTIVE = str.maketrans({sign: f"&#{ord(sign)};" for sign in "\\`*_[]<>|&~$"})
_REFERENCE = re.compile(r"(@|#(?=\w)|\bGH-(?=\d)|:(?=//)|\bwww(?=\.))", re.IGNORECASE)
_BLOCK = re.compile(r"^([-=]|\+(?=\s|$)|#+(?=\s|$)|\d{1,9}(?=[.)](?:\s|$)))")
_NOTHING = "\u200b"
"""A space of no width: it stands between a sign and what the sign would act on."""


def plain(text: str, *, most: int) -> str:
    """The text on one line of at most `most` characters, without effect wherever it is put."""
    return _inert(_opened(short(text, most=most)))


def code(text: str, *, most: int) -> str:
    """The text as code, in which nobody is mentioned and nothing is linked."""
    shown = short(text, most=most).replace("`", "'").replace("|", "¦")
    return f"`{shown}`" if shown else ""


def worded(text: str, *, most: int) -> str:
    """Words around values that stand between backquotes: these as code, all else as `plain`."""
    pieces = short(text, most=most).split("`")
    if len(pieces) % 2 == 0:
        return plain(text, most=most)
    return "".join(
        code(piece, most=most) if number % 2 else _inert(piece if number else _opened(piece))
        for number, piece in enumerate(pieces)
    )


def _opened(line: str) -> str:
    """The line, which begins no list and no heading."""
    return _BLOCK.sub(rf"{_NOTHING}\1", line)


def _inert(line: str) -> str:
    kept = _REFERENCE.sub(rf"\1{_NOTHING}", line)
    return kept.translate(_ACTIVE).replace(_NOTHING, f"&#{ord(_NOTHING)};")


def short(text: str, *, most: int) -> str:
    """The text on one line, without control characters, cut to at most `most` characters."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
