"""Scala build definitions: sbt settings and Mill modules."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.curly import LANGUAGE
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import code_rank
from releasebot.version.formats.standing import locate as located
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

GRAMMAR = Grammar(
    assign=frozenset({"=", ":="}),
    keys=frozenset(),
    containers=frozenset({"object", "class", "trait"}),
    annotated=":",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a build definition; `version := ...` has rank 0.

    Of values only plain names count: `circeVersion` and its like are dependencies.
    """
    program = read(text, tokenize(text, LANGUAGE), GRAMMAR)
    return located(Evaluator(program), _judge, selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator == ":=":
        return FIELD if _is_version_key(program, binding) else None
    if binding.name == "publishVersion":
        return FIELD
    rank = code_rank(program, binding)
    return rank if rank is not None and rank <= KNOWN else None


def _is_version_key(program: Program, binding: Binding) -> bool:
    """`version`, `ThisBuild / version` or the older `version in ThisBuild`."""
    tokens, at = program.tokens, binding.at
    if binding.name == "version":
        return not binding.owner
    scoped = binding.name in {"ThisBuild", "Global"} and at > 1
    return scoped and (tokens[at - 2].text, tokens[at - 1].text) == ("version", "in")
