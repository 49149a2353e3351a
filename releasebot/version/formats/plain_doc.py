"""A file that is a version and nothing more: `VERSION`, `version.txt`.

Some hold a setting instead (`VERSION=1.2.3`), some a JSON or a source text; the first line that is
no comment decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.value import is_placeholder, is_version
from releasebot.version.place import Dynamic, Finding, Place

_LINE = re.compile(r"[^\r\n]+")
_COMMENT = ("#", "//", ";", "--")
_QUOTES = "\"'`"
_WHOLE = "version"


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The version that the text is; the selector `version` names it too."""
    lines = [match for match in _LINE.finditer(text) if match[0].strip()]
    lines = [match for match in lines if not match[0].lstrip().startswith(_COMMENT)]
    if not lines:
        return ()
    if any("=" in match[0] or ": " in match[0] for match in lines):
        from releasebot.version.formats import env_doc  # the rarer shape

        return env_doc.locate(text, selector)
    if selector not in {None, _WHOLE}:
        return ()
    first, *others = lines
    return () if any(is_version(one[0].strip()) for one in others) else _whole(first)


def _whole(line: re.Match[str]) -> Sequence[Finding]:
    value = line[0].strip()
    start = line.start() + line[0].index(value)
    quote = value[0] if value[0] in _QUOTES and value[-1] == value[0] and len(value) > 1 else ""
    value = value[1:-1] if quote else value
    start += len(quote)
    end = start + len(value)
    if is_version(value):
        return (Place(value, start, end, _WHOLE, quote),)
    if is_placeholder(value):
        return (Dynamic(value, start, end, _WHOLE),)
    return ()
