"""The files that an expression of program text reads a version from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from releasebot.version.formats.program import Program
from releasebot.version.formats.tokens import Kind
from releasebot.version.place import Source

PACKAGE_JSON = Source("package.json", "version")
MANIFEST = Source("pyproject.toml")
CARGO = Source("Cargo.toml", "package.version")


class Import(Struct, frozen=True):
    """A name that another file gives: all that it exports where `member` is empty."""

    name: str
    path: str
    member: str = ""


def source_of(path: list[str], imports: Mapping[str, Import]) -> Source | None:
    """The file that gives this dotted name, and the member of it that is meant."""
    if path[-1] == "npm_package_version":
        return PACKAGE_JSON  # https://docs.npmjs.com/cli/using-npm/scripts#packagejson-vars
    imported = imports.get(path[0])
    if imported is None:
        return None
    members = [part for part in (imported.member, *path[1:]) if part and part != "default"]
    return Source(imported.path, ".".join(members))


def sources_in(
    program: Program, first: int, end: int, imports: Mapping[str, Import]
) -> tuple[Source, ...]:
    """The files that the tokens from `first` to `end` name, each once."""
    found: dict[Source, None] = {}
    folder = ""
    for at in range(first, end):
        token = program.tokens[at]
        if token.kind is Kind.NAME and token.text in imports:
            source = source_of(_members(program, at, end), imports)
        elif token.kind is Kind.NAME and "/" in token.text:  # a path of Nix is no string
            source = file_source(token.text)
        elif token.kind is Kind.STRING:
            text = program.text[token.inner : token.inner_end]
            source = file_source(folder + text)
            folder = f"{folder}{text}/" if _FOLDER.fullmatch(text) else ""
        else:
            source = _VARIABLES.get(token.text)
        if source:
            found[source] = None
    return tuple(found)


def _members(program: Program, at: int, end: int) -> list[str]:
    parts = [program.tokens[at].text]
    while at + 2 < end and program.tokens[at + 1].text in {".", "?."}:
        at += 2
        parts.append(program.tokens[at].text)
    return parts


def file_source(text: str) -> Source | None:
    """The file that this string names, if it looks like the name of a file with a version."""
    if text in _VARIABLES:
        return _VARIABLES[text]
    if len(text) > _LONGEST:
        return None
    found = _PATH.search(text)
    if found is None or not _VERSION_FILE.fullmatch(found[1].rpartition("/")[2]):
        return None
    return Source(found[1], "version" if found[1].endswith("package.json") else "")


_VARIABLES = {
    "npm_package_version": PACKAGE_JSON,
    "CARGO_PKG_VERSION": CARGO,  # https://doc.rust-lang.org/cargo/reference/environment-variables
    "crate_version": CARGO,
    "get_distribution": MANIFEST,
    "readMavenPom": Source("pom.xml", "project.version"),
    "readPackageJson": PACKAGE_JSON,
}
_LONGEST = 200
_FOLDER = re.compile(r"\.{1,2}|[\w-]{1,40}")
_PATH = re.compile(r"(?:^|[/}])((?:\.{1,2}/)*(?:[\w.-]+/)*[\w.-]+)$")
_VERSION_FILE = re.compile(r"(?i)[\w.-]+\.(?:json|toml|txt|properties|xml|ya?ml|cfg|py|rb)|version")
