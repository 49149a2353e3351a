"""Ruby: version.rb, gem specifications, CocoaPods specifications, Chef metadata, formulas."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import HASH, Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import WHOLE, code_rank, find
from releasebot.version.formats.tokens import Kind, tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(
        *HASH,
        Comment(r"(?<![^\r\n])=begin\b", r"(?<![^\r\n])=end\b[^\r\n]*"),
        Comment(r"(?<![^\r\n])__END__(?![^\r\n])[\s\S]*"),
    ),
    strings=(
        String(r"<<[~-]?([A-Z_]\w*|\"[A-Z_]\w*\"|'[A-Z_]\w*')", here=True),
        String(r"%[qQwWiIx]?([{(\[<|!])(?<=%[qQwWiIx].|..\{)", close="pair", lines=True),
        String(r'"', fill=r"\#\{", lines=True),
        String(r"'", lines=True),
        String(r"`", fill=r"\#\{", lines=True),
    ),
    name=r"(?::(?!:)|@{1,2}|\$)?[^\W\d]\w*[?!]?",
    slash_regex=True,
    words_before_regex=frozenset({"if", "unless", "when", "and", "or", "not", "return", "while"}),
)
GRAMMAR = Grammar(
    assign=frozenset({"=", "||="}),
    keys=frozenset({":", "=>"}),
    follows=True,
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Ruby.

    In a specification of a gem or a pod, `spec.version = ...` has rank 0. A selector may name the
    modules around a constant: `Ledger::VERSION`.
    """
    program = read(text, tokenize(text, LANGUAGE), GRAMMAR)
    evaluator = Evaluator(program)
    specification = any(token.text in {"Gem", "Pod"} for token in program.tokens)
    judge = partial(_judge, FIELD if specification else KNOWN)
    candidates = find(evaluator, judge, selector)
    return choose(_in_modules(program, candidates), selector)


def _judge(of_member: int, program: Program, binding: Binding) -> int | None:
    tokens = program.tokens
    if binding.operator == "(":
        return None
    if binding.name == "version" and len(binding.owner) == 1 and binding.operator == "=":
        return of_member
    if binding.operator == " " and not tokens[binding.at].first:
        return None
    if binding.name.casefold() in WHOLE and _is_in_version(program, binding):
        return KNOWN
    return code_rank(program, binding)


def _is_in_version(program: Program, binding: Binding) -> bool:
    """Whether the constant stands in `module VERSION`, as nearest of the modules before it."""
    tokens = program.tokens
    for at in range(binding.at, max(binding.at - _NEAR, 0), -1):
        if tokens[at - 1].text in {"module", "class"} and tokens[at].kind is Kind.NAME:
            return tokens[at].text.casefold() == "version"
    return False


def _in_modules(program: Program, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with the modules that open before them as further names."""
    modules = [
        (token.start, token.text)
        for before, token in zip(program.tokens, program.tokens[1:], strict=False)
        if before.text in {"module", "class"} and before.first and token.kind is Kind.NAME
    ][:_MAX_MODULES]
    if not modules:
        return candidates
    return [
        Candidate(
            one.finding,
            (
                *one.paths,
                *(
                    (*(name for start, name in modules if start < one.finding.start), *path)
                    for path in one.paths
                ),
            ),
        )
        for one in candidates
    ]


_NEAR = 60
_MAX_MODULES = 20
