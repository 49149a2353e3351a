"""Java, Kotlin, Scala, Dart, Swift and their like: constants, fields and arguments."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program, Role
from releasebot.version.formats.returned import returned
from releasebot.version.formats.standing import code_rank, find, setter_rank
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

_FILL = r"\$\{|\$[A-Za-z_]\w*|\\\("
LANGUAGE = Language(
    comments=(Comment(r"//"), Comment(r"/\*", r"\*/", nested=True), Comment(r"\A\#!")),
    strings=(
        String(r'(\#+)"""', close='"""{1}', escape=False, lines=True),
        String(r'(\#+)"', close='"{1}', escape=False),
        String(r'[a-z]*"""', fill=_FILL, lines=True),
        String(r"r?'''", fill=_FILL, lines=True),
        String(r'[a-z]{0,4}"', fill=_FILL),
        String(r"r?'(?=[^'\r\n]*')", fill=_FILL),
    ),
    name=r"[^\W\d][\w$]*|@[^\W\d][\w$]*",
)
GRAMMAR = Grammar(
    containers=frozenset(
        ["class", "object", "struct", "enum", "extension", "actor", "record", "interface", "trait"]
    ),
    types=frozenset({"protocol", "annotation"}),
    functions=frozenset({"fun", "func", "def"}),
    annotated=":",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a language of this family.

    `version` of an OpenAPI `Info` has rank 0, whether an annotation or a builder states it.
    """
    evaluator = Evaluator(read(text, tokenize(text, LANGUAGE), GRAMMAR))
    return choose((*find(evaluator, _judge, selector), *returned(evaluator)), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator == "(":
        return setter_rank(program, binding)
    if binding.name == "version" and binding.key and binding.frame >= 0:
        frame = program.frames[binding.frame]
        if frame.role is Role.CALL and frame.label in {"Info", "OpenApiInfo"}:
            return FIELD
    return code_rank(program, binding)
