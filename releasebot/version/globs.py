"""Globs of files, as `version.ignore` has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_PIECES = re.compile(r"\*\*/|/\*\*|\*\*|\*|\?|\[!?\]?[^\]]*\]|[^*?\[]+|\[")
_FIXED = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]", "[": r"\["}


def fits_any(path: str, globs: Sequence[str]) -> bool:
    """Whether one of the globs names the file `path`, relative and with forward slashes.

    `*` and `?` stay within one folder, `**` crosses folders. A glob without a slash names files of
    that name in every folder, and one that names a folder names all that is in it, as in
    gitignore(5).
    """
    return any(_expression(glob).fullmatch(path) for glob in globs)


@lru_cache(maxsize=256)
def _expression(glob: str) -> re.Pattern[str]:
    clean = glob.removeprefix("./")
    anywhere = "" if "/" in clean.rstrip("/") else "(?:.*/)?"
    pieces = _PIECES.findall(clean.strip("/"))
    return re.compile(f"{anywhere}{''.join(map(_translated, pieces))}(?:/.*)?", re.DOTALL)


def _translated(piece: str) -> str:
    if piece in _FIXED:
        return _FIXED[piece]
    if piece.startswith("["):
        negated = piece.startswith("[!")
        inside = piece[2 if negated else 1 : -1].replace("\\", r"\\").replace("^", r"\^")
        return f"[{'^' if negated else ''}{inside}]"
    return re.escape(piece)
