"""HCL: Terraform, OpenTofu, Packer, Docker bake files."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import LIKELY, name_rank, owner_rank
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program, string_value
from releasebot.version.formats.standing import frames
from releasebot.version.formats.standing import locate as located
from releasebot.version.formats.tokens import Kind, tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(Comment(r"\#"), Comment(r"//"), Comment(r"/\*", r"\*/")),
    strings=(String(r"<<-?(\w+)", here=True), String(r'"', fill=r"[$%]\{")),
    name=r"[^\W\d][\w-]*",
)
GRAMMAR = Grammar(blocks=True)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version among locals and variables.

    The blocks of modules, providers and resources state the versions of other things.
    """
    program = _with_defaults(read(text, tokenize(text, LANGUAGE), GRAMMAR))
    return located(Evaluator(program), _judge, selector)


def _with_defaults(program: Program) -> Program:
    """The program with each variable bound to its default."""
    found = list(program.bindings)
    for binding in program.bindings:
        frame = program.frames[binding.frame] if binding.frame >= 0 else None
        if binding.name == "default" and frame and frame.label == "variable":
            name = program.tokens[frame.at - 1]
            if name.kind is Kind.STRING:
                text = string_value(name, program.text)
                found.append(Binding(text, (), "default", binding.at, binding.value, -1))
    return Program(program.text, program.tokens, program.partner, program.frames, found)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator == "(" or binding.owner:
        return None
    around = list(frames(program, binding.frame))
    if around and around[-1].label != "locals":
        return None
    if any(frame.of and owner_rank(frame.of) is None for frame in around):
        return None
    rank = name_rank(binding.name)
    return rank if rank is not None and rank <= LIKELY else None
