"""Elixir: `version:` of a mix project and `@version`."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.language import HASH, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import code_rank
from releasebot.version.formats.standing import locate as located
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

_FILL = r"\#\{"
LANGUAGE = Language(
    comments=HASH,
    strings=(
        String(r"~[a-zA-Z]+'''", fill=_FILL, lines=True),
        String(r'~[a-zA-Z]+"""', fill=_FILL, lines=True),
        String(r"~[a-zA-Z]+([{(\[<|/'\"])", close="pair", lines=True),
        String(r"'''", fill=_FILL, lines=True),
        String(r'"""', fill=_FILL, lines=True),
        String(r'"', fill=_FILL, lines=True),
        String(r"'", fill=_FILL, lines=True),
    ),
    name=r"[:@]?[^\W\d]\w*[?!]?|\?\S",
)
GRAMMAR = Grammar(keys=frozenset({":", "=>"}), follows=True)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Elixir; `version:` in a list of a mix project has rank 0."""
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), GRAMMAR)), _judge, selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator == "(" or program.tokens[binding.at].text.startswith(":"):
        return None
    if binding.operator == " " and not program.tokens[binding.at].text.startswith("@"):
        return None
    if binding.key and binding.frame >= 0:
        frame = program.frames[binding.frame]
        if frame.bracket == "{":
            return None
        if frame.bracket == "[" and binding.name == "version" and not frame.key:
            return FIELD
    return code_rank(program, binding)
