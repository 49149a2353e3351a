"""Go: constants and variables, fields of literals, and the annotations of swag."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import LIKELY
from releasebot.version.formats.language import SLASHES, Language, String
from releasebot.version.formats.program import Grammar
from releasebot.version.formats.returned import returned
from releasebot.version.formats.standing import code_rank, find
from releasebot.version.formats.tokens import Kind, Token, scan
from releasebot.version.formats.value import is_specific
from releasebot.version.place import Finding, Place

LANGUAGE = Language(
    comments=SLASHES,
    strings=(String('"'), String("`", escape=False, lines=True), String("'")),
)
GRAMMAR = Grammar(
    assign=frozenset({"=", ":="}),
    types=frozenset({"interface", "struct"}),
    functions=frozenset({"func"}),
    annotated=" ",
    literals=True,
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Go.

    A variable that the linker fills in, such as `var version = "dev"`, is dynamic. swag's general
    annotation `@version` counts beside a `@title` (https://github.com/swaggo/swag#general-api-info).
    """
    tokens = scan(text, LANGUAGE)
    code = [token for token in tokens if token.kind is not Kind.COMMENT]
    evaluator = Evaluator(read(text, code, GRAMMAR))
    candidates = find(evaluator, code_rank, selector)
    comments = [token for token in tokens if token.kind is Kind.COMMENT]
    return choose((*candidates, *returned(evaluator), *_annotations(comments)), selector)


def _annotations(comments: list[Token]) -> list[Candidate]:
    if not any(_TITLE.match(token.text) for token in comments):
        return []
    found = []
    for token in comments:
        match = _VERSION.match(token.text)
        if match and is_specific(match[1]):
            start, end = (token.start + offset for offset in match.span(1))
            found.append(Candidate(Place(match[1], start, end, "@version", "", LIKELY)))
    return found


_TITLE = re.compile(r"//[ \t]*@title[ \t]")
_VERSION = re.compile(r"//[ \t]*@version[ \t]+(\S+)[ \t]*$")
