"""Ruby: version.rb, gem specifications, CocoaPods specifications, Chef metadata, formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from msgspec.structs import replace

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import HASH, Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import WHOLE, code_rank, find
from releasebot.version.formats.tokens import Kind, tokenize
from releasebot.version.place import Dynamic, Finding, Source

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
    required = _required(program)
    specification = any(token.text in {"Gem", "Pod"} for token in program.tokens)
    judge = partial(_judge, FIELD if specification else KNOWN)
    candidates = [_from(one, required) for one in find(evaluator, judge, selector)]
    return choose(_in_modules(program, candidates), selector)


def _required(program: Program) -> tuple[str, ...]:
    """The files of this project that the text may load, by its `require` lines.

    What is required by a bare name lies in `lib` by convention
    (https://guides.rubygems.org/patterns/#loading-code).
    """
    found = []
    for token, name in pairwise(program.tokens):
        if name.kind is not Kind.STRING or token.text not in _LOADS:
            continue
        path = program.text[name.inner : name.inner_end].removesuffix(".rb") + ".rb"
        found.append(path if token.text == "require_relative" else f"lib/{path}")
    return tuple(found)


def _from(candidate: Candidate, required: Sequence[str]) -> Candidate:
    """The candidate; a constant of another file comes from a file that is required."""
    found = candidate.finding
    if not isinstance(found, Dynamic) or found.sources or not _CONSTANT.fullmatch(found.expression):
        return candidate
    guess = "/".join(_snake(part) for part in found.expression.split("::")[:-1])
    paths = (*required, f"lib/{guess}/version.rb", f"lib/{guess}.rb")
    name = found.expression.rpartition("::")[2]
    sources = tuple(Source(path, name) for path in dict.fromkeys(paths))
    return Candidate(replace(found, sources=sources), candidate.paths)


def _snake(name: str) -> str:
    """How the file of a module of this name is called."""
    return _HUMP.sub("_", name).lower()


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


_LOADS = frozenset({"require", "require_relative", "load"})
_CONSTANT = re.compile(r"(?:[A-Z]\w{0,99}::){1,6}[A-Z_]{1,99}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NEAR = 60
_MAX_MODULES = 20
