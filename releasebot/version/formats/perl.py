"""Perl: `our $VERSION`, Makefile.PL and Build.PL."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.expressions import Evaluator, Literal
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import HASH, Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program, Role
from releasebot.version.formats.standing import code_rank, find, finding_of, frames
from releasebot.version.formats.tokens import Kind, tokenize
from releasebot.version.place import Dynamic, Finding, Source

_PARTS = r"(?:\\[^\r\n]|[^/\\\r\n])*/"
LANGUAGE = Language(
    comments=(
        *HASH,
        Comment(r"(?<![^\r\n])=[a-zA-Z]", r"(?<![^\r\n])=cut\b[^\r\n]*"),
        Comment(r"(?<![^\r\n])__(?:END|DATA)__(?![^\r\n])[\s\S]*"),
    ),
    strings=(
        String(r"<<~?([A-Z_]\w*|\"\w+\"|'\w+')", here=True),
        String(r"(?:qq|qw|qr|q|m)\b\s*([{(\[<|/!])(?<!=>)", close="pair", lines=True),
        String(r'"', fill=r"\$[A-Za-z_{]\w*|@\{", lines=True),
        String(r"'", lines=True),
        String(r"`", lines=True),
    ),
    name=rf"(?:s|tr|y)/{_PARTS}{_PARTS}\w*|[$@%&]?[^\W\d]\w*(?:::\w+)*|\$[^\w\s]",
    number=r"v?\d[\w.]*",
    slash_regex=True,
    words_before_regex=frozenset({"if", "unless", "and", "or", "not", "return", "split", "grep"}),
)
GRAMMAR = Grammar(keys=frozenset({"=>"}), follows=True)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Perl; documentation and what follows `__END__` is no code.

    `$VERSION` of a package (https://perldoc.perl.org/functions/package) has rank 0, whether it is a
    string, a number or a v-string.
    """
    program = read(text, tokenize(text, LANGUAGE), GRAMMAR)
    evaluator = Evaluator(program)
    candidates = (
        *find(evaluator, _judge, selector),
        *_packages(program),
        *_taken_from(program),
    )
    return choose(_first_decides(candidates), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    token = program.tokens[binding.at]
    if token.text.rpartition("::")[2] in {"$VERSION", "VERSION"} and token.text.startswith("$"):
        return FIELD if binding.operator == "=" else None
    if not binding.key:
        return None if binding.operator in {"(", " "} else code_rank(program, binding)
    around = list(frames(program, binding.frame))
    arguments = len(around) == 1 and around[0].role is Role.CALL
    if arguments and binding.name in _ARGUMENTS:
        return FIELD
    return KNOWN if not around and binding.name in _ARGUMENTS else None


def _first_decides(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, with those of further packages at rank 1: a file has its first one's version.

    Source: https://metacpan.org/pod/ExtUtils::MM_Unix#parse_version.
    """
    fields = (one.finding for one in candidates if one.finding.rank == FIELD)
    first = min(fields, key=lambda finding: finding.start, default=None)
    return [
        Candidate(replace(one.finding, rank=KNOWN), one.paths)
        if one.finding.rank == FIELD and one.finding is not first
        else one
        for one in candidates
    ]


def _packages(program: Program) -> list[Candidate]:
    """`package Name 1.23;` and `package Name v1.2.3 { ... }`."""
    found = []
    for at, token in enumerate(program.tokens[:-2]):
        number = program.tokens[at + 2]
        if token.text == "package" and token.first and number.kind is Kind.NUMBER:
            value = Literal(number.text, number.start, number.end, "")
            finding = finding_of(program.text, value, "package", FIELD)
            if finding:
                found.append(Candidate(finding, (("VERSION",),)))
    return found


def _taken_from(program: Program) -> list[Candidate]:
    """`VERSION_FROM => 'lib/Ledger.pm'`: the module that states the version."""
    found = []
    for binding in program.bindings:
        token = program.tokens[binding.value]
        if binding.name in _FILES and binding.key and token.kind is Kind.STRING:
            path = program.text[token.inner : token.inner_end]
            source = Source(path, "VERSION")
            place = Dynamic(path, token.inner, token.inner_end, binding.name, (source,), FIELD)
            found.append(Candidate(place, (("VERSION",), ("version",))))
    return found


_FILES = frozenset({"VERSION_FROM", "dist_version_from", "version_from", "all_from"})
_ARGUMENTS = frozenset({"VERSION", "dist_version", "version"})
