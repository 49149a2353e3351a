"""Zig: build.zig.zon and constants."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import code_rank
from releasebot.version.formats.standing import locate as located
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(Comment(r"//"), Comment(r"\\\\")),  # a line of a long string reads like a comment
    strings=(String(r'"'), String(r"'")),
    name=r"@?[^\W\d]\w*",
)
GRAMMAR = Grammar(containers=frozenset({"struct", "enum", "union"}), annotated=":")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Zig; `.version` of a package's own fields has rank 0.

    See https://github.com/ziglang/zig/blob/master/doc/build.zig.zon.md.
    """
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), GRAMMAR)), _judge, selector)


def _judge(program: Program, binding: Binding) -> int | None:
    rank = code_rank(program, binding)
    if rank is None or binding.frame < 0:
        return rank
    frame = program.frames[binding.frame]
    return FIELD if frame.parent < 0 and not frame.of and binding.name == "version" else rank
