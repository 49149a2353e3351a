"""opam files and v.mod: `version: "1.2.3"` on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import string_value
from releasebot.version.formats.tokens import Kind, tokenize
from releasebot.version.formats.value import is_placeholder, is_version
from releasebot.version.place import Dynamic, Finding, Place

LANGUAGE = Language(
    comments=(Comment(r"\#"), Comment(r"//"), Comment(r"\(\*", r"\*\)", nested=True)),
    strings=(String(r'"""', lines=True), String(r'"', lines=True), String(r"'", lines=True)),
    name=r"[^\W\d][\w+-]*",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The `version` field (https://opam.ocaml.org/doc/Manual.html#opamfield-version), rank 0."""
    return choose(_candidates(text), selector)


def _candidates(text: str) -> Iterator[Candidate]:
    tokens = tokenize(text, LANGUAGE)
    for name, colon, value in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if not name.first or colon.text != ":" or value.kind is not Kind.STRING:
            continue
        rank = FIELD if name.text == "version" else HIDDEN
        version = string_value(value, text)
        finding: Finding | None = None
        if is_version(version):
            finding = Place(version, value.inner, value.inner_end, name.text, value.quote, rank)
        elif rank == FIELD and is_placeholder(version):
            finding = Dynamic(version, value.inner, value.inner_end, name.text, (), rank)
        if finding:
            yield Candidate(finding)
