"""Nim: .nimble files and constants."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import code_rank
from releasebot.version.formats.standing import locate as located
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(Comment(r"\#\[", r"\]\#", nested=True), Comment(r"\#")),
    strings=(
        String(r'[a-z]*"""', escape=False, lines=True),
        String(r'r"', escape=False, doubled=True),
        String(r'(?:fmt|f|&)"', fill=r"\{"),
        String(r'"'),
        String(r"'(?=(?:\\[^'\r\n]{1,10}|[^\\'\r\n])')"),
    ),
    name=r"[^\W\d]\w*(?:\*(?=[ \t]*[=:]))?",
)
GRAMMAR = Grammar(annotated=":")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Nim; `version = ...` of a package has rank 0."""
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), GRAMMAR)), _judge, selector)


def _judge(program: Program, binding: Binding) -> int | None:
    rank = code_rank(program, binding)
    first = program.tokens[binding.at].first
    plain = binding.frame < 0 and first and binding.name == "version" and not binding.owner
    return FIELD if plain and rank == KNOWN else rank
