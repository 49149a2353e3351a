"""S-expressions: Leiningen, EDN, dune, Guix, Emacs packages, ASDF systems, Racket."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose, parts_of
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank, owner_rank
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import partners
from releasebot.version.formats.sources import file_source
from releasebot.version.formats.tokens import Kind, Token, tokenize
from releasebot.version.formats.value import is_specific, is_version
from releasebot.version.place import Dynamic, Finding, Place

LANGUAGE = Language(
    comments=(Comment(r";"), Comment(r"\#\|", r"\|\#", nested=True)),
    strings=(String(r'\#?"', lines=True),),
    name=r"\\.[\w-]*|[^\s()\[\]{}\"';`,~^@\\]+",
    number=r"(?!)",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a text of s-expressions.

    Rank 0 have the second argument of `defproject` and `define-package`, a `(version ...)` form and
    `:version` of a system or of a top-level map. Forms that `#_` or `comment` disable are left out.
    """
    forms = _Forms(text)
    return choose((*_emacs_header(text), *forms.candidates(selector)), selector)


class _Forms:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text, LANGUAGE)
        self.partner = partners(self.tokens)

    def candidates(self, selector: str | None) -> Iterator[Candidate]:
        """A candidate for each named value that is trusted or that the selector names."""
        wanted = parts_of(selector.casefold())[-1:] if selector else ()
        stack: list[int] = []
        at = 0
        while at < len(self.tokens):
            skipped = self.disabled(at)
            if skipped > at:
                at = skipped
                continue
            token = self.tokens[at]
            if token.kind is Kind.OPERATOR and self.partner[at] > at:
                stack.append(at)
            elif token.kind is Kind.OPERATOR and self.partner[at] >= 0 and stack:
                stack.pop()
            elif token.kind is Kind.NAME and at + 1 < len(self.tokens):
                yield from self.named(at, stack, wanted)
            at += 1

    def disabled(self, at: int) -> int:
        """The index after a form that is switched off here, else `at`."""
        token = self.tokens[at]
        if token.text == "#_":
            return max(self.partner[at + 1], at + 1) + 1 if at + 1 < len(self.tokens) else at + 1
        if token.text.startswith("#_"):
            return at + 1
        head = self.tokens[at + 1].text if at + 1 < len(self.tokens) else ""
        return self.partner[at] + 1 if token.text == "(" and head == "comment" else at

    def named(self, at: int, stack: list[int], wanted: tuple[str, ...]) -> Iterator[Candidate]:
        """What the symbol or keyword at `at` is bound to, as a candidate."""
        word = self.tokens[at].text
        head = bool(stack) and stack[-1] == at - 1 and self.tokens[at - 1].text == "("
        value, name, rank = at + 1, word, None
        if head and word in _PROJECTS:
            value, name, rank = at + 2, "version", FIELD
        elif head and word in _DEFINITIONS:
            value, name, rank = self.definition(at)
        elif head and word == "version" and self.partner[at - 1] == at + 2:
            rank = FIELD
        elif word.startswith(":"):
            name, rank = word[1:], self.keyword_rank(word[1:], stack)
        if rank is None and name.casefold() not in wanted:
            return
        finding = self.finding(value, name, HIDDEN if rank is None else rank)
        if finding:
            yield Candidate(finding, ((*self.owners(stack), word.lstrip(":"), name),))

    def definition(self, at: int) -> tuple[int, str, int | None]:
        """The value, name and rank of `(def name "documentation" value)`."""
        close = self.partner[at - 1]
        name = at + 1
        while name < close and self.tokens[name].text in {"^", "{", ":const", ":dynamic"}:
            name = max(self.partner[name], name) + 1
        if name + 1 >= close:
            return at, "", None
        values = range(name + 1, min(close, name + 4))
        strings = [one for one in values if is_version(self.value(self.tokens[one]))]
        text = self.tokens[name].text
        return (strings or [name + 1])[0], text, name_rank(text)

    def keyword_rank(self, name: str, stack: list[int]) -> int | None:
        """The rank of `:name value`, by what it is a part of."""
        trust = name_rank(name) if "/" not in name else None
        if trust is None or not stack:
            return None
        first = self.tokens[stack[-1] + 1].text
        if self.tokens[stack[-1]].text == "(":
            return FIELD if first.rpartition(":")[2] in _SYSTEMS else None
        owners = self.owners(stack)
        if any(owner_rank(owner) != KNOWN for owner in owners):
            return None
        return FIELD if not owners and name == "version" else max(trust, KNOWN)

    def owners(self, stack: list[int]) -> list[str]:
        """The keywords before the open maps and lists, outermost first."""
        before = [self.tokens[at - 1] for at in stack[-_DEEPEST:] if at]
        return [token.text[1:] for token in before if token.text.startswith(":")]

    def value(self, token: Token) -> str:
        if token.kind is Kind.STRING:
            return self.text[token.inner : token.inner_end]
        return token.text if token.kind is Kind.NAME else ""

    def finding(self, at: int, name: str, rank: int) -> Finding | None:
        """The place that the token at `at` is, or the dynamic field."""
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        value = self.value(token)
        if is_version(value) and (rank in {FIELD, HIDDEN} or is_specific(value)):
            start = token.inner if token.kind is Kind.STRING else token.start
            return Place(value, start, start + len(value), name, token.quote, rank)
        if rank > LIKELY or token.kind is Kind.STRING or token.text in {")", "]", "}"}:
            return None
        last = self.tokens[max(self.partner[at], at)]
        inside = self.tokens[at : max(self.partner[at], at) + 1][:_LONGEST]
        found = [file_source(self.value(one)) for one in inside if one.kind is Kind.STRING]
        sources = tuple(source for source in found if source)
        return Dynamic(
            self.text[token.start : last.end], token.start, last.end, name, sources, rank
        )


def _emacs_header(text: str) -> list[Candidate]:
    """The `;; Version:` line of an Emacs library, which package.el reads.

    See https://www.gnu.org/software/emacs/manual/html_node/elisp/Library-Headers.html.
    """
    if not _LIBRARY.match(text):
        return []
    found = _HEADER.search(text)
    if found is None or not is_version(found[1]):
        return []
    place = Place(found[1], found.start(1), found.end(1), "Version", "", FIELD)
    return [Candidate(place)]


_PROJECTS = frozenset({"defproject", "define-package"})
_DEFINITIONS = frozenset(
    ["def", "define", "defconst", "defvar", "defparameter", "defconstant", "define-public"]
)
_SYSTEMS = frozenset({"declare-project", "defsystem"})
_DEEPEST = 8
_LONGEST = 40
_LIBRARY = re.compile(r";;; [^\r\n]*\.el ---")
_HEADER = re.compile(r"(?<![^\r\n]);+[ \t]*(?:Package-)?Version:[ \t]*(\S+)")
