"""PHP: constants, `define`, properties, arrays, and the headers of WordPress plugins."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import choose
from releasebot.version.formats.comment_header import header_places
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.pairs import with_pairs
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.returned import returned
from releasebot.version.formats.standing import code_rank, find, frames
from releasebot.version.formats.tokens import Kind, scan
from releasebot.version.place import Finding

_FILL = r"\{(?=\$)|\$\{|\$[A-Za-z_]\w*"
_COMMENTS = (Comment(r"//"), Comment(r"\#(?!\[)"), Comment(r"/\*", r"\*/"))
_TEMPLATE = (Comment(r"\?>", r"<\?(?:php|=)?"), Comment(r"\A(?!<\?)", r"<\?(?:php|=)?"))
_STRINGS = (
    String(r"<<<[ \t]*(\w+|\"\w+\"|'\w+')", here=True),
    String(r'"', fill=_FILL, lines=True),
    String(r"'", lines=True),
    String(r"`", lines=True),
)
_NAME = r"\$?[^\W\d]\w*"
LANGUAGE = Language(comments=(*_TEMPLATE, *_COMMENTS), strings=_STRINGS, name=_NAME)
FRAGMENT = Language(comments=_COMMENTS, strings=_STRINGS, name=_NAME)
GRAMMAR = Grammar(
    keys=frozenset({"=>", ":"}),
    containers=frozenset({"class", "trait", "interface", "enum"}),
    functions=frozenset({"function", "fn"}),
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in PHP; text outside of `<?php ... ?>` is none of it.

    The header of a WordPress plugin stands in a comment and has rank 0
    (https://developer.wordpress.org/plugins/plugin-basics/header-requirements/), as has the version
    of a TYPO3 extension.
    """
    tokens = scan(text, LANGUAGE if "<?" in text else FRAGMENT)
    code = [token for token in tokens if token.kind is not Kind.COMMENT]
    program = with_pairs(read(text, code, GRAMMAR), frozenset({"define", "set"}))
    evaluator = Evaluator(program)
    comments = [token for token in tokens if token.kind is Kind.COMMENT]
    candidates = find(evaluator, _judge, selector)
    headers = header_places(text, comments)
    return choose((*headers, *candidates, *returned(evaluator)), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    around = list(frames(program, binding.frame))
    if binding.name == "version" and len(around) == 1 and around[0].of == "EM_CONF":
        return FIELD
    return code_rank(program, binding)
