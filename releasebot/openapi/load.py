"""Bytes to a `Document`: parsed, bounded, and known to be an OpenAPI document.

Nothing is read here but what is handed in: other files that the document refers to, and addresses,
come through a `Reader`, which decides what may be read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal
from urllib.parse import unquote, urljoin

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.openapi import json_text, positions
from releasebot.openapi.findings import Finding, Location, Position
from releasebot.openapi.text import (
    Parsed,
    as_utf8,
    decode,
    may_hold_unwritable,
    replace_unwritable,
)

MAX_BYTES = 64 * 1024 * 1024
"""How large a document may be with all its files, unless it is told otherwise."""
MAX_FILES = 5000
"""How many files one document may be spread over."""

Dialect = Literal["2.0", "3.0", "3.1", "3.2"]
Syntax = Literal["json", "yaml", "text"]


class Refused(Struct, frozen=True):
    """A file that was not read; `reason` names it and says why."""

    reason: str


Reader = Callable[[str], bytes | Refused]
"""Gives the file of a name relative to the project's folder, with `/` and leading `..` possible.

A name that is an http or https address is one that a reference leads to.
"""

REMOTE = "remote references are not followed"
"""Why an address that a reference names was not read: nobody allowed it."""
_DIALECTS: tuple[Dialect, ...] = ("2.0", "3.0", "3.1", "3.2")
_PARSED = (".json", ".yaml", ".yml")
_OUTSIDE = {
    "json": re.compile(rb'"\$ref"\s*+:\s*+"(?!#)'),
    "yaml": re.compile(rb"""\$ref["']?\s*:\s*(?:[>|][-+]?\s*)?["']?(?!["'#])\S"""),
}
_OPENED = re.compile(rb"\s*+[{\[]\s*+(.?)", re.DOTALL)
_GOES_ON_AS_JSON = frozenset((b'"', b"}", b"{", b"[", b"]", b""))
_FILE = re.compile(r"\.(?:json|ya?ml)(?:#|\Z)")
_FILE_NEARBY = re.compile(rb"\.(?:json|ya?ml)[\"'#\s]")
_NEARBY = 4000
"""How far behind its key a mapping is looked through for names of files."""
_SCHEME = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")


class SourceFile(Struct, frozen=True, eq=False):
    """One file of a document: its name as shown to people, its text and the value it holds.

    `data` is the text in UTF-8 without a byte order mark. It is kept as bytes, since one character
    beyond the usual ones would make each of its characters take four.
    """

    name: str
    data: bytes
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
        return self.positions((location,))[location]

    def positions(self, locations: Iterable[Location]) -> dict[Location, Position]:
        """The line and column of each of many locations, in one pass over each of the files."""
        by_file: dict[str, dict[str, Location]] = {}
        for location in locations:
            by_file.setdefault(location.file, {})[location.pointer] = location
        found: dict[Location, Position] = {}
        for name, wanted in by_file.items():
            source = self.files[name]
            places = positions.locate(source.data, source.syntax, wanted)
            found |= {wanted[pointer]: at for pointer, at in places.items()}
        return found

    def describe(self, finding: Finding) -> str:
        """The finding as `file:line:column: message (at JSON Pointer)`."""
        at = self.position(finding.location)
        where = f" (at {finding.location.pointer})" if finding.location.pointer else ""
        return f"{finding.location.file}:{at}: {finding.message}{where}"


def load(
    data: bytes, *, name: str, read: Reader | None = None, max_bytes: int = MAX_BYTES
) -> Document:
    """The document in `data`, and through `read` every file that its references name.

    A further file that is refused, missing or damaged leaves its references broken.

    Raises:
        UsageError: `data` is neither JSON nor YAML, is no OpenAPI document, or exceeds a limit; the
            message starts with `name:line:column`.
    """
    _check_size(len(data), max_bytes, name)
    root = _parse(data, name=name)
    dialect = _dialect(root[0])
    files = {name: root[0]}
    refused: dict[str, str] = {}
    findings = list(root[1])
    size = len(data)
    waiting = list(_referred(root[0]))
    while waiting:
        wanted = waiting.pop()
        if wanted in files or wanted in refused:
            continue
        found = read(wanted) if read else _unread(wanted)
        if isinstance(found, Refused):
            refused[wanted] = found.reason
            continue
        size += len(found)
        _check_size(size, max_bytes, name)
        if len(files) >= MAX_FILES:
            raise UsageError(
                f"{name}: the document is spread over more than {MAX_FILES} files",
                hint="name the file that holds the API, not one that lists many",
            )
        try:
            source, faults = _parse(found, name=wanted)
        except UsageError as error:
            refused[wanted] = error.message
            continue
        files[wanted] = source
        findings += faults
        waiting += _referred(source)
    return Document(dialect, root[0], files, refused, tuple(findings))


