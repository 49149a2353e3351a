"""Which format a file has, by its name first and by its content where the name says nothing.

The rows stand in `manifests` (structured files) and `programs` (source code). The first row that
fits decides. A module is imported only when its row is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.formats.manifests import STRUCTURED
from releasebot.version.formats.programs import SOURCE_CODE  # source code
from releasebot.version.formats.row import Row, row
from releasebot.version.formats.scalar import Reader
from releasebot.version.place import Finding

ROWS: tuple[Row, ...] = (*SOURCE_CODE, *STRUCTURED)


class _Module(Protocol):
    def locate(self, text: str, selector: str | None) -> Sequence[Finding]: ...


class FileFormat(Struct, frozen=True):
    """How a file is read: the row of the table that fits it."""

    row: Row

    @property
    def looked_for(self) -> str:
        """What a version would look like in such a file, in words for a message."""
        if self.row.none:
            return f"none, as it {self.row.none}"
        if self.row.fields:
            return " or ".join(dict.fromkeys(field.selector for field in self.row.fields))
        return "a field or constant that is named as the project's version"

    def locate(self, text: str, selector: str | None) -> Sequence[Finding]:
        """Every place of the version with its rank, or only what the selector names.

        Raises:
            UsageError: the text is not of this format, or the selector cannot be read.
        """
        row = self.row
        if not row.module or (row.none and selector is None):
            return ()
        if selector is None and row.fields:
            from releasebot.version.formats import document  # source code does without

            found = document.locate_fields(self._reader(), text, row.fields)
            if found or not row.general:
                return found
        return self._module().locate(text, selector)

    def selectors(self, text: str) -> tuple[str, ...]:
        """The names that a selector may give in this text."""
        if not self.row.module:
            return ()
        if self.is_document:
            from releasebot.version.formats import document  # for a message alone

            return document.names(self._reader(), text)
        return tuple(finding.selector for finding in self._module().locate(text, None))

    @property
    def is_document(self) -> bool:
        """Whether all that it holds can be named; of a program only what states a version can."""
        return not self.row.module or hasattr(self._module(), "scalars")

    def _module(self) -> _Module:
        return cast(_Module, import_module(f"{__package__}.{self.row.module}"))

    def _reader(self) -> Reader:
        return cast(Reader, import_module(f"{__package__}.{self.row.module}").scalars)


def format_for(path: PurePath, content: str) -> FileFormat:
    """The format of the file of this name and content.

    Raises:
        UsageError: neither tells the format.
    """
    found = format_of_name(path) or _format_of_content(content)
    if found is None:
        raise UsageError(
            f"{path}: the format of this file is not known",
            hint="describe the place with --pattern, a regular expression with a group `version`",
        )
    return found


def format_of_name(path: PurePath) -> FileFormat | None:
    """The format that a file's name alone tells, or None where it tells nothing.

    The most specific name wins: one with folders, then a whole name, then a pattern, then the
    longest ending; of equals the row further up.
    """
    name = path.name.lower()
    parts = tuple(part.lower() for part in path.parts[-_MOST_PARTS:])
    for pattern, one in _PATTERNS[True]:
        if matches(pattern, parts):
            return FileFormat(one)
    if name in _EXACT:
        return FileFormat(_EXACT[name])
    for pattern, one in _PATTERNS[False]:
        if _fits(pattern, name):
            return FileFormat(one)
    dot = name.find(".")
    while dot >= 0:
        if name[dot:] in _SUFFIXES:
            return FileFormat(_SUFFIXES[name[dot:]])
        dot = name.find(".", dot + 1)
    return None


def matches(pattern: str, parts: Sequence[str]) -> bool:
    """Whether the last parts of a path fit the pattern's parts; `*` stands for any text in one."""
    wanted = pattern.split("/")
    return len(parts) >= len(wanted) and all(
        _fits(glob, part) for glob, part in zip(wanted, parts[-len(wanted) :], strict=True)
    )


def _fits(glob: str, name: str) -> bool:
    first, *rest = glob.split("*")
    if not rest:
        return name == glob
    if not name.startswith(first) or not name.endswith(rest[-1]):
        return False
    at, end = len(first), len(name) - len(rest[-1])
    for piece in rest[:-1]:
        at = name.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return at <= end


_INI_SECTION = r"\[[\w .:-]*[A-Za-z][\w .:-]*\][ \t]*[\r\n]"


def _format_of_content(content: str) -> FileFormat | None:
    start = content.lstrip()[:200]
    if start.startswith("<"):
        return FileFormat(row("XML", "xml_doc", general=True))
    if start.startswith(("{", "[")) and not re.match(_INI_SECTION, start):
        return FileFormat(row("JSON", "json_doc", general=True))
    if start.startswith("---"):
        return FileFormat(row("YAML", "yaml_doc", general=True))
    if start.startswith("#!"):
        return None
    return _lines(content)


def _lines(content: str) -> FileFormat | None:
    """Settings of one line each, or a text that is a version alone."""
    lines = [line.strip() for line in content.splitlines()[:200]]
    lines = [line for line in lines if line and not line.startswith(("#", ";"))]
    if len(lines) == 1 and " " not in lines[0] and "=" not in lines[0]:
        return FileFormat(row("text", "plain_doc", general=True))
    if lines and lines[0].startswith("[") and lines[0].endswith("]"):
        return FileFormat(row("INI", "ini_doc", general=True))
    if lines and all(_is_setting(line) for line in lines):
        return FileFormat(row("settings", "env_doc", general=True))
    return None


def _is_setting(line: str) -> bool:
    name, equals, _ = line.removeprefix("export ").partition("=")
    return bool(equals) and name.strip().replace("_", "").isalnum()


_MOST_PARTS = 4
_EXACT: dict[str, Row] = {}
_SUFFIXES: dict[str, Row] = {}
_PATTERNS: dict[bool, list[tuple[str, Row]]] = {True: [], False: []}
"""Names to compare one by one; True for those with folders."""

for _row in ROWS:
    for _name in _row.names:
        if "*" not in _name and "/" not in _name:
            _EXACT.setdefault(_name, _row)
        elif _name.startswith("*.") and _name.count("*") == 1 and "/" not in _name:
            _SUFFIXES.setdefault(_name[1:], _row)
        else:
            _PATTERNS["/" in _name].append((_name, _row))
