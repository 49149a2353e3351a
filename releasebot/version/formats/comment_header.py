"""Headers that WordPress reads from the first comment of a plugin or theme."""

from __future__ import annotations

import re
from collections.abc import Iterable

from releasebot.version.formats.choice import Candidate
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.tokens import Token
from releasebot.version.formats.value import is_placeholder, is_version
from releasebot.version.place import Dynamic, Finding, Place

_READ = 8192
"""How much of a file WordPress looks at for headers."""
_NAME = re.compile(r"(?i)(?<![^\r\n])[ \t/*#@]*(?:Plugin|Theme) Name[ \t]*:")
_VERSION = re.compile(r"(?i)(?<![^\r\n])[ \t/*#@]*Version[ \t]*:[ \t]*(\S+)[ \t]*(?:\*/)?[ \t]*$")


def header_places(text: str, comments: Iterable[Token]) -> list[Candidate]:
    """The `Version:` line of each comment that also names a plugin or a theme.

    See get_file_data() at https://developer.wordpress.org/reference/functions/get_file_data/.
    """
    found: list[Candidate] = []
    for comment in comments:
        if comment.start > _READ:
            break
        end = min(comment.end, comment.start + _READ)
        if _NAME.search(text, comment.start, end):
            finding = _version(text, comment.start, end)
            if finding:
                found.append(Candidate(finding, (("header", "Version"), ("version",))))
    return found


def _version(text: str, start: int, end: int) -> Finding | None:
    for line in _LINE.finditer(text, start, end):
        match = _VERSION.match(text, line.start(), line.end())
        if match is None:
            continue
        value = match[1].removesuffix("*/")
        stop = match.start(1) + len(value)
        if is_version(value):
            return Place(value, match.start(1), stop, "Version", "", FIELD)
        if is_placeholder(value):
            return Dynamic(value, match.start(1), stop, "Version", (), FIELD)
    return None


_LINE = re.compile(r"[^\r\n]+")
