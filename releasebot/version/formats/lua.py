"""Lua: rockspecs, modules' `_VERSION`, xmake scripts."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.returned import returned
from releasebot.version.formats.standing import code_rank, find
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(
        Comment(r"--\[(=*)\[", r"\]{1}\]"),
        Comment(r"--"),
    ),
    strings=(
        String(r"\[(=*)\[", close="]{1}]", escape=False, lines=True),
        String(r'"'),
        String(r"'"),
    ),
)
GRAMMAR = Grammar(keys=frozenset(), functions=frozenset({"function"}))


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Lua.

    `version` of a rockspec has rank 0 (https://github.com/luarocks/luarocks/wiki/Rockspec-format),
    as has that of xmake's `set_version`. In a configuration of LOVE `version` is the engine's.
    """
    program = read(text, tokenize(text, LANGUAGE), GRAMMAR)
    evaluator = Evaluator(program)
    return choose((*find(evaluator, _judge, selector), *returned(evaluator)), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator == "(":
        return FIELD if binding.name == "set_version" else None
    rank = code_rank(program, binding)
    if rank is None or binding.owner == ("t",):
        return None
    return FIELD if binding.frame < 0 and binding.name == "version" and rank == KNOWN else rank
