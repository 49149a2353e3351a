"""Groovy as build scripts and pipelines use it; Kotlin scripts read the same way."""

from __future__ import annotations

from releasebot.version.formats.language import SLASHES, Comment, Language, String
from releasebot.version.formats.program import Grammar

_FILL = r"\$\{|\$[A-Za-z_]\w*"
LANGUAGE = Language(
    comments=(*SLASHES, Comment(r"\A\#!")),
    strings=(
        String(r'"""', fill=_FILL, lines=True),
        String(r"'''", lines=True),
        String(r'"', fill=_FILL),
        String(r"'"),
    ),
    name=r"@?[^\W\d]\w*",
    slash_regex=True,
    words_before_regex=frozenset({"return", "in", "case"}),
)
GRAMMAR = Grammar(
    containers=frozenset({"class", "object"}),
    annotated=":",
    follows=True,
    blocks=True,
)
