"""LaTeX packages, classes and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank
from releasebot.version.formats.value import is_specific, is_version
from releasebot.version.place import Finding, Place

_COMMENT = re.compile(r"(?<!\\)%[^\r\n]*")
_PROVIDES = re.compile(
    r"\\Provides(?:Package|Class|File)[ \t]*\{[^{}\r\n]{1,200}\}\s{0,20}%?\s{0,20}"
    r"\[\s{0,20}[\d/-]{4,12}\s{1,20}([^\s\]]{1,100})"
)
_EXPL = re.compile(
    r"\\ProvidesExpl(?:Package|Class|File)\s{0,20}\{[^{}]{1,200}\}\s{0,20}\{[^{}]{1,200}\}"
    r"\s{0,20}\{\s{0,20}([^\s{}]{1,100})\s{0,20}\}"
)
_MACRO = re.compile(
    r"\\(?:(?:re)?newcommand\*?[ \t]{0,20}\{?|providecommand\*?[ \t]{0,20}\{?|def|gdef|edef)"
    r"[ \t]{0,20}\\([A-Za-z@]{1,60})\}?[ \t]{0,20}\{([^\s{}]{1,100})\}"
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    r"""The places of the version in LaTeX.

    What `\ProvidesPackage` and its like announce has rank 0 (clsguide, section 4), a macro such as
    `\fileversion` rank 1. The documentation in a .dtx file is commented out and not looked at.
    """
    code = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    return choose(_candidates(code), selector)


def _candidates(code: str) -> Iterator[Candidate]:
    for pattern in (_PROVIDES, _EXPL):
        for found in pattern.finditer(code):
            if is_version(found[1]):
                start, end = found.span(1)
                yield Candidate(Place(found[1], start, end, "Provides", "", FIELD))
    for found in _MACRO.finditer(code):
        name, value = found[1], found[2]
        rank = KNOWN if name == "fileversion" else name_rank(name)
        rank = HIDDEN if rank is None or rank > LIKELY else rank
        if is_specific(value):
            yield Candidate(Place(value, found.start(2), found.end(2), name, "", rank))
