"""Where a project's OpenAPI document comes from: a file, an address, a command, a usual place."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path

from releasebot import process
from releasebot.config.schema import SpecSettings
from releasebot.errors import OutsideError, UsageError
from releasebot.openapi.load import REMOTE, Document, Refused, is_address, load
from releasebot.openapi.reading import read_at_most, reader

_FOLDERS = ("", "docs", "api", "spec", "openapi", "swagger", "dist", "docs/api", "build", "public")
_NAMES = ("openapi", "swagger", "openapi-spec", "swagger-spec", "api-spec", "api-docs")
_SUFFIXES = (".json", ".yaml", ".yml")
_ABOVE_ALL = ("openapi", "swagger")

USUAL_PLACES = tuple(
    f"{folder}/{name}{suffix}".lstrip("/")
    for folder in _FOLDERS
    for name in (_NAMES if folder in {"", "docs", "api"} else _ABOVE_ALL)
    for suffix in _SUFFIXES
)
"""Where a document is looked for when nothing is set, the most trusted place first."""

_SHELL_SIGNS = frozenset({"&&", "||", "|", ";", ">", ">>", "<", "&", "2>&1"})
_YAML_START = re.compile(r"^(?:---|[\"']?(?:openapi|swagger)[\"']?\s*:)", re.MULTILINE)
_JSON_START = re.compile(r"^\s*\{", re.MULTILINE)


def obtain(settings: SpecSettings, *, base: Path, cache: Path | None = None) -> Document:
    """The project's document, from where `settings` says; `base` is what its paths start from.

    An address is asked whether it has changed since its answer was kept in the folder `cache`.

    A command runs in `base` without a shell. Its document is `settings.file` where that is set,
    else what it wrote to standard output, else the usual place that it wrote.

    Raises:
        UsageError: there is no document, or it cannot be read as one.
        OutsideError: the command or the server failed.
    """
    if settings.command is not None:
        return _from_command(settings, settings.command, base)
    if settings.file is not None:
        return read_file(base / settings.file, settings, base=base)
    if settings.url is not None:
        return _from_address(settings, settings.url, base, cache)
    found = locate_spec_file(settings, base)
    if found is None:
        raise UsageError(
            f"no OpenAPI document in {base}",
            hint="set `spec.file`, `spec.url` or `spec.command`",
            details=("looked for:", *(f"  {place}" for place in USUAL_PLACES)),
        )
    return read_file(found, settings, base=base)


def locate_spec_file(settings: SpecSettings, base: Path) -> Path | None:
    """The file that holds the document, as far as looking at names can tell; None without one.

    Nothing is run or read: where an address or a command is set there may be no file yet.
    """
    if settings.file is not None:
        named = base / settings.file
        return named if named.is_file() else None
    if settings.url is not None:
        return None
    return next((base / place for place in USUAL_PLACES if (base / place).is_file()), None)


def read_file(path: Path, settings: SpecSettings, *, base: Path) -> Document:
    """The document in one file, with what its references may read.

    Raises:
        UsageError: the file cannot be read, or not as a document.
    """
    name = _name(path, base)
    try:
        data = read_at_most(path, settings.max_bytes)
    except OSError as error:
        raise UsageError(
            f"the OpenAPI document {name} cannot be read: {error.strerror or error}",
            hint="correct `spec.file`, or write the file first",
        ) from error
    allowed = reader(settings, base, path)
    return load(data, name=name, read=allowed, max_bytes=settings.max_bytes)


def _from_address(settings: SpecSettings, url: str, base: Path, folder: Path | None) -> Document:
    from releasebot.http import fetch
    from releasebot.openapi.url_cache import UrlCache

    cache = UrlCache(folder) if folder else None
    known = cache.get(url) if cache else None
    fetched = fetch(url, timeout=settings.timeout, max_bytes=settings.max_bytes, known=known)
    # A file of this machine is nothing that an answer of a server may name.
    allowed = reader(settings, base, None)
    document = load(
        fetched.body,
        name=fetched.url,
        read=lambda name: allowed(name) if is_address(name) else Refused(REMOTE),
        max_bytes=settings.max_bytes,
    )
    if cache and fetched is not known:
        cache.put(url, fetched)
    return document


def _from_command(settings: SpecSettings, command: str, base: Path) -> Document:
    before = _stamps(base)
    ended = process.run(_words(command), cwd=base, timeout=settings.timeout)
    if not ended.ok:
        raise OutsideError(
            f"the command that writes the OpenAPI document failed with exit code {ended.code}: "
            f"{command}",
            hint="run it in the project's folder and correct what it complains about",
            details=ended.complaint,
        )
    if settings.file is not None:
        return read_file(base / settings.file, settings, base=base)
    written = document_in(ended.text)
    if written is not None:
        return load(
            written.encode(),
            name="(standard output)",
            read=reader(settings, base, None),
            max_bytes=settings.max_bytes,
        )
    changed = [place for place, stamp in _stamps(base).items() if before.get(place) != stamp]
    if changed:
        return read_file(base / changed[0], settings, base=base)
    raise UsageError(
        "the command ended well but wrote no OpenAPI document to standard output or to a usual "
        f"place: {command}",
        hint="name the file that it writes in `spec.file`",
        details=ended.complaint,
    )


def document_in(output: str) -> str | None:
    """The document that a program wrote among other lines, such as npm's banner; None without one.

    JSON may be followed by further lines; YAML goes on to the end.
    """
    for start in _JSON_START.finditer(output):
        try:
            value, end = json.JSONDecoder().raw_decode(output, start.end() - 1)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and ("openapi" in value or "swagger" in value):
            return output[start.end() - 1 : end]
    found = _YAML_START.search(output)
    return output[found.start() :] if found else None


def _words(command: str) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(
            f"`spec.command` cannot be split into words: {error}", hint="close its quotes"
        ) from error
    if not words:
        raise UsageError("`spec.command` is empty", hint="remove it or write a command")
    signs = _SHELL_SIGNS.intersection(words)
    if signs:
        raise UsageError(
            f"`spec.command` runs without a shell, so {' and '.join(sorted(signs))} mean nothing",
            hint=f"write it as: sh -c {shlex.quote(command)}",
        )
    return words


def _stamps(base: Path) -> dict[str, tuple[int, int]]:
    """When each usual place was written, and its size; the most trusted first."""
    stamps = {}
    for place in USUAL_PLACES:
        try:
            status = (base / place).stat()
        except OSError:
            continue
        stamps[place] = (status.st_mtime_ns, status.st_size)
    return stamps


def _name(path: Path, base: Path) -> str:
    """The file's name from `base`, with `/`; whole where it lies on another branch."""
    return Path(os.path.relpath(path, base)).as_posix()
