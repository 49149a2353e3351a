"""PHP: constants, `define`, properties, arrays, and the headers of WordPress plugins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.bindings import read
from releasebot.version.formats.choice import Candidate, choose
from releasebot.version.formats.comment_header import header_places
from releasebot.version.formats.expressions import Evaluator
from releasebot.version.formats.identifiers import FIELD, KNOWN
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.pairs import with_pairs
from releasebot.version.formats.program import Binding, Grammar, Program
from releasebot.version.formats.returned import returned
from releasebot.version.formats.standing import code_rank, find, finding_of, frames
from releasebot.version.formats.tokens import Kind, Token, scan
from releasebot.version.formats.value import is_version
from releasebot.version.place import Finding, Place

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
    r"""The places of the version in PHP; text outside of `<?php ... ?>` is none of it.

    The header of a WordPress plugin stands in a comment and has rank 0
    (https://developer.wordpress.org/plugins/plugin-basics/header-requirements/), as has the version
    of a TYPO3 extension, the `release` of a Moodle plugin, whose `version` is a date
    (https://moodledev.io/docs/apis/commonfiles/version.php), and what the annotation `@OA\Info` of
    swagger-php states in a comment (https://zircote.github.io/swagger-php/guide/annotations).
    """
    tokens = scan(text, LANGUAGE if "<?" in text else FRAGMENT)
    code = [token for token in tokens if token.kind is not Kind.COMMENT]
    program = with_pairs(read(text, code, GRAMMAR), frozenset({"define", "set"}))
    evaluator = Evaluator(program)
    comments = [token for token in tokens if token.kind is Kind.COMMENT]
    candidates = find(evaluator, _judge, selector)
    headers = header_places(text, comments)
    others = (*returned(evaluator), *_results(evaluator), *_annotations(text, comments))
    return choose((*headers, *candidates, *others), selector)


def _judge(program: Program, binding: Binding) -> int | None:
    if binding.name == "release" and binding.owner == ("plugin",):
        return FIELD
    around = list(frames(program, binding.frame))
    if binding.name == "version" and len(around) == 1 and around[0].of == "EM_CONF":
        return FIELD
    return code_rank(program, binding)


def _results(evaluator: Evaluator) -> list[Candidate]:
    """`return '1.2.3';` of a file that another one includes."""
    program = evaluator.program
    tokens, depth, found = program.tokens, 0, []
    for at, token in enumerate(tokens[:-1]):
        depth += token.text in {"{", "("}
        depth -= token.text in {"}", ")"}
        if token.text == "return" and not depth and tokens[at + 1].kind is Kind.STRING:
            finding = finding_of(program.text, evaluator.value(at + 1), "return", KNOWN)
            if isinstance(finding, Place):
                found.append(Candidate(finding))
    return found


def _annotations(text: str, comments: Sequence[Token]) -> list[Candidate]:
    r"""The version in the first `@OA\Info(...)` of the comments."""
    for comment in comments:
        info = _INFO.search(text, comment.start, comment.end)
        if info is None:
            continue
        depth = 0
        for part in _ARGUMENT.finditer(text, info.end(), comment.end):
            depth += (part[0] == "(") - (part[0] == ")")
            if depth < 0:
                break
            if part[1] and not depth and is_version(part[1]):
                place = Place(part[1], *part.span(1), "Info.version", '"', FIELD)
                return [Candidate(place, (("OA", "Info", "version"),))]
        break
    return []


_INFO = re.compile(r"@(?:OA|OpenApi|SWG)\\Info\(")
_ARGUMENT = re.compile(r'\bversion\s*=\s*"([^"]*)"|"[^"]*"|[()]')
