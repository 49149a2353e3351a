"""What has changed since a repository was set up: settings no longer true, files that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from releasebot.config.load import Loaded
from releasebot.config.schema import Config
from releasebot.errors import ReleasebotError
from releasebot.setup.files import State, Wanted, difference
from releasebot.setup.proposal import Proposal
from releasebot.setup.survey import Survey
from releasebot.version.globs import fits_any
from releasebot.version.places import disagreements, find_all

_MOST_LINES = 6


class Drift(Struct, frozen=True):
    """One thing that is otherwise than it was set up; `details` are lines below it."""

    where: str
    what: str
    details: tuple[str, ...] = ()


def drifted(
    survey: Survey, loaded: Loaded, proposals: Sequence[Proposal], files: Sequence[Wanted]
) -> tuple[Drift, ...]:
    """All that differs; none where the set-up is as a new one would be.

    A setting of the user's own is theirs: it counts only where it no longer holds, and a setting
    that is left out only where its default no longer does. A generated file counts as it stands.
    """
    where = _shown(loaded.file, survey) if loaded.file else "configuration"
    return (
        *_versions(survey, loaded, where),
        *_missing_files(loaded, where),
        *_unset(loaded.config, proposals, where),
        *_ignored(survey, loaded, where),
        *_files(files),
    )


def _shown(file: Path, survey: Survey) -> str:
    top = survey.root.worktree
    return (file.relative_to(top) if file.is_relative_to(top) else file).as_posix()


def _versions(survey: Survey, loaded: Loaded, where: str) -> Iterator[Drift]:
    """Whether the version is still found, and every place still states it."""
    settings, root = loaded.config.version, survey.root
    files = survey.repository.files(root.project)
    try:
        places = find_all(root, settings, files, base=loaded.base, name=loaded.config.name)
    except ReleasebotError as error:
        yield Drift(where, error.message, error.details)
        return
    others = disagreements(places, places[0].version)
    if others:
        yield Drift(
            where,
            f"{len(others)} place(s) state another version than {places[0].shown}, "
            f"{places[0].version}",
            tuple(f"{one.shown}:{one.line}: {one.version}" for one in others),
        )


def _missing_files(loaded: Loaded, where: str) -> Iterator[Drift]:
    """Settings that name a file which is no longer there; a command may write its own."""
    config = loaded.config
    named = {
        "spec.file": None if config.spec.command else config.spec.file,
        "notes.template": config.notes.template,
    }
    for key, file in named.items():
        if file is not None and not (loaded.base / file).is_file():
            yield Drift(where, f"{key} names {file}, which is not there")


def _unset(config: Config, proposals: Sequence[Proposal], where: str) -> Iterator[Drift]:
    """Settings left at a default that the repository has outgrown; versions are looked at above."""
    for one in proposals:
        if not one.active or one.table == "version" or one.table.startswith("gates."):
            continue  # which gates there are is the user's own choice
        table = getattr(config, one.table)
        if getattr(table, one.key) == getattr(type(table)(), one.key):
            yield Drift(where, f"{one.table}.{one.key} is not set to {one.value!r}", (one.why,))


def _ignored(survey: Survey, loaded: Loaded, where: str) -> Iterator[Drift]:
    """Globs of version.ignore that no file fits any more."""
    below = survey.root.project
    prefix = below.relative_to(loaded.base).as_posix() if below.is_relative_to(loaded.base) else "."
    names = [name if prefix == "." else f"{prefix}/{name}" for name in survey.files]
    for glob in loaded.config.version.ignore:
        if not any(fits_any(name, (glob,)) for name in names):
            yield Drift(where, f"version.ignore leaves out {glob}, which fits no file")


def _files(files: Sequence[Wanted]) -> Iterator[Drift]:
    for one in files:
        if one.state is State.NEW:
            yield Drift(one.shown, "is not there")
        elif one.state is State.OTHER:
            lines = difference(one)
            rest = len(lines) - _MOST_LINES
            more = (f"... and {rest} more lines",) if rest > 0 else ()
            yield Drift(one.shown, "differs from what would be written", lines[:_MOST_LINES] + more)
