"""What an expression of program text amounts to: a literal, a name, or something computed."""

from __future__ import annotations

import re

from msgspec import Struct

from releasebot.version.formats.program import Binding, Program, Role, is_unfinished, plain
from releasebot.version.formats.sources import Import, source_of, sources_in
from releasebot.version.formats.tokens import Kind, Token
from releasebot.version.place import Source

MAX_TOKENS = 40
"""How many tokens of an expression are looked at, so that no text costs more than linear time."""
MAX_HOPS = 5
"""How many names are followed, one leading to the next."""


class Literal(Struct, frozen=True):
    """A value written out; `text[start:end]` is what a rewrite replaces."""

    value: str
    start: int
    end: int
    quote: str


class Computed(Struct, frozen=True):
    """An expression that is no literal, and the files it seems to read."""

    start: int
    end: int
    sources: tuple[Source, ...] = ()


Value = Literal | Computed


class Evaluator:
    """Evaluates the expressions of one program; `imports` are the names that other files give."""

    def __init__(self, program: Program, imports: tuple[Import, ...] = ()) -> None:
        self.program = program
        self.imports = {one.name: one for one in imports}
        self.known: dict[int, Value | None] = {}
        self.by_name: dict[str, list[Binding]] = {}
        for binding in program.bindings:
            if binding.operator != "(":
                self.by_name.setdefault(binding.name, []).append(binding)

    def value(self, first: int, hops: int = 0) -> Value | None:
        """What the expression that starts with this token amounts to; None where there is none.

        A name that is bound to one literal in this text amounts to that literal.
        """
        if first not in self.known:
            self.known[first] = None  # what refers to itself has no value
            self.known[first] = self._value(first, hops)
        return self.known[first]

    def _value(self, first: int, hops: int) -> Value | None:
        tokens, partner = self.program.tokens, self.program.partner
        start, end = first, self.extent(first)
        if first >= end:
            return None
        while first < end - 1 and tokens[first].text in _PREFIXES:
            if tokens[first].text == "(" and partner[first] == end - 1:
                end -= 1
            cast = first + 3 < end and (tokens[first].text, tokens[first + 2].text) == ("<", ">")
            first += 3 if cast else 1
        first = self._after_names(first, end)
        arrow = self._arrow(first, end)
        if arrow:
            result = self.value(arrow, hops + 1) if hops < MAX_HOPS else None
            return result if isinstance(result, Literal) else None
        found = self._simple(first, end, hops) if first < end else None
        if isinstance(found, Literal):
            return found
        if found is None and (tokens[start].text == "{" or self._is_function(start)):
            return None
        end = max(end, start + 1)
        sources = found or sources_in(self.program, start, end, self.imports)
        sources = sources or self._sources_of_names(start, end, hops)
        return Computed(tokens[start].start, tokens[end - 1].end, sources)

    def _after_names(self, first: int, end: int) -> int:
        """The start of the value in `name = other.name = value`."""
        tokens = self.program.tokens
        while tokens[first].kind is Kind.NAME:
            _, after = self._path(first, end)
            if after + 1 >= end or tokens[after].text != "=":
                break
            first = after + 1
        return first

    def _arrow(self, first: int, end: int) -> int:
        """The first token of what the function without parameters returns here, or 0."""
        tokens = self.program.tokens
        shape = [token.text for token in tokens[max(first - 1, 0) : first + 2]]
        return first + 2 if shape == ["(", ")", "=>"] and first + 2 < end else 0

    def _is_function(self, first: int) -> bool:
        """Whether a function is defined here, which is no value by itself."""
        tokens = self.program.tokens
        after = self.program.partner[first] + 1 if tokens[first].text == "(" else first + 1
        arrow = 0 < after < len(tokens) and tokens[after].text == "=>"
        return arrow or tokens[first].text in {"function", "func", "lambda"}

    def _sources_of_names(self, first: int, end: int, hops: int) -> tuple[Source, ...]:
        """The files that a variable in the expression was read from."""
        for at in range(first, min(end, first + _FEW)):
            token = self.program.tokens[at]
            if token.kind is Kind.NAME and plain(token.text) in self.by_name and hops < MAX_HOPS:
                found = self._named([plain(token.text)], hops)
                if isinstance(found, tuple) and found:
                    return found
        return ()

    def _simple(self, first: int, end: int, hops: int) -> Literal | tuple[Source, ...] | None:
        """The value of a literal, of a wrapped one or of a name; None for any other expression."""
        tokens = self.program.tokens
        token = tokens[first]
        if token.kind in {Kind.STRING, Kind.NUMBER}:
            return self._literal(token, hops) if self._trails(first + 1, end) else None
        if token.kind is not Kind.NAME:
            return None
        path, after = self._path(first, end)
        if after < end and tokens[after].text == "(":
            if path[-1] in _FIELDS:
                return self._default(after, hops)
            close = self.program.partner[after]
            if path[-1] not in _WRAPPERS or close < 0 or not self._trails(close + 1, end):
                return None
            alone = self.extent(after + 1) >= close - (tokens[close - 1].text == ",")
            inner = self.value(after + 1, hops + 1) if alone and hops < MAX_HOPS else None
            return inner.sources if isinstance(inner, Computed) else inner
        return self._named(path, hops) if self._trails(after, end) else None

    def _default(self, opening: int, hops: int) -> Literal | None:
        """The default of a field that is declared by a call: `field(default="1.2.3")`."""
        tokens, close = self.program.tokens, self.program.partner[opening]
        start = opening + 1
        for at in range(start, min(close - 1, start + MAX_TOKENS)):
            if (tokens[at].text, tokens[at + 1].text) == ("default", "="):
                start = at + 2
        found = self.value(start, hops + 1) if start < close and hops < MAX_HOPS else None
        return found if isinstance(found, Literal) else None

    def _literal(self, token: Token, hops: int) -> Literal | tuple[Source, ...] | None:
        """A string or number; a string that is all one filled-in name amounts to that name."""
        if token.kind is Kind.NUMBER:
            return Literal(token.text, token.start, token.end, "")
        text = self.program.text[token.inner : token.inner_end]
        if token.computed:
            filled = _FILLED.fullmatch(text) if len(text) < 100 else None  # noqa: PLR2004 - a name
            name = filled and (filled[1] or filled[2] or filled[3])
            return self._named(_MEMBER.split(name), hops) if name else None
        start = token.inner + len(text) - len(text.lstrip())
        text = text.removesuffix("\\0")  # the end that resource scripts write out
        value = text.strip() if token.raw else _ESCAPE.sub(_character, text.strip())
        return Literal(value, start, start + len(text.strip()), token.quote)

    def _named(self, path: list[str], hops: int) -> Literal | tuple[Source, ...] | None:
        """What a dotted name is bound to in this text, or the file that it is imported from.

        None where it is neither, or bound to different things in different places.
        """
        if hops >= MAX_HOPS:
            return None
        imported = source_of(path, self.imports)
        if imported:
            return (imported,)
        fits = [one for one in self.by_name.get(path[-1], ())[:MAX_TOKENS] if self._fits(one, path)]
        values = [self.value(one.value, hops + 1) for one in fits]
        if not values:
            return None
        first = values[0]
        if any(value != first for value in values):
            return None
        return first.sources if isinstance(first, Computed) else first

    def _fits(self, binding: Binding, path: list[str]) -> bool:
        """Whether the name of this path may be the one that is bound there."""
        frame = self.program.frames[binding.frame] if binding.frame >= 0 else None
        role = frame.role if frame else Role.FUNCTION
        if len(path) == 1:
            variable = role in {Role.BODY, Role.FUNCTION}
            return not binding.owner and not binding.key and variable
        within = path[-2]
        if within in _SELVES or within in binding.owner:
            return True
        for _ in range(3):
            if frame is None:
                return False
            if within in {frame.label, frame.of}:
                return True
            frame = self.program.frames[frame.parent] if frame.parent >= 0 else None
        return False

    def _path(self, first: int, end: int) -> tuple[list[str], int]:
        """The dotted name that starts here, without calls that change nothing, and what follows."""
        tokens = self.program.tokens
        parts, at = [plain(tokens[first].text)], first + 1
        while at + 1 < end and tokens[at].text in _DOTS and tokens[at + 1].kind is Kind.NAME:
            if tokens[at + 1].text in _HARMLESS and not self._has_argument(at + 2, end):
                break
            parts.append(tokens[at + 1].text)
            at += 2
        return parts, at

    def _has_argument(self, at: int, end: int) -> bool:
        """Whether arguments are passed here."""
        return (
            at < end and self.program.tokens[at].text == "(" and self.program.partner[at] > at + 1
        )

    def _trails(self, at: int, end: int) -> bool:
        """Whether what follows a value, up to `end`, leaves it as it is."""
        tokens = self.program.tokens
        while at < end:
            token = tokens[at]
            if token.kind is Kind.NAME and token.text in _TRAILERS:
                return True
            if token.text == "!":
                at += 1
                continue
            if token.text not in _DOTS or at + 1 >= end or tokens[at + 1].text not in _HARMLESS:
                return False
            at += 2
            if at < end and tokens[at].text == "(":
                at = max(self.program.partner[at], at) + 1
        return True

    def extent(self, first: int) -> int:
        """The index of the token after the expression's last."""
        tokens, partner = self.program.tokens, self.program.partner
        at = first
        for _ in range(MAX_TOKENS):
            if at >= len(tokens):
                break
            token = tokens[at]
            operator = token.kind is Kind.OPERATOR
            if operator and token.text in _ENDS:
                break
            fresh = token.first and at > first and not is_unfinished(tokens[at - 1])
            if fresh and not (operator and token.text in _CONTINUES):
                break
            at = partner[at] + 1 if operator and partner[at] > at else at + 1
        return min(at, len(tokens))


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or escape[3], 16)
    return chr(code) if code < 0x110000 else escape[0]  # noqa: PLR2004 - the end of Unicode


