"""Haskell, OCaml, Elm and F# scripts: top-level definitions."""

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
        Comment(r"\(\*(?!\))", r"\*\)", nested=True),
        Comment(r"\{-", r"-\}", nested=True),
        Comment(r"--(?![!#$%&*+./<=>?@^|~:])"),
        Comment(r"//"),
    ),
    strings=(
        String(r"\{(\w*)\|", close="|{1}}", escape=False, lines=True),
        String(r'"""', lines=True),
        String(r'"', lines=True),
        String(r"'(?=(?:\\[^'\r\n]{1,10}|[^\\'\r\n])')"),
    ),
    name=r"[^\W\d][\w']*",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a language of this family: `version = "1.2.3"`."""
    grammar = Grammar(annotated=":")
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), grammar)), code_rank, selector)
