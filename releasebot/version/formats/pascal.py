"""Pascal, Delphi and Ada: constants."""

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
    comments=(
        Comment(r"\{", r"\}"),
        Comment(r"\(\*", r"\*\)"),
        Comment(r"//"),
        Comment(r"--"),
    ),
    strings=(String(r"'", escape=False, doubled=True), String(r'"', escape=False, doubled=True)),
)
GRAMMAR = Grammar(assign=frozenset({"=", ":="}), keys=frozenset({"=>"}), annotated=":")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Pascal or Ada: `const VERSION = '1.2.3';`."""
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), GRAMMAR)), code_rank, selector)
