"""Which part of a Python module a token belongs to, told by indentation alone."""

from __future__ import annotations

from enum import Enum

from releasebot.version.formats.program import Program
from releasebot.version.formats.tokens import Token


class Scope(Enum):
    """What the innermost `class` or `def` around a token is."""

    MODULE = 1
    CLASS = 2
    FUNCTION = 3


def scopes(program: Program) -> list[Scope]:
    """The scope of every token; a tab counts as one column, as all lines of a block start alike."""
    result: list[Scope] = []
    stack: list[tuple[int, Scope]] = []
    inside_until = -1
    for at, token in enumerate(program.tokens):
        if token.first and at > inside_until:
            column = _column(program.text, token)
            while stack and column <= stack[-1][0]:
                stack.pop()
            scope = _opened(program.tokens[at : at + 2])
            if scope:
                outer = stack[-1][1] if stack else Scope.MODULE
                result.append(outer)
                stack.append((column, Scope.FUNCTION if outer is Scope.FUNCTION else scope))
                continue
        inside_until = max(inside_until, program.partner[at])
        result.append(stack[-1][1] if stack else Scope.MODULE)
    return result


def _opened(tokens: list[Token]) -> Scope | None:
    words = [token.text for token in tokens]
    if "def" in words[: 2 if words[0] == "async" else 1]:
        return Scope.FUNCTION
    return Scope.CLASS if words[0] == "class" else None


def _column(text: str, token: Token) -> int:
    """How far from the start of its line the token stands."""
    start = max(text.rfind("\n", 0, token.start), text.rfind("\r", 0, token.start))
    return token.start - start - 1
