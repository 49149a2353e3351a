"""Erlang: `{vsn, "1.2.3"}` of an application, releases, macros."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import partners, string_value
from releasebot.version.formats.sources import file_source
from releasebot.version.formats.tokens import Kind, Token, tokenize
from releasebot.version.formats.value import is_version
from releasebot.version.place import Dynamic, Finding, Place

LANGUAGE = Language(
    comments=(Comment(r"%"),),
    strings=(String(r'"', lines=True), String(r"'", lines=True)),
    name=r"\$\S|[^\W\d][\w@]*",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in an application's resource file, rebar.config or a module.

    `vsn` has rank 0 (https://www.erlang.org/doc/apps/kernel/app), a release's version and macros
    such as `-define(VERSION, ...)` rank 1. `{vsn, git}` is dynamic.
    """
    return choose(_candidates(text), selector)


def _candidates(text: str) -> Iterator[Candidate]:
    tokens = tokenize(text, LANGUAGE)
    partner = partners(tokens)
    for at in range(len(tokens) - 3):
        if tokens[at + 2].text != "," or tokens[at].text not in {"{", "("}:
            continue
        key, value = tokens[at + 1], tokens[at + 3]
        last = tokens[max(partner[at + 3], at + 3)]
        finding = _finding(text, key, value, last, _rank(tokens, at))
        if finding:
            yield Candidate(finding)


def _rank(tokens: list[Token], at: int) -> int:
    key, before = tokens[at + 1].text, tokens[max(at - 1, 0)].text
    if key == "vsn":
        return FIELD
    if before == "define":
        rank = name_rank(key)
        return rank if rank is not None and rank <= LIKELY else HIDDEN
    return KNOWN if before == "," and at > 1 and tokens[at - 2].text == "release" else HIDDEN


def _finding(text: str, key: Token, value: Token, last: Token, rank: int) -> Finding | None:
    version = string_value(value, text)
    if value.kind is Kind.STRING and is_version(version):
        return Place(version, value.inner, value.inner_end, key.text, value.quote, rank)
    if rank != FIELD or value.kind is Kind.STRING:
        return None
    expression = text[value.start : last.end]
    source = file_source(expression[:200].rstrip("}").strip().strip("\"'")[-100:].split('"')[-1])
    sources = (source,) if source else ()
    return Dynamic(expression, value.start, last.end, key.text, sources, rank)
