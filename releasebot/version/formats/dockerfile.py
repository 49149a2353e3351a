"""Dockerfiles: LABEL, ARG and ENV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.tokens import Kind, Token, tokenize
from releasebot.version.formats.value import is_specific
from releasebot.version.place import Dynamic, Finding, Place

_BREAK = r"(?:\r\n|\r|\n)"
_JOINED = rf"[ \t]*{_BREAK}(?:[ \t]*(?:\#[^\r\n]*)?{_BREAK})*"
_HEREDOC = String(r"<<-?[ \t]*(\w+|\"\w+\"|'\w+')", here=True)
_FILL = r"\$\{|\$\w+"


def _language(escape: str) -> Language:
    """The language of Dockerfiles in which `escape` joins lines."""
    return Language(
        comments=(Comment(r"(?<![^\r\n])[ \t]*\#"),),
        strings=(
            _HEREDOC,
            String(r'"', fill=_FILL, lines=True),
            String(r"'", escape=False, lines=True),
        ),
        name=r"(?:\$\{[^}\s]{0,100}\}|\\[^\s]|[^\s\"'\\`])+",
        number=r"(?!)",
        joins=escape + _JOINED,
    )


class _Setting(Struct, frozen=True):
    """What an instruction sets: a name and the pieces of its value, side by side."""

    instruction: str
    name: str
    pieces: tuple[Token, ...]


BACKSLASH = _language(r"\\")
BACKQUOTE = _language("`")
_DIRECTIVE = re.compile(r"(?i)\A(?:[ \t]*\#[^\r\n]*[\r\n]+)*?[ \t]*\#[ \t]*escape[ \t]*=[ \t]*`")
_INSTRUCTIONS = frozenset({"ARG", "ENV", "LABEL"})
_LABELS = frozenset({"version", "org.opencontainers.image.version", "org.label-schema.version"})
_REFERENCE = re.compile(r"\$\{?(\w+)\}?")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a Dockerfile; base images and installed tools are none.

    The labels `version` and `org.opencontainers.image.version`
    (https://specs.opencontainers.org/image-spec/annotations/) have rank 0, `ARG` and `ENV` of a
    name such as `APP_VERSION` rank 1. A label that names an argument with a default is that
    default.
    """
    escape = BACKQUOTE if "`" in text[:1000] and _DIRECTIVE.match(text[:1000]) else BACKSLASH
    settings = list(_settings(text, tokenize(text, escape)))
    defaults: dict[str, _Setting] = {}
    for one in settings:
        if one.instruction != "LABEL" and one.pieces:
            defaults.setdefault(one.name, one)
    candidates = []
    for one in settings:
        finding = _finding(text, one, defaults)
        if finding:
            candidates.append(Candidate(finding, ((one.instruction, one.name),)))
    return choose(candidates, selector)


def _settings(text: str, tokens: list[Token]) -> Iterator[_Setting]:
    """What the instructions set, in their order."""
    at = 0
    while at < len(tokens):
        end = at + 1
        while end < len(tokens) and not tokens[end].first:
            end += 1
        instruction = tokens[at].text.upper()
        if instruction in _INSTRUCTIONS and end > at + 1:
            yield from _instruction(text, instruction, tokens[at + 1 : end])
        at = end


def _instruction(text: str, instruction: str, tokens: list[Token]) -> Iterator[_Setting]:
    words: list[list[Token]] = []
    for token in tokens:
        if words and words[-1][-1].end == token.start:
            words[-1].append(token)
        else:
            words.append([token])
    first = _split(text, words[0])
    if first is None and instruction != "ARG" and len(words) == 2:  # noqa: PLR2004 - name, value
        yield _Setting(instruction, _text(text, words[0][0]), tuple(words[1]))
        return
    for word in words:
        setting = _split(text, word)
        if setting:
            yield _Setting(instruction, *setting)


def _split(text: str, word: list[Token]) -> tuple[str, tuple[Token, ...]] | None:
    """The name and the value of `name=value`, either of them quoted or not."""
    head = word[0]
    if head.kind is Kind.STRING:
        if len(word) < 2 or not word[1].text.startswith("="):  # noqa: PLR2004 - a name alone
            return None
        return _text(text, head), _rest(text, word[1:], word[1].start + 1)
    name, equals, _ = head.text.partition("=")
    return (name, _rest(text, word, head.start + len(name) + 1)) if equals else None


def _rest(text: str, word: list[Token], start: int) -> tuple[Token, ...]:
    """The pieces of the word from `start` on."""
    head = word[0]
    if start >= head.end:
        return tuple(word[1:])
    return (Token(Kind.NAME, text[start : head.end], start, head.end), *word[1:])


def _text(text: str, token: Token) -> str:
    return text[token.inner : token.inner_end] if token.kind is Kind.STRING else token.text


def _rank(setting: _Setting) -> int:
    if setting.instruction == "LABEL":
        if setting.name in _LABELS:
            return FIELD
        return LIKELY if setting.name.rpartition(".")[2] == "version" else HIDDEN
    trust = name_rank(setting.name)
    return HIDDEN if trust is None or trust > LIKELY else trust


def _finding(text: str, setting: _Setting, defaults: dict[str, _Setting]) -> Finding | None:
    rank = _rank(setting)
    pieces = setting.pieces
    if not pieces:
        return None
    value = text[pieces[0].start : pieces[-1].end].strip('"')
    reference = _REFERENCE.fullmatch(value)
    if reference and reference[1] in defaults and reference[1] != setting.name:
        pieces = defaults[reference[1]].pieces
    piece = pieces[0]
    quoted = piece.kind is Kind.STRING
    start, end = (piece.inner, piece.inner_end) if quoted else (piece.start, piece.end)
    if len(pieces) == 1 and is_specific(text[start:end]):
        return Place(text[start:end], start, end, setting.name, piece.quote, rank)
    if rank > KNOWN or not value:
        return None
    start, end = setting.pieces[0].start, setting.pieces[-1].end
    return Dynamic(text[start:end], start, end, setting.name, (), rank)
