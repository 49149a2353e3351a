"""Python: `__version__`, `setup(version=...)`, constants, class fields, keyword arguments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY
from releasebot.version.formats.language import HASH, Language, String
from releasebot.version.formats.program import Binding, Grammar, Program, Role
from releasebot.version.formats.python_imports import imports
from releasebot.version.formats.python_scopes import Scope, scopes
from releasebot.version.formats.returned import returned
from releasebot.version.formats.sources import source_of
from releasebot.version.formats.standing import code_rank, find, setter_rank
from releasebot.version.formats.tokens import tokenize
from releasebot.version.place import Dynamic, Finding, Place

_FILL = r"(?<!\{)(?:\{\{)*\{(?!\{)"
_FORMATTED = r"(?i:f|fr|rf|t|tr|rt)"
_PLAIN = r"(?i:rb|br|[bur])?"
LANGUAGE = Language(
    comments=HASH,
    strings=(
        String(_FORMATTED + r'"""', fill=_FILL, lines=True),
        String(_FORMATTED + r"'''", fill=_FILL, lines=True),
        String(_FORMATTED + r'"', fill=_FILL),
        String(_FORMATTED + r"'", fill=_FILL),
        String(_PLAIN + r'"""', lines=True),
        String(_PLAIN + r"'''", lines=True),
        String(_PLAIN + r'"'),
        String(_PLAIN + r"'"),
    ),
)
GRAMMAR = Grammar(
    assign=frozenset({"=", ":="}), functions=frozenset({"def", "lambda"}), annotated=":"
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in Python, whether or not the text is free of syntax errors.

    `__version__` of a module and the version that is passed to `setup(...)` have rank 0, as has
    `release` in a configuration of Sphinx, where `version` is the short form
    (https://www.sphinx-doc.org/en/master/usage/configuration.html#confval-release).
    """
    program = read(text, tokenize(text, LANGUAGE), GRAMMAR)
    evaluator = Evaluator(program, imports(program))
    judge = partial(_judge, scopes(program), FIELD if _is_sphinx(program) else None)
    candidates = [
        *find(evaluator, judge, selector),
        *_imported(evaluator),
        *returned(evaluator),
    ]
    return choose(_without_fallbacks(candidates), selector)


def _judge(
    scope_of: Sequence[Scope], release: int | None, program: Program, binding: Binding
) -> int | None:
    name = binding.name
    if binding.operator == "(":
        return KNOWN if name == "version_option" else setter_rank(program, binding)
    rank = code_rank(program, binding)
    if binding.frame >= 0 and binding.key:
        frame = program.frames[binding.frame]
        is_setup = frame.role is Role.CALL and name == "version" and frame.label in _SETUP
        return FIELD if is_setup else rank
    if name == "release" and binding.frame < 0:
        return release
    if scope_of[binding.at] is Scope.FUNCTION:
        return rank and max(rank, LIKELY)
    return FIELD if name == "__version__" and rank else rank


def _is_sphinx(program: Program) -> bool:
    """Whether these are the settings of a Sphinx project: `release` beside another of them."""
    names = {binding.name for binding in program.bindings if binding.frame < 0}
    return "release" in names and bool(names & _SPHINX_SETTINGS)


def _imported(evaluator: Evaluator) -> list[Candidate]:
    """`from ._version import version as __version__`: the version is in the other file."""
    imported = evaluator.imports.get("__version__")
    source = source_of(["__version__"], evaluator.imports)
    if imported is None or source is None:
        return []
    tokens = evaluator.program.tokens
    for at, token in enumerate(tokens):
        if token.text == "__version__" and at and tokens[at - 1].text in {"import", "as", ",", "("}:
            expression = f"import of {imported.member or token.text} from {imported.path}"
            sources = (source,)
            found = Dynamic(expression, token.start, token.end, token.text, sources, FIELD)
            return [Candidate(found)]
    return []


def _without_fallbacks(candidates: list[Candidate]) -> list[Candidate]:
    """Without literals that stand in only where the module's computed version fails."""
    computed = {
        one.finding.selector
        for one in candidates
        if isinstance(one.finding, Dynamic) and one.finding.rank < HIDDEN
    }
    return [
        one
        for one in candidates
        if not (isinstance(one.finding, Place) and one.finding.selector in computed)
        or "." in one.finding.selector
    ]


_SETUP = frozenset({"setup", "setuptools.setup", "module", "core.setup", "distutils.core.setup"})
_SPHINX_SETTINGS = frozenset({"project", "extensions", "html_theme", "copyright", "master_doc"})
