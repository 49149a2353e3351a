"""What program text binds to names: constants, fields, keys of objects, arguments of calls.

No grammar of any language is followed to the letter. `read` walks the tokens once, keeps track of
the brackets and of what they belong to, and notes every name that something is assigned, passed or
mapped to. Text with syntax errors gives what can be told from the rest.
"""

from __future__ import annotations

from msgspec import Struct

from releasebot.version.formats.program import (
    CLOSERS,
    DOTTED,
    MAX_DEPTH,
    MAX_TYPE,
    OPENERS,
    Binding,
    Frame,
    Grammar,
    Program,
    Role,
    is_unfinished,
    partners,
    plain,
)
from releasebot.version.formats.tokens import Kind, Token


def read(text: str, tokens: list[Token], grammar: Grammar) -> Program:
    """The program that these tokens are."""
    partner = partners(tokens)
    walk = _Walk(tokens, partner, grammar)
    walk.run()
    return Program(text, tokens, partner, walk.frames, walk.bindings)


class _Statement(Struct):
    """What is known of the statement that is being read inside one frame."""

    head: str = ""
    name: str = ""
    key: bool = False
    word: str = ""
    label: str = ""


class _Walk:
    def __init__(self, tokens: list[Token], partner: list[int], grammar: Grammar) -> None:
        self.tokens = tokens
        self.partner = partner
        self.grammar = grammar
        self.frames: list[Frame] = []
        self.bindings: list[Binding] = []
        self.open: list[int] = [-1]
        self.statements: list[_Statement] = [_Statement()]
        self.header_words = grammar.containers | grammar.types | grammar.functions

    def run(self) -> None:
        for at, token in enumerate(self.tokens):
            match token.kind:
                case Kind.OPERATOR:
                    self.operator(at, token.text)
                case Kind.NAME | Kind.STRING:
                    self.name(at, token)
                case Kind.NUMBER | Kind.COMMENT | Kind.BROKEN:
                    pass

    def text(self, at: int) -> str:
        """The token's text; empty beyond the last."""
        return self.tokens[at].text if at < len(self.tokens) else ""

    def operator(self, at: int, char: str) -> None:
        if char in CLOSERS and self.partner[at] >= 0:
            frame = self.frame(at, char)
            self.open.append(len(self.frames))
            self.frames.append(frame)
            self.statements.append(_Statement())
        elif char in OPENERS and self.partner[at] >= 0:
            self.open.pop()
            self.statements.pop()
            if char == "}" and not self.continues(at):
                self.statements[-1] = _Statement()
        elif char in {";", ","}:
            self.statements[-1] = _Statement()

    def continues(self, at: int) -> bool:
        """Whether the statement goes on after this closing brace."""
        if at + 1 >= len(self.tokens):
            return False
        following = self.tokens[at + 1]
        return following.kind is Kind.OPERATOR and not following.first

    def frame(self, at: int, char: str) -> Frame:
        statement = self.statements[-1]
        role, label = self.role(at, char, statement)
        topic = ""
        if role is Role.CALL and at + 1 < len(self.tokens):
            first = self.tokens[at + 1]
            if first.kind is Kind.STRING and self.text(at + 2) == ",":
                topic = first.text
        return Frame(self.open[-1], char, role, label, statement.name, statement.key, topic, at)

    def role(self, at: int, char: str, statement: _Statement) -> tuple[Role, str]:
        before = self.tokens[at - 1] if at else None
        if char == "{":
            return self.brace_role(at, before, statement)
        if char == "(":
            return self.parenthesis_role(at, before, statement)
        return Role.VALUE, ""

    def parenthesis_role(
        self, at: int, before: Token | None, statement: _Statement
    ) -> tuple[Role, str]:
        if statement.word in self.grammar.functions:
            return Role.PARAMETERS, statement.label
        if before is not None and before.text in _DESTRUCTURING:
            return Role.BODY, ""  # Go's lists of declarations
        if not self.grammar.blocks and self.opens_body(self.partner[at] + 1):
            return Role.PARAMETERS, ""
        if before is None or before.text in _NO_CALL:
            return Role.VALUE, ""
        called = before.kind is Kind.NAME or before.text in {">", "!"}
        return (Role.CALL, self.callee(at - 1)) if called else (Role.VALUE, "")

    def brace_role(self, at: int, before: Token | None, statement: _Statement) -> tuple[Role, str]:
        role = self.header_role(statement)
        statement.word = ""
        if role or before is None:
            return role or Role.VALUE, statement.label
        if before.text in _CASTS:
            return Role.TYPE, ""
        if before.text in _DESTRUCTURING:
            return Role.PARAMETERS, ""
        if self.grammar.blocks and (before.kind is not Kind.OPERATOR or before.text == ")"):
            return Role.BODY, statement.head
        typed = self.grammar.literals and before.kind is Kind.NAME
        if before.text in _BLOCK_STARTS or (typed and statement.head in _CONTROL):
            return Role.FUNCTION, ""
        return (Role.CALL, self.callee(at - 1)) if typed else (Role.VALUE, "")

    def header_role(self, statement: _Statement) -> Role | None:
        """What the word that opened the statement says of its braces."""
        if statement.word in self.grammar.types:
            return Role.TYPE
        if statement.word in self.grammar.containers:
            return Role.BODY
        return Role.FUNCTION if statement.word in self.grammar.functions else None

    def opens_body(self, at: int) -> bool:
        """Whether statements start here, after the parameters of a function or a condition."""
        if self.text(at) == ":" and self.grammar.annotated == ":":
            for place in range(at, min(at + MAX_TYPE, len(self.tokens))):
                if self.text(place) in {";", ",", ")", "=", "}"}:
                    return False
                if self.text(place) in {"{", "=>"}:
                    return True
        return self.text(at) in {"{", "=>"}

    def callee(self, at: int) -> str:
        """The dotted name that ends here, its parts joined by dots."""
        parts: list[str] = []
        while at >= 0 and len(parts) < MAX_DEPTH and self.tokens[at].kind is Kind.NAME:
            parts.append(plain(self.tokens[at].text))
            if not at or self.tokens[at - 1].text not in _MEMBER:
                break
            at -= 2
        return ".".join(reversed(parts))

    def name(self, at: int, token: Token) -> None:
        if token.first and at and not is_unfinished(self.tokens[at - 1]):
            self.statements[-1] = _Statement()
        statement = self.statements[-1]
        if token.kind is Kind.NAME:
            statement.head = statement.head or token.text
            if token.text in self.header_words and not statement.name:
                self.header(at, statement)
        binding = self.binding(at, token)
        if binding is None:
            return
        self.bindings.append(binding)
        if binding.operator not in {"(", " "} and not self.is_type(binding):
            if binding.name == statement.word:
                statement.word = ""
            statement.name = binding.name
            statement.key = binding.key or bool(binding.owner)

    def is_type(self, binding: Binding) -> bool:
        """Whether the name is the type of the one bound before it: both have the same value."""
        before = [one.value for one in self.bindings[-2:-1]]
        return self.grammar.annotated == ":" and before == [binding.value]

    def header(self, at: int, statement: _Statement) -> None:
        """Notes a word that says what the braces of its statement are, and the name after it."""
        if at + 1 >= len(self.tokens):
            return
        following = self.tokens[at + 1]
        if following.kind is Kind.NAME:
            statement.word, statement.label = self.tokens[at].text, following.text
        elif following.text in {"{", "(", "*"}:
            statement.word = self.tokens[at].text

    def binding(self, at: int, token: Token) -> Binding | None:
        after = at + 1
        if after >= len(self.tokens):
            return None
        if token.kind is Kind.STRING:
            return self.string_key(at, token)
        owner = self.owner(at)
        if self.text(after) == "[" and self.partner[after] >= 0:
            return self.element(at, owner)
        found = self.joined(at, after)
        if found is None:
            return None
        operator, value = found
        frame = self.open[-1]
        argument = frame >= 0 and self.frames[frame].role is Role.CALL and operator != "("
        key = operator in self.grammar.keys or argument
        return Binding(plain(token.text), owner, operator, at, value, frame, key)

    def string_key(self, at: int, token: Token) -> Binding | None:
        """What `"key": value` binds; of `"process.env.KEY"` the last name is the key."""
        operator = self.text(at + 1)
        if operator not in self.grammar.keys or not self.is_key(at) or token.computed:
            return None
        key = token.text[token.inner - token.start : token.inner_end - token.start]
        *owner, name = key.split(".") if DOTTED.fullmatch(key) else [key]
        return Binding(name, tuple(owner), operator, at, at + 2, self.open[-1], key=True)

    def element(self, at: int, owner: tuple[str, ...]) -> Binding | None:
        """What `name[...] = value` binds: the key between the brackets, or else the name."""
        close = self.partner[at + 1]
        if self.text(close + 1) not in self.grammar.assign or close + 2 >= len(self.tokens):
            return None
        name, key = plain(self.tokens[at].text), self.tokens[at + 2]
        if key.kind is Kind.STRING and close == at + 3:
            owner = (*owner, name)
            name = key.text[key.inner - key.start : key.inner_end - key.start]
        return Binding(name, owner, "=", at, close + 2, self.open[-1])

    def joined(self, at: int, after: int) -> tuple[str, int] | None:
        """The operator that binds the name at `at`, and the first token of its value."""
        token = self.tokens[after]
        if token.kind is not Kind.OPERATOR:
            return self.followed(after)
        operator = token.text
        if operator in _OPTIONAL and self.grammar.annotated == ":":
            mark = operator if operator == "?:" else operator + self.text(after + 1)
            return self.typed(after + (1 if operator == mark else 2)) if mark in _MARKS else None
        if operator == "]" and self.is_computed_key(after):
            return ":", after + 2
        binds = operator == "(" or operator in self.grammar.assign
        if binds or (operator in self.grammar.keys and self.is_key(at)):
            return (operator, after + 1) if after + 1 < len(self.tokens) else None
        if operator == ":" and self.grammar.annotated == ":" and self.may_declare(at):
            return self.typed(after + 1)
        return None

    def is_computed_key(self, close: int) -> bool:
        """Whether `[NAME]: value` ends its key with this bracket."""
        opening = self.partner[close]
        if opening < 1 or self.text(close + 1) != ":" or close + 2 >= len(self.tokens):
            return False
        return self.is_key(opening, self.frames[self.open[-1]].parent)

    def may_declare(self, at: int) -> bool:
        """Whether a colon after this name may be that of a type: it ends no condition."""
        before = self.tokens[at - 1].text if at else ""
        return self.tokens[at].text not in _LABELS and before not in _NO_DECLARATION

    def followed(self, after: int) -> tuple[str, int] | None:
        """The value that follows a name on its line, with nothing or a type between them."""
        token = self.tokens[after]
        if token.first:
            return None
        word = token.kind is Kind.NAME and not self.text(after - 1).startswith("@")
        if self.grammar.follows and (self.grammar.blocks or not word):
            return " ", after
        if not word:
            return None
        return self.typed(after) if self.grammar.annotated == " " else None

    def is_key(self, at: int, frame: int | None = None) -> bool:
        """Whether a key may stand here: first inside its brackets, or after a comma."""
        frame = self.open[-1] if frame is None else frame
        if not at or frame < 0 or self.frames[frame].role in {Role.BODY, Role.FUNCTION}:
            return False
        before = self.tokens[at - 1]
        return before.kind is Kind.OPERATOR and before.text in {"{", ",", "(", "["}

    def typed(self, start: int) -> tuple[str, int] | None:
        """The value after a type annotation that starts here."""
        for place in range(start, min(start + MAX_TYPE, len(self.tokens) - 1)):
            token = self.tokens[place]
            if token.kind is Kind.OPERATOR:
                if token.text in {"=", ":=", ">=", ">>="}:
                    return "=", place + 1
                if token.text in _NO_TYPE:
                    return None
            if token.first and place > start and not is_unfinished(self.tokens[place - 1]):
                return None
        return None

    def owner(self, at: int) -> tuple[str, ...]:
        """The names before `.name`, outermost first; `?` for what is no name."""
        if not at or self.tokens[at - 1].text not in _MEMBER:
            return ()
        called = self.callee(at - 2) if at > 1 else ""
        return tuple(called.split(".")) if called else ("?",)


_MEMBER = frozenset({".", "::", "?.", "->"})
_OPTIONAL = frozenset({"?", "!", "?:"})
_MARKS = frozenset({"?:", "!:"})
_NO_TYPE = frozenset({";", ")", "}", ",", "=>", "{", "("})
_CASTS = frozenset({"as", "satisfies"})
_DESTRUCTURING = frozenset({"const", "let", "var"})
_NO_CALL = frozenset(["return", "in", "and", "or", "not", "if", "unless", "while", "await"])
_NO_DECLARATION = _NO_CALL | {"?", "case", "elif", "lambda", "class"}
_LABELS = frozenset({"else", "try", "finally", "default"})
_CONTROL = frozenset({"if", "for", "switch", "select", "while", "match", "loop", "unsafe"})
_BLOCK_STARTS = frozenset({")", "=>", "->", "else", "try", "do", "finally"})
