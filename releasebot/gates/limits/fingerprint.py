"""What queries have in common that differ in their values alone."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    (?P<comment>/\*.*?(?:\*/|\Z)|--[^\n]*)
    | (?P<name>"(?:[^"]|"")*"?|`[^`]*`?)
    | (?P<value>[EeXxBbNn]?'(?:[^'\\]|''|\\.)*'?|\$\d+|(?<![:\w]):\w+|@\w+|\?
        |(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)
    | (?P<blank>\s+)
    | (?P<word>[\w$]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LIST = re.compile(r"\( ?\?(?: ?, ?\?)* ?\)")
_ROWS = re.compile(r"(\(\?\))(?: ?, ?\(\?\))+")
_LONGEST = 20_000
"""How much of a query is looked at; what follows in a longer one are its values."""


@lru_cache(maxsize=4096)
def fingerprint(query: str) -> str:
    """The query with `?` for each value, lists of values as one, and without comments.

    Names keep their quotes and their case. The text is read once, however it is written.
    """
    parts: list[str] = []
    for token in _TOKEN.finditer(query[:_LONGEST]):
        kind = token.lastgroup
        if kind in {"comment", "blank"}:
            if parts and parts[-1] != " ":
                parts.append(" ")
        elif kind == "value":
            parts.append("?")
        else:
            parts.append(token[0])
    one_line = "".join(parts).strip().rstrip(";").rstrip()
    return _ROWS.sub(r"\1", _LIST.sub("(?)", one_line))
