"""Bytes to a `Document`: parsed, bounded, and known to be an OpenAPI document.

Nothing is read here but what is handed in: other files that the document refers to come through a
`Reader`, which decides what may be read. References to addresses are never followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal
from urllib.parse import unquote

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.openapi import json_text, positions
from releasebot.openapi.findings import Finding, Location, Position
from releasebot.openapi.text import Parsed, decode, may_hold_unwritable, replace_unwritable

MAX_BYTES = 64 * 1024 * 1024
"""How large one file may be."""
MAX_FILES = 5000
"""How many files one document may be spread over."""

Dialect = Literal["2.0", "3.0", "3.1", "3.2"]
Syntax = Literal["json", "yaml", "text"]


class Refused(Struct, frozen=True):
    """A file that was not read; `reason` names it and says why."""

    reason: str


Reader = Callable[[str], bytes | Refused]
"""Gives the file of a name relative to the project's folder, with `/` and leading `..` possible."""

_DIALECTS: tuple[Dialect, ...] = ("2.0", "3.0", "3.1", "3.2")
_PARSED = (".json", ".yaml", ".yml")
_OUTSIDE = re.compile(r"""\$ref["']?\s*:\s*(?:[>|][-+]?\s*)?["']?(?!["'#])\S""")
_SCHEME = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")


class SourceFile(Struct, frozen=True, eq=False):
    """One file of a document: its name as shown to people, its text and the value it holds."""

    name: str
    text: str
    syntax: Syntax
    value: Any


class Document(Struct, frozen=True, eq=False):
    """An OpenAPI document with every file it refers to.

    `files` are keyed by their name relative to the project's folder; `refused` says of each further
    file that a reference names why it is not there. `findings` are the faults met while parsing.
    """

    dialect: Dialect
    root: SourceFile
    files: Mapping[str, SourceFile]
    refused: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    def position(self, location: Location) -> Position:
        """The line and column of `location`, or of the nearest value above it that has one."""
        source = self.files[location.file]
        return positions.locate(source.text, source.syntax, (location.pointer,))[location.pointer]

    def describe(self, finding: Finding) -> str:
        """The finding as `file:line:column: message (at JSON Pointer)`."""
        at = self.position(finding.location)
        where = f" (at {finding.location.pointer})" if finding.location.pointer else ""
        return f"{finding.location.file}:{at}: {finding.message}{where}"


def load(data: bytes, *, name: str, read: Reader | None = None) -> Document:
    """The document in `data`, and through `read` every file that its references name.

    A further file that is refused, missing or damaged leaves its references broken.

    Raises:
        UsageError: `data` is neither JSON nor YAML, is no OpenAPI document, or exceeds a limit; the
            message starts with `name:line:column`.
    """
    root = _parse(data, name=name)
    dialect = _dialect(root[0])
    files = {name: root[0]}
    refused: dict[str, str] = {}
    findings = list(root[1])
    waiting = list(_referred(root[0]))
    while waiting:
        wanted = waiting.pop()
        if wanted in files or wanted in refused:
            continue
        found = read(wanted) if read else Refused(f"other files are not followed: {wanted}")
        if isinstance(found, Refused):
            refused[wanted] = found.reason
            continue
        if len(files) >= MAX_FILES:
            raise UsageError(f"{name}: the document is spread over more than {MAX_FILES} files")
        try:
            source, faults = _parse(found, name=wanted)
        except UsageError as error:
            refused[wanted] = error.message
            continue
        files[wanted] = source
        findings += faults
        waiting += _referred(source)
    return Document(dialect, root[0], files, refused, tuple(findings))


def file_name(reference: str, *, base: str) -> str | None:
    """The file that a reference in the file `base` names; None where it names no file.

    References with a scheme or an absolute path name no file of the project.
    """
    path = reference.partition("#")[0]
    if not path:
        return base
    if _SCHEME.match(path) or path.startswith(("/", "\\")) or "\\" in path:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path)))


def _parse(data: bytes, *, name: str) -> tuple[SourceFile, tuple[Finding, ...]]:
    if len(data) > MAX_BYTES:
        raise UsageError(
            f"{name}: the document has {len(data):,} bytes, at most {MAX_BYTES:,} are read",
            hint="split it into files, or leave examples out",
        )
    text = decode(data, name=name)
    syntax = _syntax(text, name)
    if syntax == "json":
        parsed = json_text.parse(text, name=name)
    elif syntax == "yaml":
        from releasebot.openapi import yaml_text

        parsed = yaml_text.parse(text, name=name)
    else:
        parsed = Parsed(text)
    value = replace_unwritable(parsed.value) if may_hold_unwritable(text) else parsed.value
    return SourceFile(name, text, syntax, value), parsed.findings


def _syntax(text: str, name: str) -> Syntax:
    """How to read a file: what the first character says, unless its name says plain text."""
    suffix = posixpath.splitext(name)[1].lower()
    first = text.lstrip()[:1]
    if suffix in {".md", ".markdown", ".txt"}:
        return "text"
    if first in {"{", "["} and (suffix == ".json" or _looks_like_json(text)):
        return "json"
    return "yaml"


def _looks_like_json(text: str) -> bool:
    """Whether a text that opens a brace goes on as JSON, not as a YAML flow mapping."""
    return text.lstrip()[1:].lstrip()[:1] in {'"', "}", "{", "[", "]", ""}


def _dialect(source: SourceFile) -> Dialect:
    value, name = source.value, source.name
    if value is None or not source.text.strip():
        raise UsageError(
            f"{name}:1:1: the document is empty",
            hint="run the command that writes it, or correct `spec.file`",
        )
    if not isinstance(value, dict):
        raise UsageError(
            f"{name}:1:1: no OpenAPI document: an object was wanted at the top, "
            f"found {_kind(value)}",
            hint="name the file that starts with `openapi:` or `swagger:`",
        )
    key = "openapi" if "openapi" in value else "swagger"
    if key not in value:
        raise UsageError(
            f"{name}:1:1: {'JSON' if source.syntax == 'json' else 'YAML'} but not an OpenAPI "
            'document: neither "openapi" nor "swagger" is there',
            hint="name the file that starts with `openapi:` or `swagger:`",
        )
    stated = str(value[key])
    for dialect in _DIALECTS:
        if stated == dialect or stated.startswith(f"{dialect}."):
            return dialect
    at = positions.locate(source.text, source.syntax, (f"/{key}",))[f"/{key}"]
    raise UsageError(
        f"{name}:{at}: `{key}: {stated[:40]}` is no version that can be read",
        hint=f"the versions are {', '.join(_DIALECTS)}",
    )


def _kind(value: object) -> str:
    return "a list" if isinstance(value, list) else f"`{str(value)[:40]}`"


def _referred(source: SourceFile) -> Iterator[str]:
    """The files that the references of `source` name; those that are no files are left out."""
    if source.syntax == "text" or not _OUTSIDE.search(source.text):
        return
    waiting = [source.value]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, list):
            waiting += [item for item in value if isinstance(item, dict | list)]
            continue
        reference = value.get("$ref")
        if isinstance(reference, str):
            named = file_name(reference, base=source.name)
            if named is not None and named != source.name:
                yield named
        waiting += [item for item in value.values() if isinstance(item, dict | list)]
