"""PowerShell: module manifests, scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import code_rank, find
from releasebot.version.formats.tokens import Kind, Token, scan
from releasebot.version.formats.value import is_version
from releasebot.version.place import Finding, Place

LANGUAGE = Language(
    comments=(Comment(r"<\#", r"\#>"), Comment(r"\#")),
    strings=(
        String(r"@'(?=[ \t]*[\r\n])", close="'@", escape=False, lines=True),
        String(r'@"(?=[ \t]*[\r\n])', close='"@', escape=False, lines=True),
        String(r"'", escape=False, doubled=True, lines=True),
        String(r'"', escape=False, fill=r"\$[\w({]", lines=True),
    ),
    name=r"\$(?:\w+:)?\w+|[^\W\d][\w-]*",
)
GRAMMAR = Grammar(keys=frozenset(), functions=frozenset({"function"}))
_INFO = re.compile(r"<\#PSScriptInfo\b")
_VERSION = re.compile(r"(?i)(?<![^\r\n])[ \t]*\.VERSION[ \t\r\n]+(\S+)")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in PowerShell.

    `ModuleVersion` of a manifest has rank 0
    (https://learn.microsoft.com/powershell/scripting/developer/module/how-to-write-a-powershell-module-manifest),
    as has `.VERSION` of the comment that describes a published script.
    """
    tokens = scan(text, LANGUAGE)
    code = [token for token in tokens if token.kind is not Kind.COMMENT]
    evaluator = Evaluator(read(text, code, GRAMMAR))
    candidates = find(evaluator, _judge, selector)
    return choose((*_script_info(text, tokens), *candidates), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    rank = code_rank(program, binding)
    if rank is None or binding.name != "ModuleVersion":
        return rank
    outermost = binding.frame >= 0 and program.frames[binding.frame].parent < 0
    return FIELD if outermost and not program.frames[binding.frame].of else None


def _script_info(text: str, tokens: list[Token]) -> list[Candidate]:
    for token in tokens:
        if token.kind is Kind.COMMENT and _INFO.match(token.text):
            found = _VERSION.search(text, token.start, token.end)
            if found and is_version(found[1]):
                place = Place(found[1], found.start(1), found.end(1), "VERSION", "", FIELD)
                return [Candidate(place)]
    return []
