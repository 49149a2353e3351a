"""Meson: `project(..., version: '1.2.3')`."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import HASH, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import code_rank
from releasebot.version.formats.standing import locate as located
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=HASH,
    strings=(
        String(r"f'", fill=r"@"),
        String(r"'''", escape=False, lines=True),
        String(r"'"),
    ),
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a Meson build file; that of `project()` has rank 0.

    See https://mesonbuild.com/Reference-manual_functions.html#project.
    """
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), Grammar())), _judge, selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.key:
        label = program.frames[binding.frame].label
        return FIELD if (label, binding.name) == ("project", "version") else None
    rank = code_rank(program, binding)
    return rank if rank is not None and rank <= KNOWN else None
