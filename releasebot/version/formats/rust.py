"""Rust: constants, attributes of clap, fields of literals."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import KNOWN
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program, Role
from releasebot.version.formats.returned import returned
from releasebot.version.formats.standing import code_rank, find, setter_rank
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(Comment(r"//"), Comment(r"/\*", r"\*/", nested=True)),
    strings=(
        String(r'[bc]?r(\#*)"', close='"{1}', escape=False, lines=True),
        String(r'[bc]?"', lines=True),
        String(r"b?'(?=(?:\\[^'\r\n]{1,10}|[^\\'\r\n])')"),
    ),
    name=r"'?[^\W\d]\w*|r\#[^\W\d]\w*",
)
GRAMMAR = Grammar(
    containers=frozenset({"mod", "impl", "trait"}),
    types=frozenset({"struct", "enum", "union"}),
    functions=frozenset({"fn"}),
    annotated=":",
    literals=True,
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Rust.

    `env!("CARGO_PKG_VERSION")` and a bare `version` in a clap attribute lead to Cargo.toml.
    """
    evaluator = Evaluator(read(text, tokenize(text, LANGUAGE), GRAMMAR))
    return choose((*find(evaluator, _judge, selector), *returned(evaluator)), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator == "(":
        return setter_rank(program, binding)
    if binding.name == "version" and binding.key and binding.frame >= 0:
        frame = program.frames[binding.frame]
        if frame.role is Role.CALL and frame.label in _ATTRIBUTES:
            return KNOWN
    return code_rank(program, binding)


_ATTRIBUTES = frozenset({"command", "clap", "structopt", "argh"})
