"""Tokens of program text, for languages that are described as data.

A `Language` names its comments, strings and identifiers; `tokenize` turns any text into tokens
that know their place. It never fails: an unterminated comment or string ends at the end of its
line or text, as its language would have it, and what stands inside is never taken for code. Time
is linear in the length of the text.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from msgspec import Struct

from releasebot.version.formats.language import Comment, Language, String


class Kind(Enum):
    """What a token is. `BROKEN` is a string that its line or the text ends too early."""

    NAME = 1
    STRING = 2
    NUMBER = 3
    OPERATOR = 4
    COMMENT = 5
    BROKEN = 6


class Token(Struct, frozen=True, gc=False):
    """A piece of program text: `text` stands at `start:end` of the whole.

    `first` tells that no other token stands before it on its line. A string's value stands
    between its delimiters, at `inner:inner_end`; `quote` is the delimiter that opens it, without
    any prefix letters. `raw` tells that a backslash means itself in it, `computed` that other
    values are filled into it or that it is a here-document.
    """

    kind: Kind
    text: str
    start: int
    end: int
    first: bool = False
    inner: int = 0
    inner_end: int = 0
    quote: str = ""
    raw: bool = False
    computed: bool = False


_PARTNERS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_OPENERS = frozenset("([{")
_OPERATOR = (
    r"===|!==|\?\?=|\|\|=|&&=|::=|<=>|>>=|<<=|\.\.\.|==|!=|<=|>=|=>|->|<-|:=|::|\?\?|\?\.|\?=|\?:"
    r"|\+=|-=|\*=|/=|%=|\|=|&=|\^=|~=|\.=|=~|!~|\|\||&&|\+\+|--|\.\.|<<|[\s\S]"
)
_LINE = re.compile(r"[^\r\n]*")


def tokenize(text: str, language: Language) -> list[Token]:
    """The tokens of the text without its comments."""
    return [token for token in scan(text, language) if token.kind is not Kind.COMMENT]


def scan(text: str, language: Language) -> list[Token]:
    """The tokens of the text, comments among them, in their order."""
    lexer = _Lexer(text, language)
    lexer.run()
    return lexer.tokens


class _Open(Struct):
    """A string that is being read; `depth` counts brackets open in its filled-in part."""

    rule: String
    stop: re.Pattern[str]
    start: int
    inner: int
    quote: str
    first: bool
    depth: int = 0
    computed: bool = False


class _Lexer:
    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self.master = _master(language)
        self.tokens: list[Token] = []
        self.strings: list[_Open] = []
        self.heredocs: list[str] = []
        self.first = True
        self.no_regex_before = 0

    def run(self) -> None:
        text, pos, end = self.text, 0, len(self.text)
        match = self.master.match
        while pos < end:
            if self.strings and not self.strings[-1].depth:
                pos = self.inside_string(pos)
                continue
            found = match(text, pos)
            assert found is not None  # the last alternative takes any character  # noqa: S101
            group = found.lastgroup or ""
            if group == "space":
                pos = found.end()
            elif group == "newline":
                pos = self.newline(found.end())
            elif group in _PLAIN:
                pos = self.plain(_PLAIN[group], pos, found.end())
            else:
                pos = self.ruled(group, pos, found)
        while self.strings:
            self.close(end, end, Kind.BROKEN)

    def newline(self, pos: int) -> int:
        self.first = True
        for tag in self.heredocs:
            pos = _end_of_heredoc(self.text, pos, tag)
        self.heredocs.clear()
        return pos

    def ruled(self, group: str, pos: int, found: re.Match[str]) -> int:
        number = int(group[1:])
        if group[0] == "c":
            return self.comment(self.language.comments[number], pos, found.end())
        return self.open(self.language.strings[number], pos, found)

    def emit(self, kind: Kind, start: int, end: int) -> int:
        if not self.strings:
            self.tokens.append(Token(kind, self.text[start:end], start, end, self.first))
            if kind is not Kind.COMMENT:
                self.first = False
        return end

    def plain(self, kind: Kind, start: int, end: int) -> int:
        if kind is Kind.OPERATOR:
            char = self.text[start]
            if char == "/" and self.language.slash_regex and self.regex_may_start():
                regex_end = self.regex_end(start)
                if regex_end:
                    return self.emit(Kind.BROKEN, start, regex_end)
            if self.strings:
                return self.count(char, start, end)
        return self.emit(kind, start, end)

    def count(self, char: str, start: int, end: int) -> int:
        """Follows the brackets of a filled-in part; the string goes on after the last."""
        string = self.strings[-1]
        if char in _OPENERS:
            string.depth += 1
        elif char in ")]}":
            string.depth -= 1
        return start + 1 if string.depth == 0 else end

    def comment(self, rule: Comment, start: int, inner: int) -> int:
        if not rule.close:
            line = _LINE.match(self.text, inner)
            end = line.end() if line else inner
        elif rule.nested:
            end = self.nested_end(rule, inner)
        else:
            closing = self.closing(rule, start).search(self.text, inner)
            end = closing.end() if closing else len(self.text)
        return self.emit(Kind.COMMENT, start, end)

    def closing(self, rule: Comment, start: int) -> re.Pattern[str]:
        """What ends the comment that starts here."""
        opening = _compiled(rule.open).match(self.text, start) if "{1}" in rule.close else None
        if opening is None:
            return _compiled(rule.close)
        return _compiled(rule.close.replace("{1}", re.escape(opening[1])))

    def nested_end(self, rule: Comment, pos: int) -> int:
        depth = 1
        for found in _compiled(f"(?P<open>{rule.open})|{rule.close}").finditer(self.text, pos):
            depth += 1 if found["open"] else -1
            if depth == 0:
                return found.end()
        return len(self.text)

    def open(self, rule: String, start: int, found: re.Match[str]) -> int:
        opening = _compiled(rule.open).match(self.text, start)
        if opening is None:
            return self.emit(Kind.OPERATOR, start, start + 1)
        if rule.here:
            self.heredocs.append(opening[1].strip("\"'`"))
            if not self.strings:
                self.add_string(start, opening.end(), quote=opening[0], computed=True)
            return opening.end()
        quote = opening[0].lstrip(_PREFIXES) or opening[0]
        close = rule.close or quote
        if close == "pair":
            quote = opening[1]
            close = _PARTNERS.get(quote, quote)
        elif "{1}" in close:
            close = close.replace("{1}", opening[1])
        stop = _stop(rule, close)
        self.strings.append(_Open(rule, stop, start, found.end(), quote, self.first))
        return found.end()

    def inside_string(self, pos: int) -> int:
        string = self.strings[-1]
        found = string.stop.search(self.text, pos)
        if found is None:
            return self.close(len(self.text), len(self.text), Kind.BROKEN)
        group = found.lastgroup
        if group == "close":
            return self.close(found.start(), found.end(), Kind.STRING)
        if group == "newline":
            return self.close(found.start(), found.start(), Kind.BROKEN)
        if group == "fill":
            string.computed = True
            string.depth = 1 if found[0][-1] in _OPENERS else 0
        return found.end()

    def close(self, inner_end: int, end: int, kind: Kind) -> int:
        string = self.strings.pop()
        if not self.strings:
            self.first = string.first
            self.tokens.append(
                Token(
                    kind,
                    self.text[string.start : end],
                    string.start,
                    end,
                    string.first,
                    string.inner,
                    inner_end,
                    string.quote,
                    not string.rule.escape,
                    string.computed,
                )
            )
            self.first = False
        return end

    def add_string(self, start: int, end: int, *, quote: str, computed: bool) -> None:
        text = self.text[start:end]
        token = Token(Kind.STRING, text, start, end, self.first, end, end, quote, computed=computed)
        self.tokens.append(token)
        self.first = False

    def regex_may_start(self) -> bool:
        """Whether a slash here starts a regular expression: no operand stands before it."""
        last = self.tokens[-1] if self.tokens else None
        if last is None:
            return True
        if last.kind is Kind.NAME:
            return last.text in self.language.words_before_regex
        return last.kind is Kind.OPERATOR and last.text not in _BEFORE_DIVISION

    def regex_end(self, start: int) -> int:
        """Where the regular expression that starts here ends; 0 if its line does not end it."""
        if start < self.no_regex_before:
            return 0
        found = _REGEX.match(self.text, start)
        if found:
            return found.end()
        line = _LINE.match(self.text, start)
        self.no_regex_before = line.end() if line else start
        return 0


_PLAIN = {"name": Kind.NAME, "number": Kind.NUMBER, "op": Kind.OPERATOR}
_PREFIXES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@$#~%"
_BEFORE_DIVISION = frozenset({")", "]", "}", "++", "--", "<"})
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])+/\w*")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _master(language: Language) -> re.Pattern[str]:
    """One pattern that matches whatever starts at a place outside of strings."""
    comments = [f"(?P<c{i}>{rule.open})" for i, rule in enumerate(language.comments)]
    strings = [f"(?P<s{i}>{rule.open})" for i, rule in enumerate(language.strings)]
    return re.compile(
        "|".join(
            [
                rf"(?P<space>[^\S\r\n]+{'|' + language.joins if language.joins else ''})",
                r"(?P<newline>\r\n?|\n)",
                *comments,
                *strings,
                f"(?P<number>{language.number})",
                f"(?P<name>{language.name})",
                f"(?P<op>{_OPERATOR})",
            ]
        )
    )


@cache
def _stop(rule: String, close: str) -> re.Pattern[str]:
    """What ends or interrupts the inside of such a string."""
    ending = re.escape(close)
    parts = [f"(?P<fill>{rule.fill})"] if rule.fill else []
    if rule.escape:
        parts.append(r"\\(?:\r\n|[\s\S])")
    if rule.doubled:
        parts.append(ending * 2)
    parts.append(f"(?P<close>{ending})")
    if not rule.lines:
        parts.append(r"(?P<newline>[\r\n])")
    return re.compile("|".join(parts))


def _end_of_heredoc(text: str, pos: int, tag: str) -> int:
    """The end of the tag that closes the here-document; in PHP code may go on after it."""
    while pos < len(text):
        found = _LINE.match(text, pos)
        end = found.end() if found else pos
        line = text[pos:end]
        start = pos + len(line) - len(line.lstrip())
        if text.startswith(tag, start) and text[start + len(tag) : end].strip()[:1] in _AFTER_TAG:
            return start + len(tag)
        pos = end + (2 if text.startswith("\r\n", end) else 1)
    return len(text)


_AFTER_TAG = frozenset(["", ";", ",", ")", "]"])
