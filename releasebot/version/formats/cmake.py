"""CMake: `project(... VERSION ...)` and `set(..._VERSION ...)`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from releasebot.version.formats.choice import HIDDEN, Candidate, choose, parts_of
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.program import partners, string_value
from releasebot.version.formats.sources import file_source
from releasebot.version.formats.tokens import Kind, Token, tokenize
from releasebot.version.formats.value import is_specific, is_version
from releasebot.version.place import Dynamic, Finding, Place, Source

LANGUAGE = Language(
    comments=(
        Comment(r"\#\[(=*)\[", r"\]{1}\]"),
        Comment(r"\#"),
    ),
    strings=(
        String(r"\[(=*)\[", close="]{1}]", escape=False, lines=True),
        String(r'"', fill=r"\$\{|\$ENV\{|@\w+@", lines=True),
    ),
    name=r"(?:\$\{[^}\s()]{0,100}\}|\\.|[^\s()\#\"\\$]|\$)+",
    number=r"(?!)",
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in a CMake script.

    `project(... VERSION v)` has rank 0
    (https://cmake.org/cmake/help/latest/command/project.html); a variable that is named after the
    project, or `PROJECT_VERSION`, rank 1. A version that other variables make up is dynamic,
    and one that `file(READ ...)` or `file(STRINGS ...)` takes from a file leads there.
    """
    return choose(_Script(text).candidates(selector), selector)


class _Script:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text, LANGUAGE)
        self.partner = partners(self.tokens)
        self.variables: dict[str, Token] = {}
        self.files: dict[str, Source] = {}
        self.project = ""

    def candidates(self, selector: str | None) -> list[Candidate]:
        """A candidate for each command that states a version or that the selector names."""
        wanted = parts_of(selector.casefold())[-1:] if selector else ()
        commands = [
            at
            for at, token in enumerate(self.tokens[:-1])
            if token.kind is Kind.NAME
            and self.tokens[at + 1].text == "("
            and self.partner[at + 1] > 0
        ]
        for at in commands:
            self.note(at)
        found: list[Candidate] = []
        for at in commands:
            arguments = self.arguments(at)
            command = self.tokens[at].text.lower()
            if command == "project":
                found += self.from_project(arguments)
            elif command == "set" and len(arguments) > 1:
                found += self.from_set(arguments, wanted)
        return found

    def arguments(self, at: int) -> list[Token]:
        """The first arguments of the command at `at`."""
        return self.tokens[at + 2 : min(self.partner[at + 1], at + 2 + _MOST)]

    def note(self, at: int) -> None:
        """Remembers what a `set` or `project` gives later commands."""
        arguments = self.arguments(at)
        command = self.tokens[at].text.lower()
        if command == "project" and arguments:
            self.project = self.project or arguments[0].text
        elif command == "set" and len(arguments) > 1:
            name = arguments[0].text
            if name in self.variables:
                self.variables[name] = arguments[0]  # set twice: no one value
            else:
                self.variables[name] = arguments[1]

        elif command == "file" and len(arguments) > 2:  # noqa: PLR2004 - how, what, into which
            how, path, name = (one.text for one in arguments[:3])
            source = file_source(path.strip('"'))
            if how in {"READ", "STRINGS"} and source:
                self.files[name] = source

    def from_project(self, arguments: list[Token]) -> list[Candidate]:
        for keyword, value in pairwise(arguments[1:]):
            if keyword.text == "VERSION" and keyword.kind is Kind.NAME:
                paths = (("project", "VERSION"), ("PROJECT_VERSION",), ("project",))
                return self.candidate(value, "VERSION", FIELD, paths)
        return []

    def from_set(self, arguments: list[Token], wanted: tuple[str, ...]) -> list[Candidate]:
        name, value = arguments[0].text.replace("${PROJECT_NAME}", self.project), arguments[1]
        rank = self.rank(name)
        if rank is None:
            if name.casefold() not in wanted:
                return []
            rank = HIDDEN
        return self.candidate(value, name, rank, ())

    def rank(self, name: str) -> int | None:
        """The rank of a variable: names of other things than the project are tools."""
        own = f"{self.project}_version".casefold().replace("-", "_")
        if self.project and name.casefold().replace("-", "_") in {own, f"{own}_string"}:
            return KNOWN
        if name.startswith("CPACK_PACKAGE_VERSION"):
            return LIKELY if name == "CPACK_PACKAGE_VERSION" else None
        if name.startswith(("CMAKE_", "CPACK_")):
            return None
        trust = name_rank(name)
        return trust if trust is not None and trust <= LIKELY else None

    def candidate(
        self, token: Token, name: str, rank: int, paths: tuple[tuple[str, ...], ...]
    ) -> list[Candidate]:
        finding = self.finding(token, name, rank)
        return [Candidate(finding, paths)] if finding else []

    def finding(self, token: Token, name: str, rank: int) -> Finding | None:
        value, start = self.value(token)
        if value.startswith("${") and value.endswith("}"):
            definition = self.variables.get(value[2:-1])
            if definition:
                resolved, place = self.value(definition)
                if is_version(resolved):
                    quote = definition.quote
                    return Place(resolved, place, place + len(resolved), name, quote, rank)
        if is_version(value) and (rank in {FIELD, HIDDEN} or is_specific(value)):
            return Place(value, start, start + len(value), name, token.quote, rank)
        if rank > KNOWN or "$" not in value:
            return None
        variable = value[2:-1] if value.startswith("${") else ""
        source = self.files.get(variable) or file_source(value)
        return Dynamic(value, start, start + len(value), name, (source,) if source else (), rank)

    def value(self, token: Token) -> tuple[str, int]:
        """The text of an argument and where it starts."""
        if token.kind is Kind.STRING:
            return string_value(token, self.text), token.inner
        return token.text, token.start


_MOST = 200
