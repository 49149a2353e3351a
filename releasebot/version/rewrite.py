"""Write one version into every place that states the project's, leaving every other byte alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from releasebot.errors import ConflictError, UsageError
from releasebot.version.formats.table import format_for
from releasebot.version.located import Located
from releasebot.version.place import Finding, Place
from releasebot.version.replace import Replacement, replace_all
from releasebot.version.scheme import bare
from releasebot.version.spelling import is_spellable, spelled

_YAML = (".yaml", ".yml")
_TYPED = (".json", ".jsonc", ".json5", ".toml")
"""Suffixes of formats in which a bare value can only be a number."""

_DOT = re.compile(r"\.|\\(?:x2[eE]|u002[eE]|u\{0*2[eE]\}|U0000002[eE])")
_NUMBER = re.compile(r"[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?", re.ASCII)


class Change(Struct, frozen=True):
    """One span of a file: what stood there, and what is to stand there. `line` counts from 1."""

    line: int
    old: str
    new: str


class Edit(Struct, frozen=True):
    """One file to be changed: its bytes before and after, and where they differ.

    `path` is absolute, `shown` as in `Located`.
    """

    path: Path
    shown: str
    before: bytes
    after: bytes
    changes: tuple[Change, ...]
    codec: str = "utf-8"


def plan_rewrite(places: Sequence[Located], new: str) -> tuple[Edit, ...]:
    """The edits after which every place states `new`; none for files that do so already.

    `places` are those of `find_all`: the first decides, and its present version is what the others
    are compared with to keep a spelling of their own (see `spelling.spelled`). Each new text is
    located again: exactly the spans of the places differ, and each reads as the new version. Files
    are in the order of the places.

    Raises:
        UsageError: `new` is no version, or a place cannot hold it.
        ConflictError: a file was changed while its places were looked for.
    """
    if not is_spellable(new):
        raise UsageError(
            f"{new!r} is no version", hint="a version begins with a digit and has no blanks"
        )
    decided = places[0].version if places else new
    files: dict[Path, list[Located]] = {}
    for place in places:
        files.setdefault(place.path.resolve(), []).append(place)
    edits = (_edit(together, new, decided) for together in files.values())
    return tuple(edit for edit in edits if edit.changes)


def apply(edits: Sequence[Edit]) -> None:
    """Write every file of the plan, or none; see `replace.replace_all`.

    The first edit, of the file that decides the version, becomes visible last: until then the
    project still has its old version, so a run that was killed is finished by running it again.

    Raises:
        ConflictError: a file is no longer as it was read, or another run is writing it.
        OutsideError: a file cannot be written; all are as they were.
    """
    replace_all(
        [Replacement(edit.path, edit.shown, edit.before, edit.after) for edit in reversed(edits)]
    )


def unified_diff(edits: Sequence[Edit]) -> str:
    """The edits as a unified diff with `a/` and `b/` before the paths, as git writes it."""
    from difflib import unified_diff as diff

    lines: list[str] = []
    for edit in edits:
        before, after = (_lines(data, edit.codec) for data in (edit.before, edit.after))
        for line in diff(before, after, f"a/{edit.shown}", f"b/{edit.shown}"):
            body = line.rstrip("\r\n")
            lines.append(body)
            if line == body and not line.startswith(("---", "+++", "@@")):
                lines.append("\\ No newline at end of file")
    return "\n".join(lines)


def _lines(data: bytes, codec: str) -> list[str]:
    return data.decode(codec, "replace").splitlines(keepends=True)


def _edit(places: Sequence[Located], new: str, decided: str) -> Edit:
    """The edit of one file. Two places may be one span, reached in two ways."""
    first = places[0]
    text = first.text
    if any(place.text != text for place in places):
        raise ConflictError(
            f"{first.shown} was changed while it was read", hint="run the command again"
        )
    by_start = {place.finding.start: place for place in places}
    changes: list[Change] = []
    pieces: list[str] = []
    checks: list[tuple[Located, int, str]] = []
    at = shift = 0
    for start, place in sorted(by_start.items()):
        old = text.content[start : place.finding.end]
        version = spelled(
            new,
            PurePosixPath(place.shown),
            like=place.finding.version,
            decided=decided,
            image=place.image,
        )
        written = _written(version, place)
        pieces += [text.content[at:start], written]
        checks.append((place, start + shift + max(written.find(version), 0), version))
        shift += len(written) - len(old)
        at = place.finding.end
        if written != old:
            changes.append(Change(place.line, old, written))
    content = "".join((*pieces, text.content[at:]))
    if changes:
        _check(content, checks)
    return Edit(
        path=first.path,
        shown=first.shown,
        before=text.encode(text.content),
        after=text.encode(content),
        changes=tuple(changes),
        codec=text.codec,
    )


def _written(version: str, place: Located) -> str:
    """The version, in quotes where a bare YAML value that was a string would become a number."""
    finding = place.finding
    stood = place.text.content[finding.start : finding.end]
    if "\\" in stood and stood != finding.version:
        return _with_escapes(version, stood)
    bare_yaml = place.path.suffix.lower() in _YAML and not finding.quote
    if not bare_yaml or not _NUMBER.fullmatch(version):
        return version
    content = place.text.content
    whole = content[finding.start - 1 : finding.start] in {"", " ", "\t", "\n", "\r"}
    was_number = _NUMBER.fullmatch(content[finding.start : finding.end])
    return f'"{version}"' if whole and not was_number else version


def _with_escapes(version: str, stood: str) -> str:
    r"""The version with its dots spelled as those that stood there: `1.2\u002e3`."""
    dots = _DOT.findall(stood)
    parts = version.split(".")
    if len(dots) != len(parts) - 1:
        return version
    return "".join(part + dot for part, dot in zip(parts, (*dots, ""), strict=True))


def _check(content: str, checks: Sequence[tuple[Located, int, str]]) -> None:
    """Refuse a text in which a place does not read as the version that was written there."""
    for place, start, version in checks:
        try:
            found = _located_again(content, place)
        except UsageError:
            found = ()
        typed = place.path.suffix.lower() in _TYPED and not place.finding.quote
        reads = (not typed or _NUMBER.fullmatch(version)) and any(
            isinstance(one, Place) and one.start == start and bare(one.version) == bare(version)
            for one in found
        )
        if not reads:
            raise UsageError(
                f"{place.shown}:{place.line} cannot hold {version}: the file would not read as "
                "that version any more",
                hint="change that place by hand, perhaps by putting its value in quotes",
            )


def _located_again(content: str, place: Located) -> Sequence[Finding]:
    if place.pattern is not None:
        from releasebot.version.formats import pattern_doc

        return pattern_doc.locate(content, place.pattern)
    file_format = format_for(PurePosixPath(place.shown), content)
    if not file_format.row.module:  # a lock file, whose own entry `repeated` finds
        from releasebot.version.formats import toml_doc

        return toml_doc.locate(content, place.finding.selector)
    found = file_format.locate(content, place.finding.selector)
    return found or file_format.locate(content, None)
