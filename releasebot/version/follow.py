"""From a version that is filled in from elsewhere to the place where it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.place import Dynamic, Place, Source
from releasebot.version.read import read_place
from releasebot.version.text import Text

_MOST_STEPS = 16
_MOST_FILES = 50
_ANY_SUFFIX = ".*"


class Followed(Struct, frozen=True):
    """The place that a dynamic version leads to: `path` is its file, absolute, as it was read."""

    path: Path
    text: Text
    place: Place


def follow(dynamic: Dynamic, *, file: Path, worktree: Path) -> Followed | None:
    """The place that `dynamic`, found in `file`, takes its version from; None where no file has it.

    Its sources are tried in their order. A source whose path does not start with a dot is looked
    for beside the file and then from the folders above, as npm finds a package.json; one whose
    suffix is left open may be a folder with an index, as in Node. Nothing outside `worktree` (an
    absolute, resolved path) is read, whether by `..` or through a link, and a circle ends the
    search. Where a glob fits several files they have to agree.
    """
    return _follow(dynamic, file, worktree, frozenset())


def _follow(
    dynamic: Dynamic, file: Path, worktree: Path, seen: frozenset[tuple[Path, str]]
) -> Followed | None:
    for source in dynamic.sources:
        found = [
            followed
            for path in _files(source, file, worktree)
            if (followed := _read(path, source.selector, worktree, seen)) is not None
        ]
        if len({one.place.version for one in found}) == 1:
            return found[0]
    return None


def _read(
    path: Path, selector: str, worktree: Path, seen: frozenset[tuple[Path, str]]
) -> Followed | None:
    here = (path.resolve(), selector)
    if here in seen or len(seen) == _MOST_STEPS:
        return None
    try:
        reading = read_place(path.read_bytes(), path=path, selector=selector or None)
    except (OSError, UsageError):
        return None
    if isinstance(reading.chosen, Place):
        return Followed(path, reading.text, reading.chosen)
    return _follow(reading.chosen, path, worktree, seen | {here})


def _files(source: Source, file: Path, worktree: Path) -> Iterator[Path]:
    """The files that a source may mean, nearest first, all inside the work tree."""
    if not source.path:
        return
    folders = [file.parent]
    if not source.path.startswith("."):
        folders += [above for above in file.parent.parents if above.is_relative_to(worktree)]
    for folder in folders:
        candidates = _candidates(folder, source.path)
        if not candidates and source.path.endswith(_ANY_SUFFIX):
            index = f"{source.path.removesuffix(_ANY_SUFFIX)}/index{_ANY_SUFFIX}"
            candidates = _candidates(folder, index)
        found = [_without_dots(path) for path in candidates if _is_inside(path, worktree)]
        if found:
            yield from found
            return


def _candidates(folder: Path, path: str) -> list[Path]:
    if "*" not in path and "?" not in path:
        return [folder / path]
    above, _, pattern = _split(path)
    if "**" in pattern:
        return []  # a whole tree is never walked
    return sorted((folder / above).glob(pattern))[:_MOST_FILES]


def _split(path: str) -> tuple[str, str, str]:
    """The leading folders without a wildcard, and the pattern below them."""
    parts = path.split("/")
    first = next(at for at, part in enumerate(parts) if "*" in part or "?" in part)
    return "/".join(parts[:first]), "/", "/".join(parts[first:])


def _without_dots(path: Path) -> Path:
    """The path as a person would write it, if that is the same file."""
    plain = Path(os.path.normpath(path))
    return plain if plain.is_file() and plain.samefile(path) else path


def _is_inside(path: Path, worktree: Path) -> bool:
    try:
        return path.is_file() and path.resolve().is_relative_to(worktree)
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name with a NUL
        return False
