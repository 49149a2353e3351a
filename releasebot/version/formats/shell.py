"""Shell scripts and what is written as one: PKGBUILD, APKBUILD, version.sh."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.sources import file_source
from releasebot.version.formats.tokens import Kind, Token, tokenize
from releasebot.version.formats.value import is_placeholder, is_specific, is_version
from releasebot.version.place import Dynamic, Finding, Place

LANGUAGE = Language(
    comments=(Comment(r"(?<![^\s;|&()])\#"),),
    strings=(
        String(r"<<-?[ \t]*(\w+|\"\w+\"|'\w+')", here=True),
        String(r"\$'"),
        String(r"'", escape=False, lines=True),
        String(r'"', fill=r"\$[({]|\$\w+|`", lines=True),
        String(r"`", lines=True),
    ),
    name=r"(?:\\(?:\r\n|[\s\S])|\$\w*|[^\s'\"`;|&()<>$\\])+",
    number=r"(?!)",
    joins=r"\\(?:\r\n|\r|\n)",
)
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)\+?=")
_STARTS = frozenset(
    [";", "&&", "||", "then", "do", "else", "{", "(", "&", "|", "env", "if", "elif"]
)
_DECLARES = frozenset(["export", "local", "readonly", "declare", "typeset"])
_REFERENCE = re.compile(r"\$\{?(\w+)\}?")
_WORDS = re.compile(r"[\w./-]{3,100}")
_MAX_PIECES = 40
_MAX_HOPS = 5


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version among a script's assignments.

    `pkgver` of a package build has rank 0 (https://wiki.archlinux.org/title/PKGBUILD#pkgver). A
    value that a command, a parameter or another variable's default gives is dynamic.
    """
    tokens = tokenize(text, LANGUAGE)
    assignments = list(_assignments(text, tokens))
    by_name: dict[str, list[Token]] = {}
    for name, pieces in assignments:
        by_name.setdefault(name, pieces)
    candidates = []
    for name, pieces in assignments:
        finding = _finding(text, name, pieces, by_name)
        if finding:
            candidates.append(Candidate(finding))
    return choose(candidates, selector)


def _assignments(text: str, tokens: list[Token]) -> Iterator[tuple[str, list[Token]]]:
    """The name and the value of each assignment; a value is pieces that stand side by side."""
    ready = True
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        ready = (
            token.first
            or before is None
            or before.text in _STARTS
            or (ready and (before.text in _DECLARES or before.text.startswith("-")))
            or (ready and _is_assigned(before))
        )
        if not ready or token.kind is not Kind.NAME:
            continue
        found = _ASSIGNED.match(token.text)
        if found:
            yield found[1], _pieces(text, tokens, at, token.start + found.end())


def _is_assigned(token: Token) -> bool:
    return token.kind is Kind.STRING or _ASSIGNED.match(token.text) is not None


def _pieces(text: str, tokens: list[Token], at: int, start: int) -> list[Token]:
    """The parts of the word that starts at `start`, which may be empty."""
    first = tokens[at]
    pieces = []
    if start < first.end:
        pieces.append(Token(Kind.NAME, text[start : first.end], start, first.end))
    for token in tokens[at + 1 : at + _MAX_PIECES]:
        end = pieces[-1].end if pieces else start
        if token.start != end or token.text in {";", "&", "|", ")"}:
            break
        pieces.append(token)
    return pieces


def _finding(
    text: str, name: str, pieces: list[Token], by_name: dict[str, list[Token]]
) -> Finding | None:
    rank = FIELD if name == "pkgver" else name_rank(name)
    rank = HIDDEN if rank is None or rank > LIKELY else rank
    if not pieces:
        return None
    meant = pieces
    for _ in range(_MAX_HOPS):
        value = text[meant[0].start : meant[-1].end].strip('"')
        reference = _REFERENCE.fullmatch(value) if len(meant) < 4 else None  # noqa: PLR2004 - ${X}
        if reference is None or reference[1] not in by_name:
            break
        meant = by_name[reference[1]] or pieces
    place = _place(text, name, meant, rank)
    if place or rank > KNOWN:
        return place
    start, end = pieces[0].start, pieces[-1].end
    expression = text[start:end]
    if not is_placeholder(expression) and "`" not in expression and "$" not in expression:
        return None
    words = _WORDS.findall(expression[:2000])
    sources = tuple(source for word in words if (source := file_source(word)))
    return Dynamic(expression, start, end, name, sources, rank)


def _place(text: str, name: str, pieces: list[Token], rank: int) -> Place | None:
    """The place that a value of one piece without anything filled in is."""
    if len(pieces) != 1 or pieces[0].computed:
        return None
    piece = pieces[0]
    quoted = piece.kind is Kind.STRING
    start, end = (piece.inner, piece.inner_end) if quoted else (piece.start, piece.end)
    value = text[start:end]
    if not (is_specific(value) or (rank in {FIELD, HIDDEN} and is_version(value))):
        return None
    return Place(value, start, end, name, piece.quote, rank)