_FEW = 8
_ENDS = frozenset({",", ";", ")", "]", "}"})
_CONTINUES = frozenset({".", "?.", "?", "??", "||", "&&", "+", "%", ":", "?:", "::", "->", "|"})
_DOTS = frozenset({".", "?.", "::", "->"})
_SELVES = frozenset({"this", "self", "Self", "cls", "static", "exports", "__MODULE__"})
_TRAILERS = frozenset({"as", "satisfies", "unless", "apply"})
_PREFIXES = frozenset(
    {"new", "await", "return", "try", "const", "lazy", "raw", "(", "&", "@", "*", "<"}
)
_HARMLESS = frozenset(
    {
        "freeze", "strip", "trim", "to_s", "to_string", "tostring", "toString", "to_owned", "into",
        "String", "dup", "split", "lstrip", "rstrip", "trimmed",
    }
)  # fmt: skip
_WRAPPERS = frozenset(
    {
        "Version", "parse", "from", "new", "Some", "String", "str", "string", "of", "L", "_T",
        "TEXT", "QStringLiteral", "QLatin1String", "freeze", "SemanticVersion", "SemVer", "semver",
        "LooseVersion", "StrictVersion", "fromString", "Literal", "VersionNumber", "v",
        "convention", "provider", "value", "declare", "qv", "MustParse", "stringify", "Must",
    }
)  # fmt: skip
_FIELDS = frozenset({"field", "Field", "ib"})
"""What declares a field of a Python class: dataclasses, pydantic, attrs."""
_MEMBER = re.compile(r"\.|::")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\})")
_FILLED = re.compile(r"(?:\$\{|#\{|\\\()\s*([\w.:@]+)\s*[})]|\$(\w+)|\{(\w+)\}")
