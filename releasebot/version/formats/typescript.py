"""TypeScript and JavaScript: `.setVersion(...)`, constants, object keys, user scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose, parts_of
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank
from releasebot.version.formats.language import SLASHES, Comment, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.returned import returned
from releasebot.version.formats.script_imports import barrels, imports
from releasebot.version.formats.sources import source_of
from releasebot.version.formats.standing import code_rank, find, finding_of, frames
from releasebot.version.formats.tokens import Kind, tokenize
from releasebot.version.formats.value import is_specific
from releasebot.version.place import Dynamic, Finding, Place, Source

LANGUAGE = Language(
    comments=(*SLASHES, Comment(r"\A\#!")),
    strings=(String('"'), String("'"), String("`", fill=r"\$\{", lines=True)),
    name=r"[^\W\d][\w$]*|[$#][\w$]+|\$",
    slash_regex=True,
    words_before_regex=frozenset(
        ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do"]
    ),
)
GRAMMAR = Grammar(
    containers=frozenset({"class", "namespace", "module", "enum"}),
    types=frozenset({"interface", "type"}),
    functions=frozenset({"function"}),
    annotated=":",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in TypeScript or JavaScript.

    `.setVersion(...)` of a text that uses NestJS's `DocumentBuilder` has rank 0, as has the
    `@version` of a user script (https://www.tampermonkey.net/documentation.php#meta:version).
    """
    program = read(text, tokenize(text, LANGUAGE), GRAMMAR)
    evaluator = Evaluator(program, imports(program))
    nest = "DocumentBuilder" in text
    judge = partial(_judge, FIELD if nest else KNOWN)
    candidates = [_with_builder(one) if nest else one for one in find(evaluator, judge, selector)]
    others = (
        *_user_script(text),
        *_defaults(evaluator),
        *_passed_on(evaluator),
        *returned(evaluator),
    )
    found = choose((*candidates, *others), selector)
    return found or _elsewhere(evaluator, selector)


def _elsewhere(evaluator: Evaluator, selector: str | None) -> list[Finding]:
    """What the selector names in a file whose names this one passes on."""
    parts = parts_of(selector or "")
    if not parts:
        return []
    program = evaluator.program
    named = source_of(list(parts), evaluator.imports)
    passed = [named] if named else [Source(path, ".".join(parts)) for path in barrels(program)]
    if not passed:
        return []
    start = next(at for at, token in enumerate(program.tokens) if token.kind is Kind.STRING)
    token = program.tokens[start]
    expression = f"{parts[-1]} of {' or '.join(source.path for source in passed)}"
    return [Dynamic(expression, token.start, token.end, ".".join(parts), tuple(passed), KNOWN)]


def _with_builder(candidate: Candidate) -> Candidate:
    """The candidate, also under the name of the builder whose method it is passed to."""
    builder = tuple(("DocumentBuilder", path[-1]) for path in candidate.paths[:1])
    setter = builder and builder[0][1] == "setVersion"
    return Candidate(candidate.finding, (*candidate.paths, *builder)) if setter else candidate


def _judge(set_version: int, program: Program, binding: Binding) -> int | None:
    if binding.operator == "(":
        return _call(set_version, program, binding)
    if binding.operator == "=" and _is_attribute(program, binding):
        return None
    rank = code_rank(program, binding)
    if (
        rank is not None
        and binding.key
        and "info" in {f.of for f in frames(program, binding.frame)}
    ):
        return FIELD if binding.name == "version" else rank
    return rank


def _call(set_version: int, program: Program, binding: Binding) -> int | None:
    """The rank of the first argument of a method: `.setVersion(...)`, or a program's `.version`."""
    tokens = program.tokens
    if not binding.at or tokens[binding.at - 1].text not in {".", "?."}:
        return None
    if binding.name == "setVersion":
        return set_version
    if binding.name != "version":
        return None
    return KNOWN if tokens[binding.value].kind is Kind.STRING else LIKELY


def _is_attribute(program: Program, binding: Binding) -> bool:
    """Whether it is an attribute of a JSX element: `<svg version="1.1">`."""
    tokens, at = program.tokens, binding.at
    for _ in range(_MAX_ATTRIBUTES):
        at -= 1
        if at < 1 or tokens[at].text in {";", "const", "let", "var", "static", "readonly", ","}:
            return False
        if tokens[at].text == "}" and program.partner[at] >= 0:
            at = program.partner[at]
        elif tokens[at].text == "{":
            return False
        elif tokens[at].text == "<" and tokens[at + 1].kind is Kind.NAME:
            return True
    return False


def _defaults(evaluator: Evaluator) -> list[Candidate]:
    """`export default '1.2.3'` and `module.exports = '1.2.3'`."""
    program = evaluator.program
    starts = [
        at + 1
        for at, token in enumerate(program.tokens[:-1])
        if token.text == "default" and at and program.tokens[at - 1].text == "export"
    ]
    starts += [
        binding.value
        for binding in program.bindings
        if binding.name == "exports" and binding.owner == ("module",)
    ]
    found = []
    for start in starts:
        if program.tokens[start].kind is Kind.STRING:
            finding = finding_of(program.text, evaluator.value(start), "default", KNOWN)
            if isinstance(finding, Place):
                found.append(Candidate(finding, (("exports",), ("module", "exports"))))
    return found


def _passed_on(evaluator: Evaluator) -> list[Candidate]:
    """`{ version }` of an object or an `export` whose `version` another file gives."""
    tokens = evaluator.program.tokens
    found = []
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (
            token.text in evaluator.imports
            and name_rank(token.text) == KNOWN
            and before.text in {"{", ","}
            and after.text in {"}", ","}
        ):
            source = source_of([token.text], evaluator.imports)
            sources = (source,) if source else ()
            name = token.text
            found.append(Candidate(Dynamic(name, token.start, token.end, name, sources, KNOWN)))
    return found


def _user_script(text: str) -> list[Candidate]:
    """The `@version` between the lines that enclose a user script's description."""
    start = _HEADER.search(text)
    if start is None:
        return []
    end = text.find("==/UserScript==", start.end())
    found = _HEADER_VERSION.search(text, start.end(), end if end >= 0 else len(text))
    if found is None or not is_specific(found[1]):
        return []
    place = Place(found[1], found.start(1), found.end(1), "@version", "", FIELD)
    return [Candidate(place, (("UserScript", "version"),))]


_MAX_ATTRIBUTES = 64
_HEADER = re.compile(r"(?<![^\r\n])[ \t]*//[ \t]*==UserScript==")
_HEADER_VERSION = re.compile(r"(?<![^\r\n])[ \t]*//[ \t]*@version[ \t]+(\S+)")
