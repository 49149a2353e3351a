"""Functions that do nothing but return the version: `getVersion() { return "1.2.3"; }`."""

from __future__ import annotations

from releasebot.version.formats.choice import HIDDEN, Candidate
from releasebot.version.formats.expressions import Evaluator, Literal
from releasebot.version.formats.identifiers import LIKELY, name_rank
from releasebot.version.formats.program import Program
from releasebot.version.formats.standing import finding_of
from releasebot.version.formats.tokens import Kind
from releasebot.version.place import Place


def returned(evaluator: Evaluator) -> list[Candidate]:
    """The literals that functions named as a version return first, each of rank 2."""
    program = evaluator.program
    found = []
    for binding in program.bindings:
        if binding.operator != "(" or name_rank(binding.name) is None:
            continue
        first = _first_value(program, program.partner[binding.value - 1] + 1)
        value = evaluator.value(first) if first else None
        if isinstance(value, Literal):
            finding = finding_of(program.text, value, binding.name, LIKELY)
            if isinstance(finding, Place) and finding.rank < HIDDEN:
                found.append(Candidate(finding))
    return found


def _first_value(program: Program, after: int) -> int:
    """The token after `return` at the start of the function whose parameters end there, or 0."""
    tokens = program.tokens
    if after < 1:
        return 0
    for at in range(after, min(after + _LONGEST_HEADER, len(tokens) - 1)):
        text = tokens[at].text
        if text in {";", ")", "}", ","}:
            return 0
        if text == "return" and tokens[at - 1].text in {"{", ":", "do"}:
            return at + 1 if tokens[at + 1].kind is Kind.STRING else 0
    return 0


_LONGEST_HEADER = 10
