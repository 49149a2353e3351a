"""Addons of World of Warcraft: the `## Version:` line of a .toc file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.value import is_placeholder, is_version
from releasebot.version.place import Dynamic, Finding, Place

_FIELD = re.compile(r"(?<![^\r\n])\#\#[ \t]*([\w-]+)[ \t]*:[ \t]*([^\s]+)[ \t]*(?![^\r\n])")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The `Version` field (https://warcraft.wiki.gg/wiki/TOC_format); `Interface` is the game's."""
    return choose(_candidates(text), selector)


def _candidates(text: str) -> Iterator[Candidate]:
    for found in _FIELD.finditer(text):
        name, value = found[1], found[2]
        rank = FIELD if name.lower() == "version" else HIDDEN
        start, end = found.span(2)
        if is_version(value):
            yield Candidate(Place(value, start, end, name, "", rank))
        elif rank == FIELD and (is_placeholder(value) or value.startswith("@")):
            yield Candidate(Dynamic(value, start, end, name, (), rank))
