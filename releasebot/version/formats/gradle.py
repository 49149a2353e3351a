"""Gradle build scripts in Groovy and Kotlin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import MAX_TOKENS, Evaluator
from releasebot.version.formats.groovy import GRAMMAR, LANGUAGE
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank
from releasebot.version.formats.pairs import with_pairs
from releasebot.version.formats.program import Binding, Program, Role
from releasebot.version.formats.standing import find, frames
from releasebot.version.formats.tokens import Kind, tokenize
from releasebot.version.place import Dynamic, Finding, Source


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a Gradle build script.

    Rank 0 have the project's own `version`, however it is written, and Android's `versionName` of
    the default configuration. A Gradle property leads to gradle.properties.
    """
    program = with_pairs(read(text, tokenize(text, LANGUAGE), GRAMMAR), frozenset({"set"}))
    evaluator = Evaluator(program)
    candidates = find(evaluator, _judge, selector)
    return choose((_with_sources(program, one) for one in candidates), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    name = binding.name
    blocks = [frame.label for frame in frames(program, binding.frame)]
    if name == "versionName":
        return FIELD if "defaultConfig" in blocks else LIKELY
    if not _may_stand(program, binding):
        return None
    if name == "version":
        return _version(binding, blocks)
    trust = name_rank(name)
    if trust is None or binding.operator == "(" or trust > LIKELY:
        return None
    return trust if _OPEN_BLOCKS.issuperset(blocks) else None


def _version(binding: Binding, blocks: list[str]) -> int | None:
    """The rank of something called `version` in these blocks, innermost first."""
    if binding.owner and not _PROJECTS.issuperset(binding.owner):
        return None
    if not _OPEN_BLOCKS.issuperset(blocks):
        return KNOWN if _PUBLISHING.intersection(blocks) and "plugins" not in blocks[:1] else None
    return KNOWN if {"subprojects", "project"}.intersection(blocks) else FIELD


def _may_stand(program: Program, binding: Binding) -> bool:
    """Whether a statement starts here, so that it is no `id("x") version "9.9.9"`."""
    if binding.operator not in {" ", "("}:
        return all(frame.role is not Role.CALL for frame in frames(program, binding.frame)) or (
            binding.operator == ","
        )
    token = program.tokens[binding.at]
    before = program.tokens[binding.at - 1].text if binding.at else ""
    literal = program.tokens[binding.value].kind is Kind.STRING
    return (token.first or before in {"{", ";"}) and (literal or binding.operator == " ")


def _with_sources(program: Program, candidate: Candidate) -> Candidate:
    """The candidate, led to the file that a Gradle property or a version catalog stands in."""
    found = candidate.finding
    if not isinstance(found, Dynamic) or found.sources:
        return candidate
    first = bisect_left(program.tokens, found.start, key=lambda token: token.start)
    few = program.tokens[first : first + MAX_TOKENS]
    inside = [token for token in few if token.end <= found.end]
    if not inside:
        return candidate
    words = [one.text for one in inside]
    source = None
    for at, word in enumerate(words[:-2]):
        if word in _PROPERTY and inside[at + 2].kind is Kind.STRING:
            token = inside[at + 2]
            source = Source("gradle.properties", program.text[token.inner : token.inner_end])
    if words[:3] == ["libs", ".", "versions"]:
        names = [word for word in words[4::2] if word.isidentifier() and word != "get"]
        source = Source("gradle/libs.versions.toml", "versions." + "-".join(names))
    elif source is None and all(one.kind is Kind.NAME or one.text == "." for one in inside):
        source = Source("gradle.properties", words[-1])
    if source is None:
        return candidate
    dynamic = Dynamic(
        found.expression, found.start, found.end, found.selector, (source,), found.rank
    )
    return Candidate(dynamic, candidate.paths)


_PROJECTS = frozenset({"project", "rootProject", "this", "ext", "extra", "gradle"})
_OPEN_BLOCKS = frozenset({"allprojects", "subprojects", "ext", "project", "extra", ""})
_PUBLISHING = frozenset(
    {
        "publishing",
        "mavenPublishing",
        "gradlePlugin",
        "pluginBundle",
        "jar",
        "base",
        "afterEvaluate",
    }
)
_PROPERTY = frozenset({"findProperty", "property", "gradleProperty", "hasProperty"})
