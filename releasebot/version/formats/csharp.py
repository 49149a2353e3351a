"""C#, F# and Visual Basic: AssemblyInfo attributes, constants, fields."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import SLASHES, Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.returned import returned
from releasebot.version.formats.standing import code_rank, find
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding, Place

LANGUAGE = Language(
    comments=(*SLASHES, Comment(r"\(\*(?!\))", r"\*\)"), Comment(r"(?<![^\r\n])[ \t]*'")),
    strings=(
        String(r'(?:\$@|@\$)"', escape=False, doubled=True, fill=r"\{(?!\{)", lines=True),
        String(r'@"', escape=False, doubled=True, lines=True),
        String(r'"""', escape=False, lines=True),
        String(r'\$"', fill=r"(?<!\{)(?:\{\{)*\{(?!\{)"),
        String(r'"'),
        String(r"'(?=(?:\\[^'\r\n]{1,10}|[^\\'\r\n])')"),
    ),
    name=r"@?[^\W\d]\w*",
)
GRAMMAR = Grammar(
    keys=frozenset({":"}),
    containers=frozenset({"class", "struct", "record", "namespace", "module"}),
    types=frozenset({"interface", "enum"}),
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in C#, F# or Visual Basic.

    Of the assembly attributes the informational version is what a person reads, and decides where
    it is there
    (https://learn.microsoft.com/dotnet/standard/assembly/versioning). The others have rank 0 where
    they agree with the deciding one.
    """
    evaluator = Evaluator(read(text, tokenize(text, LANGUAGE), GRAMMAR))
    candidates = find(evaluator, _judge, selector)
    return choose((*_agreeing(candidates), *returned(evaluator)), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator == "(":
        return FIELD if binding.name.removesuffix("Attribute") in _ATTRIBUTES else None
    return code_rank(program, binding)


def _agreeing(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, with attributes that differ from the deciding one at rank 1."""
    places = {
        one.finding.selector.removesuffix("Attribute"): one.finding.version
        for one in candidates
        if isinstance(one.finding, Place) and one.finding.rank == FIELD
    }
    deciding = next((places[name] for name in _ATTRIBUTES if name in places), "")
    return [_demoted(one, deciding) for one in candidates]


def _demoted(candidate: Candidate, deciding: str) -> Candidate:
    found = candidate.finding
    if not isinstance(found, Place) or found.rank != FIELD or found.version == deciding:
        return candidate
    place = Place(found.version, found.start, found.end, found.selector, found.quote, KNOWN)
    return Candidate(place, candidate.paths)


_ATTRIBUTES = ("AssemblyInformationalVersion", "AssemblyVersion", "AssemblyFileVersion")
