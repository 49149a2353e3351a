"""RPM spec files: the `Version:` tag and the macro that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.value import is_version
from releasebot.version.place import Dynamic, Finding, Place

_LINE = re.compile(r"[^\r\n]+")
_MACRO = re.compile(r"[ \t]*%(?:define|global)[ \t]+(\w+)[ \t]+(\S+)[ \t]*$")
_TAG = re.compile(r"(?i)[ \t]*(version)[ \t]*:[ \t]*(\S[^\r\n]*)$")
_SECTION = re.compile(
    r"%(?:package|description|prep|generate_buildrequires|conf|build|install|check|clean|files"
    r"|changelog|pre|post|preun|postun|pretrans|posttrans|trigger\w*|sourcelist|patchlist)\b"
)
_REFERENCE = re.compile(r"%\{\??(\w+)\}|%(\w+)")
_MAX_HOPS = 5


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a spec file: its preamble, before the first section.

    A macro that makes up the whole tag is followed to its definition
    (https://rpm-software-management.github.io/rpm/manual/spec.html). Comments and the changelog are
    never looked at.
    """
    macros: dict[str, tuple[str, int]] = {}
    tags: list[tuple[str, int]] = []
    for line in _LINE.finditer(text):
        if _SECTION.match(line[0]):
            break
        macro = _MACRO.match(line[0])
        if macro:
            macros[macro[1]] = (macro[2], line.start() + macro.start(2))
        tag = _TAG.match(line[0])
        if tag:
            tags.append((tag[2].rstrip(), line.start() + tag.start(2)))
    candidates = [
        Candidate(_finding(value, start, "Version", FIELD, macros)) for value, start in tags
    ]
    candidates += [
        Candidate(Place(value, start, start + len(value), name, "", HIDDEN))
        for name, (value, start) in macros.items()
        if is_version(value)
    ]
    return choose(candidates, selector)


def _finding(
    value: str, start: int, name: str, rank: int, macros: dict[str, tuple[str, int]]
) -> Finding:
    meant, place = value, start
    for _ in range(_MAX_HOPS):
        found = _REFERENCE.fullmatch(meant)
        macro = found and (found[1] or found[2])
        if not macro or macro not in macros:
            break
        meant, place = macros[macro]
    if is_version(meant):
        return Place(meant, place, place + len(meant), name, "", rank)
    return Dynamic(value, start, start + len(value), name, (), rank)
