"""Calls that bind a name given as a string: `define("LEDGER_VERSION", "1.2.3")`."""

from __future__ import annotations

from releasebot.version.formats.program import Binding, Program
from releasebot.version.formats.tokens import Kind


def with_pairs(program: Program, callees: frozenset[str]) -> Program:
    """The program with a binding for each call to one of `callees` that takes a key and a value."""
    tokens, text = program.tokens, program.text
    found = list(program.bindings)
    for binding in program.bindings:
        at = binding.value
        if binding.operator != "(" or binding.name not in callees or at + 2 >= len(tokens):
            continue
        key = tokens[at]
        if key.kind is Kind.STRING and not key.computed and tokens[at + 1].text == ",":
            name = text[key.inner : key.inner_end]
            found.append(Binding(name, (), ",", at, at + 2, binding.frame))
    return Program(text, tokens, program.partner, program.frames, found)
