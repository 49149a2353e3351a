"""Jenkins pipelines: the `environment` block, variables, fields."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.groovy import GRAMMAR, LANGUAGE
from releasebot.version.formats.identifiers import LIKELY, is_tag_name, name_rank
from releasebot.version.formats.program import Binding, Program, Role, string_value
from releasebot.version.formats.shape import number_count
from releasebot.version.formats.standing import find, frames
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Finding


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a Jenkinsfile.

    Names with a stranger's word are left out: in a pipeline they are tools. A parameter's default
    value is none either, as whoever starts the run decides.
    """
    program = read(text, tokenize(text, LANGUAGE), GRAMMAR)
    candidates: list[Candidate] = find(Evaluator(program), _judge, selector)
    return choose(candidates, selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.operator != "=" or not _OWNERS.issuperset(binding.owner):
        return None
    around = list(frames(program, binding.frame))
    if any(frame.role in {Role.CALL, Role.PARAMETERS} for frame in around):
        return None
    if _FOREIGN_BLOCKS.intersection(frame.label for frame in around):
        return None
    if is_tag_name(binding.name):
        value = string_value(program.tokens[binding.value], program.text)
        return LIKELY if number_count(value) > 2 else None  # noqa: PLR2004 - 1.2.3
    trust = name_rank(binding.name)
    return trust if trust is not None and trust <= LIKELY else None


_OWNERS = frozenset({"env", "this", "currentBuild"})
_FOREIGN_BLOCKS = frozenset({"tools", "agent", "docker", "options", "triggers", "parameters"})