def _unread(name: str) -> Refused:
    return Refused(REMOTE if is_address(name) else "other files are not followed")


def _check_size(size: int, most: int, name: str) -> None:
    if size > most:
        raise UsageError(
            f"{name}: the document has {size:,} bytes or more, at most {most:,} are read",
            hint="leave examples out, or raise `spec.max_bytes`",
        )


def file_name(reference: str, *, base: str) -> str | None:
    """The file or the address that a reference in the file `base` names; None where it names none.

    References with another scheme than http or https, or an absolute path, name nothing that could
    be read.
    """
    path = reference.partition("#")[0]
    if not path:
        return base
    if is_address(path) or (is_address(base) and not _SCHEME.match(path)):
        return _joined(base, path)
    if _SCHEME.match(path) or path.startswith(("/", "\\")) or "\\" in path:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path)))


def is_address(name: str) -> bool:
    """Whether the name of a file is an http or https address."""
    return name[:8].lower().startswith(("http://", "https://"))


def _joined(base: str, path: str) -> str | None:
    try:
        return urljoin(base, path)
    except ValueError:
        return None


def _parse(data: bytes, *, name: str) -> tuple[SourceFile, tuple[Finding, ...]]:
    data = as_utf8(data, name=name)
    syntax = _syntax(data, name)
    if syntax == "json":
        parsed = json_text.parse(data, name=name)
    elif syntax == "yaml":
        from releasebot.openapi import yaml_text

        parsed = yaml_text.parse(data, name=name)
    else:
        parsed = Parsed(decode(data, name=name))
    value = replace_unwritable(parsed.value) if may_hold_unwritable(data) else parsed.value
    return SourceFile(name, data, syntax, value), parsed.findings


def _syntax(data: bytes, name: str) -> Syntax:
    """How to read a file: what it starts with, unless its name says plain text."""
    suffix = posixpath.splitext(name.partition("?")[0])[1].lower()
    if suffix in {".md", ".markdown", ".txt"}:
        return "text"
    opened = _OPENED.match(data)
    if opened and (suffix == ".json" or opened[1] in _GOES_ON_AS_JSON):
        return "json"
    return "yaml"


def _dialect(source: SourceFile) -> Dialect:
    value, name = source.value, source.name
    if value is None or not source.data.strip():
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
    at = positions.locate(source.data, source.syntax, (f"/{key}",))[f"/{key}"]
    raise UsageError(
        f"{name}:{at}: `{key}: {stated[:40]}` is no version that can be read",
        hint=f"the versions are {', '.join(_DIALECTS)}",
    )


def _kind(value: object) -> str:
    return "a list" if isinstance(value, list) else f"`{str(value)[:40]}`"


def _referred(source: SourceFile) -> Iterator[str]:
    """The files that the references of `source` name; those that are no files are left out."""
    leads_outside = _OUTSIDE.get(source.syntax)
    if leads_outside is None:
        return
    if not leads_outside.search(source.data) and not _maps_outside(source.data):
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
        for reference in (value.get("$ref"), *mapped_files(value)):
            if isinstance(reference, str):
                named = file_name(reference, base=source.name)
                if named is not None and named != source.name:
                    yield named
        waiting += [item for item in value.values() if isinstance(item, dict | list)]


def mapped_files(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The files that a schema's discriminator maps to; what is only a schema's name is none.

    Source: OpenAPI Specification 3.2.0, section 4.24.1, Discriminator Object: a value is the name
    of a schema or a reference to one.
    """
    discriminator = node.get("discriminator")
    mapping = discriminator.get("mapping") if type(discriminator) is dict else None
    if type(mapping) is not dict:
        return ()
    return tuple(one for one in mapping.values() if type(one) is str and _FILE.search(one))


def _maps_outside(data: bytes) -> bool:
    """Whether the text could hold the mapping of a discriminator that names a file."""
    at = data.find(b"mapping")
    while at >= 0:
        if _FILE_NEARBY.search(data, at, at + _NEARBY):
            return True
        at = data.find(b"mapping", at + 1)
    return False
