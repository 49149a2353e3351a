"""The shape of program text: its brackets, and what is bound to names between them."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from releasebot.version.formats.tokens import Kind, Token

MAX_DEPTH = 8
"""How many enclosing brackets are looked at; what lies deeper is nobody's version."""
MAX_TYPE = 24
"""How many tokens a type annotation may have."""


class Role(Enum):
    """What a pair of brackets is."""

    VALUE = 1  # an object, list or parenthesis inside an expression
    CALL = 2  # the arguments of a call
    PARAMETERS = 3  # the parameters of a function, or the condition of a statement
    BODY = 4  # a class, module, namespace or object
    FUNCTION = 5  # the statements of a function, or of a condition
    TYPE = 6  # an interface or another type, which has no values


class Frame(Struct, frozen=True, gc=False):
    """A pair of brackets around a token.

    `parent` is the index of the frame around it, -1 for the text itself. `label` is the name of
    the call, class, block or function, `topic` the string that a call starts with, and `of` the
    name whose value it is part of; each may be empty. `key` tells that `of` is a key or a member
    rather than a variable. The bracket is token `at`.
    """

    parent: int
    bracket: str
    role: Role
    label: str = ""
    of: str = ""
    key: bool = False
    topic: str = ""
    at: int = -1


class Binding(Struct, frozen=True, gc=False):
    """A name that has a value: token `value` is the first of it, `frame` where it stands.

    `owner` are the names before it in `owner.name`. `operator` is what joins them, `(` for the
    first argument of a call and a blank for a value that simply follows. `key` tells the key of an
    object or of an argument from a variable.
    """

    name: str
    owner: tuple[str, ...]
    operator: str
    at: int
    value: int
    frame: int
    key: bool = False


class Grammar(Struct, frozen=True):
    """What the languages of a family differ in.

    `assign` are operators that bind a name or member, `keys` those that bind a key inside
    brackets. `containers` are words that name the braces that follow, `types` those whose braces
    hold no values, `functions` those that define one. `annotated`: a type may stand between a
    name and `=`, after a colon, or after the name alone where it is " ". `follows`: a value may
    follow its name with nothing between them. `blocks`: the first word of a statement names the
    braces that end it. `literals`: a type's name stands before the braces of its value.
    """

    assign: frozenset[str] = frozenset({"="})
    keys: frozenset[str] = frozenset({":"})
    containers: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    annotated: str = ""
    follows: bool = False
    blocks: bool = False
    literals: bool = False


class Program(Struct, frozen=True):
    """A text with its tokens, the partner of each bracket (-1 for none) and its bindings."""

    text: str
    tokens: list[Token]
    partner: list[int]
    frames: list[Frame]
    bindings: list[Binding]


def partners(tokens: list[Token]) -> list[int]:
    """For each token the index of the bracket that closes or opens it; -1 for none."""
    result = [-1] * len(tokens)
    open_at: list[int] = []
    waiting = {"(": 0, "[": 0, "{": 0}
    for at, token in enumerate(tokens):
        if token.kind is not Kind.OPERATOR:
            continue
        char = token.text
        if char in waiting:
            open_at.append(at)
            waiting[char] += 1
        elif char in OPENERS and waiting[OPENERS[char]]:
            while True:
                start = open_at.pop()
                waiting[tokens[start].text] -= 1
                if tokens[start].text == OPENERS[char]:
                    break
            result[at], result[start] = start, at
    return result


def string_value(token: Token, text: str) -> str:
    """What stands between the delimiters of a string."""
    return text[token.inner : token.inner_end]


def plain(name: str) -> str:
    """The name without the marks that some languages put on it: `@version`, `$VERSION`."""
    return name.lstrip(":@$%&'").rstrip("*") or name


def is_unfinished(token: Token) -> bool:
    """Whether no expression can end with this token."""
    return token.kind is Kind.OPERATOR and token.text not in _ENDINGS


DOTTED = re.compile(r"[A-Za-z_]\w{0,99}(?:\.[A-Za-z_]\w{0,99}){1,7}")
"""A key such as `process.env.VERSION`."""
_ENDINGS = frozenset({")", "]", "}", ";", "++", "--"})
CLOSERS = {"(": ")", "[": "]", "{": "}"}
OPENERS = {")": "(", "]": "[", "}": "{"}
