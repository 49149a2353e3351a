"""C, C++ and Objective-C: `#define`, constants, Qt's setters, Windows resources."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import SLASHES, Language, String
from releasebot.version.formats.pairs import with_pairs
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.returned import returned
from releasebot.version.formats.standing import code_rank, find, setter_rank
from releasebot.version.formats.tokens import Kind, tokenize
from releasebot.version.place import Finding, Place

_PREFIX = r"(?:u8|[uUL])?"
LANGUAGE = Language(
    comments=SLASHES,
    strings=(
        String(_PREFIX + r'R"(\w{0,16})\(', close='){1}"', escape=False, lines=True),
        String(_PREFIX + r'@?"'),
        String(_PREFIX + r"'(?=(?:\\[^'\r\n]{1,10}|[^\\'\r\n])')"),
    ),
    joins=r"\\(?:\r\n|\r|\n)",
)
GRAMMAR = Grammar(
    keys=frozenset(),
    containers=frozenset({"class", "namespace", "struct"}),
    types=frozenset({"enum", "union"}),
)
_RESOURCES = ("ProductVersion", "FileVersion")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in C and its relatives, and in Windows resource scripts.

    A resource's `ProductVersion` has rank 0, and so has `FileVersion` where it says the same
    (https://learn.microsoft.com/windows/win32/menurc/versioninfo-resource). The comma-separated
    numbers above them are no text that could be replaced as a whole, nor are macros for the parts
    of a version.
    """
    program = _with_macros(read(text, tokenize(text, LANGUAGE), GRAMMAR))
    evaluator = Evaluator(program)
    candidates = find(evaluator, _judge, selector)
    return choose((*_resources(candidates), *returned(evaluator)), selector)


def _with_macros(program: Program) -> Program:
    """The program with a binding for each `#define` and each `VALUE "name", ...`."""
    tokens = program.tokens
    found = list(with_pairs(program, frozenset()).bindings)
    for at in range(len(tokens) - 2):
        if tokens[at].text == "define" and at and tokens[at - 1].text == "#":
            name, value = tokens[at + 1], at + 2
            function = tokens[value].text == "(" and tokens[value].start == name.end
            if not function and not tokens[value].first:
                found.append(Binding(name.text, (), "#", at + 1, value, -1))
        elif tokens[at].text == "VALUE" and tokens[at + 1].kind is Kind.STRING:
            key = tokens[at + 1]
            value = at + 2 + (tokens[at + 2].text == ",")
            name_text = program.text[key.inner : key.inner_end]
            if value < len(tokens) and name_text in _RESOURCES:
                found.append(Binding(name_text, (), "VALUE", at + 1, value, -1))
    return Program(program.text, tokens, program.partner, program.frames, found)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator == "VALUE":
        return FIELD
    if binding.operator == "(":
        return setter_rank(program, binding)
    return code_rank(program, binding)


def _resources(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, with a file version that differs from the product's at rank 1."""
    product = next((_version(one) for one in candidates if _is(one, "ProductVersion")), "")
    return [
        _at_known(one) if _is(one, "FileVersion") and _version(one) != product and product else one
        for one in candidates
    ]


def _is(candidate: Candidate, name: str) -> bool:
    return candidate.finding.selector == name and candidate.finding.rank == FIELD


def _version(candidate: Candidate) -> str:
    found = candidate.finding
    return found.version if isinstance(found, Place) else ""


def _at_known(candidate: Candidate) -> Candidate:
    found = candidate.finding
    if not isinstance(found, Place):
        return candidate
    place = Place(found.version, found.start, found.end, found.selector, found.quote, KNOWN)
    return Candidate(place, candidate.paths)
