"""Julia: constants and version literals."""

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

_FILL = r"\$\(|\$[A-Za-z_]\w*"
LANGUAGE = Language(
    comments=(Comment(r"\#=", r"=\#", nested=True), Comment(r"\#")),
    strings=(
        String(r'[A-Za-z_]*"""', fill=_FILL, lines=True),
        String(r'[A-Za-z_]*"', fill=_FILL, lines=True),
        String(r"'(?=(?:\\[^'\r\n]{1,10}|[^\\'\r\n])')"),
    ),
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Julia: `const VERSION = v"1.2.3"` and its like."""
    grammar = Grammar(annotated=":", functions=frozenset({"function"}))
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), grammar)), code_rank, selector)
