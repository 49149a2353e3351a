"""Autoconf: `AC_INIT([name], [1.2.3])` and m4 macros that make up its arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, LIKELY, name_rank
from releasebot.version.formats.sources import file_source
from releasebot.version.formats.value import is_specific, is_version
from releasebot.version.place import Dynamic, Finding, Place, Source

_COMMENT = re.compile(r"(?:(?<![\w$])dnl\b|(?<![^\s])\#)[^\r\n]*")
_CALL = re.compile(
    r"\b(AC_INIT|AM_INIT_AUTOMAKE|(?:m4_)?define|(?:m4_s?)?include|m4_pattern_allow)\("
)
_VARIABLE = re.compile(r"(?<![^\r\n])[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=")
_BARE = re.compile(r"[\"']?([^\s\"';`$()]*)")
_REFERENCE = re.compile(r"[A-Za-z_]\w*")
_BRACKETS = re.compile(r"[\[\](),]")
_LONGEST = 500


class _Argument(Struct, frozen=True):
    """An argument of a macro, without blanks and quotes around it."""

    text: str
    start: int
    quote: str


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in configure.ac.

    The second argument of AC_INIT has rank 0
    (https://www.gnu.org/software/autoconf/manual/html_node/Initializing-configure.html). A macro
    that it names is followed, also into a file that `m4_include` reads; one that makes it up from
    parts leaves it dynamic.
    """
    code = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    calls = [(call[1], _arguments(code, text, call.end())) for call in _CALL.finditer(code)]
    macros = {
        arguments[0].text: arguments[1]
        for name, arguments in calls
        if name in {"m4_define", "define"} and len(arguments) > 1
    }
    included = tuple(
        arguments[0].text for name, arguments in calls if name.endswith("include") and arguments
    )
    candidates: list[Candidate] = []
    for name, arguments in calls:
        if name in {"AC_INIT", "AM_INIT_AUTOMAKE"} and len(arguments) > 1:
            old = name == "AM_INIT_AUTOMAKE"
            finding = _finding(arguments[1], macros, included, LIKELY if old else FIELD)
            if finding:
                paths = ((name, "version"), (name,), ("PACKAGE_VERSION",), ("VERSION",))
                candidates.append(Candidate(finding, paths))
    return choose((*candidates, *_variables(code), *_defined(macros)), selector)


def _arguments(code: str, text: str, start: int) -> list[_Argument]:
    """The arguments of the macro call whose parenthesis opened before `start`."""
    found: list[_Argument] = []
    depth, begin = 0, start
    for bracket in _BRACKETS.finditer(code, start, start + _LONGEST):
        char = bracket[0]
        if char in "[(":
            depth += 1
        elif depth and char in "])":
            depth -= 1
        elif depth == 0 and char in ",)":
            found.append(_trimmed(text, begin, bracket.start()))
            begin = bracket.end()
            if char == ")":
                break
    return found


def _trimmed(text: str, start: int, end: int) -> _Argument:
    quote = ""
    raw = text[start:end]
    value = raw.strip()
    start += len(raw) - len(raw.lstrip())
    while value[:1] == "[" and value[-1:] == "]":
        quote = "["
        start += 1 + len(value[1:-1]) - len(value[1:-1].lstrip())
        value = value[1:-1].strip()
    return _Argument(value, start, quote)


def _finding(
    argument: _Argument, macros: dict[str, _Argument], included: Sequence[str], rank: int
) -> Finding | None:
    for _ in range(3):
        if argument.text not in macros:
            break
        argument = macros[argument.text]
    end = argument.start + len(argument.text)
    if is_version(argument.text):
        return Place(argument.text, argument.start, end, "AC_INIT", argument.quote, rank)
    if rank != FIELD or not argument.text:
        return None
    words = re.findall(r"[\w./-]{3,80}", argument.text[:_LONGEST])
    sources = [source for word in words if (source := file_source(word))]
    if _REFERENCE.fullmatch(argument.text):
        sources += [Source(path, argument.text) for path in included]
    return Dynamic(argument.text, argument.start, end, "AC_INIT", tuple(sources), rank)


def _variables(code: str) -> list[Candidate]:
    """Shell variables of old scripts: `VERSION=1.2.3`."""
    found = []
    for match in _VARIABLE.finditer(code):
        value = _BARE.match(code, match.end())
        if value is None or not is_specific(value[1]):
            continue
        rank = name_rank(match[1])
        rank = LIKELY if rank is not None and rank <= LIKELY else HIDDEN
        quote = code[match.end() : value.start(1)]
        found.append(
            Candidate(Place(value[1], value.start(1), value.end(1), match[1], quote, rank))
        )
    return found


def _defined(macros: dict[str, _Argument]) -> list[Candidate]:
    """Macros, of which a name such as `LEDGER_VERSION` speaks for itself."""
    found = []
    for name, one in macros.items():
        if is_version(one.text) and _REFERENCE.fullmatch(name):
            trust = name_rank(name) if is_specific(one.text) else None
            rank = HIDDEN if trust is None else max(trust, LIKELY)
            end = one.start + len(one.text)
            found.append(Candidate(Place(one.text, one.start, end, name, one.quote, rank)))
    return found
