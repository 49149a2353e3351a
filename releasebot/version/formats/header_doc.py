"""Fields of the shape `Name: value` at the beginning of a line, as in RFC 822 (section 3.1).

DESCRIPTION files, package metadata, Java manifests, Cabal files, the head of a WordPress readme.
Names are alike whatever their case. Indented lines belong to the field above and are never taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.document import finding, locate_selected
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.place import Finding

_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|$)")
_FIELD = re.compile(r"([A-Za-z][\w.@/ -]{0,60}?)[ \t]*:[ \t]*")
_COMMENT = ("#", "--")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The field `Version` of the first paragraph that has one, or what the selector names.

    Raises:
        UsageError: the selector cannot be read.
    """
    if selector is not None:
        return locate_selected(scalars, text, selector.lower())
    found = [one for one in scalars(text) if one.path == ("version",)]
    made = finding(found[0]) if found else None
    return [made] if made else []


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:  # noqa: ARG001 - it reads all
    """Every field under its name in lower case; each paragraph is a document.

    A field whose line is empty has the value of the next line, as Cabal files write it.
    """
    found: list[Scalar] = []
    paragraph, empty_field = 0, ""
    for match in _LINE.finditer(text):
        line = match[1]
        bare = line.strip()
        if not bare:
            paragraph, empty_field = paragraph + 1, ""
            continue
        if bare.startswith(_COMMENT):
            continue
        if line[0] in " \t":
            if empty_field:
                start = match.start() + line.index(bare)
                found.append(
                    Scalar((empty_field,), bare, start, start + len(bare), document=paragraph)
                )
            empty_field = ""
            continue
        field = _FIELD.match(line)
        if field is None:
            continue
        name, value = field[1].lower(), line[field.end() :].rstrip()
        empty_field = "" if value else name
        start = match.start() + field.end()
        if value:
            found.append(Scalar((name,), value, start, start + len(value), document=paragraph))
    return found
