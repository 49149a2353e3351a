"""Files of environment variables: `.env` and what shells and Docker read alike.

A variable that is nothing but another of the same file (`APP_VERSION=${VERSION}`) has that one's
place. Source: https://docs.docker.com/reference/compose-file/services/#env_file and POSIX sh 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.document import finding, selected
from releasebot.version.formats.names import rank_of_name
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.text_escape import unescape
from releasebot.version.formats.value import is_specific
from releasebot.version.place import Dynamic, Finding

_NAME = re.compile(
    r"[ \t]*+(?:export[ \t]++|set[ \t]++)?([A-Za-z_][\w.-]*+)[ \t]*+(?:=|:[ \t])[ \t]*+"
)
_LINE_QUOTED = re.compile(
    r"\"([^\"\\\r\n]*+(?:\\.[^\"\\\r\n]*+)*+)\"|'([^'\r\n]*+)'|`([^`\r\n]*+)`"
)
_QUOTED = re.compile(r"\"([^\"\\]*+(?:\\.[^\"\\]*+)*+)\"|'([^']*+)'|`([^`]*+)`", re.DOTALL)
_BARE = re.compile(r"(?:[^\s#]|(?<=\S)#|[ \t]+(?=[^\s#]))*+")
_LINE_END = re.compile(r"[^\r\n]*+(?:\r\n?|\n|$)")
_REFERENCE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_NAMED_RANK = 1
_TAG_RANK = 2
_QUOTES = frozenset("\"'`")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The variables that are named as the project's version, or what the selector names.

    Raises:
        UsageError: the selector cannot be read.
    """
    found = scalars(text)
    if selector is not None:
        return [_resolved(one, found) for one in selected(found, selector)]
    results: list[Finding] = []
    for one in found:
        named_rank = rank_of_name(str(one.path[0]))
        rank = max(named_rank, _NAMED_RANK) if named_rank is not None else None
        made = finding(one, rank) if rank is not None else None
        if made and (rank != _TAG_RANK or isinstance(made, Dynamic) or is_specific(one.value)):
            results.append(_resolved(made, found))
    return results


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:  # noqa: ARG001 - it reads all
    """Every variable that is set; the last of one name, as a shell takes it."""
    found: dict[Path, Scalar] = {}
    unclosed: set[str] = set()
    at = 0
    while at < len(text):
        name = _NAME.match(text, at)
        if name:
            scalar = _value(text, name.end(), (name[1],), unclosed)
            found[scalar.path] = scalar
            at = scalar.end
        end = _LINE_END.match(text, at)
        at = end.end() if end and end.end() > at else at + 1
    return list(found.values())


def _value(text: str, at: int, path: Path, unclosed: set[str]) -> Scalar:
    """The value at this offset; `unclosed` keeps the quotes that nothing further on closes."""
    quote = text[at : at + 1]
    quoted = _LINE_QUOTED.match(text, at)
    if quoted is None and quote in _QUOTES and quote not in unclosed:
        quoted = _QUOTED.match(text, at)
        if quoted is None:
            unclosed.add(quote)
    if quoted:
        group = quoted.lastindex or 1
        raw = quoted[group]
        value = unescape(raw) if group == 1 else raw
        return Scalar(path, value, quoted.start(group), quoted.end(group), quote)
    bare = _BARE.match(text, at)
    value = bare[0] if bare else ""
    value = value.rstrip(";").rstrip() if value.endswith(";") else value
    return Scalar(path, value, at, at + len(value))


def _resolved(stated: Finding, found: Sequence[Scalar]) -> Finding:
    """The place of the variable that this one repeats, if it stands in the same file."""
    if not isinstance(stated, Dynamic):
        return stated
    reference = _REFERENCE.fullmatch(stated.expression)
    if reference is None:
        return stated
    name = reference[1] or reference[2]
    definition = next((one for one in found if one.path == (name,)), None)
    made = finding(definition, stated.rank) if definition else None
    return made if made and not isinstance(made, Dynamic) else stated
