"""Xcode build settings: .xcconfig files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, LIKELY, name_rank
from releasebot.version.formats.language import SLASHES, Language, String
from releasebot.version.formats.tokens import Kind, scan
from releasebot.version.formats.value import is_placeholder, is_specific, is_version
from releasebot.version.place import Dynamic, Finding, Place

LANGUAGE = Language(comments=SLASHES, strings=(String(r'"'),))
_SETTING = re.compile(
    r"(?<![^\r\n])[ \t]*\"?(\w+)(?:\[[^\]\r\n]*\])*\"?[ \t]*=[ \t]*"
    r"(\"?)([^\s;\"]+)\2[ \t]*;?[ \t]*(?![^\r\n])"
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version among build settings; `MARKETING_VERSION` has rank 0.

    See https://developer.apple.com/documentation/xcode/build-settings-reference.
    """
    code, at = "", 0
    for token in scan(text, LANGUAGE):
        if token.kind is Kind.COMMENT:
            code += text[at : token.start] + " " * (token.end - token.start)
            at = token.end
    code += text[at:]
    candidates = []
    for found in _SETTING.finditer(code):
        finding = _finding(found)
        if finding:
            candidates.append(Candidate(finding))
    return choose(candidates, selector)


def _finding(found: re.Match[str]) -> Finding | None:
    name, quote, value = found.groups()
    rank = FIELD if name == "MARKETING_VERSION" else name_rank(name)
    rank = HIDDEN if rank is None or rank > LIKELY else rank
    start, end = found.span(3)
    if is_specific(value) or (rank in {FIELD, HIDDEN} and is_version(value)):
        return Place(value, start, end, name, quote, rank)
    if rank == FIELD and is_placeholder(value):
        return Dynamic(value, start, end, name, (), rank)
    return None
