"""Fortran: parameters."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Grammar
from releasebot.version.formats.standing import code_rank
from releasebot.version.formats.standing import locate as located
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(Comment(r"!"), Comment(r"(?<![^\r\n])[cC*](?=[ \t])")),
    strings=(
        String(r"'", escape=False, doubled=True),
        String(r'"', escape=False, doubled=True),
    ),
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Fortran: `parameter :: version = "1.2.3"`."""
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), Grammar())), code_rank, selector)
