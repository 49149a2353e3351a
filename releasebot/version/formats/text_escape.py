"""Backslash escapes, as TOML, .env files and property lists write them alike."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|[ \t]*(\r\n?|\n)\s*|(.))",
    re.DOTALL,
)
_CHARACTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_LAST_CODE = 0x10FFFF


def unescape(text: str) -> str:
    """The text with its escapes resolved; a backslash before a line end joins the lines.

    A backslash before any other character stands for that character.
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= _LAST_CODE else match[0]
    if match[4]:
        return ""
    return _CHARACTERS.get(match[5], match[5])
