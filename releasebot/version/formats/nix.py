"""Nix: `version` of derivations and of a file's own definitions."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN, name_rank, owner_rank
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.standing import frames
from releasebot.version.formats.standing import locate as located
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(Comment(r"\#"), Comment(r"/\*", r"\*/")),
    strings=(
        String(r"''", escape=False, fill=r"\$\{", lines=True),
        String(r'"', fill=r"\$\{", lines=True),
    ),
    name=r"\.{0,2}/[\w./+-]+|[^\W\d][\w'-]*",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Nix; that beside a `pname` has rank 0.

    See https://nixos.org/manual/nixpkgs/stable/#chap-stdenv on `pname` and `version`.
    """
    return located(Evaluator(read(text, tokenize(text, LANGUAGE), Grammar())), _Judge(), selector)


class _Judge:
    """Judges the bindings of one program."""

    def __init__(self) -> None:
        self.named: frozenset[int] | None = None

    def __call__(self, program: Program, binding: Binding) -> int | None:
        rank = name_rank(binding.name)
        if rank is None or rank > KNOWN or binding.operator != "=":
            return None
        around = [frame.of for frame in frames(program, binding.frame)]
        if any(owner_rank(name) is None for name in (*around, *binding.owner)):
            return None
        if self.named is None:
            self.named = frozenset(one.frame for one in program.bindings if one.name == "pname")
        return FIELD if binding.name == "version" and binding.frame in self.named else KNOWN
