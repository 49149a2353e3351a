"""Where a project states its version: the place that decides, and those that agree with it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from releasebot.config.schema import VersionSettings
from releasebot.errors import UsageError
from releasebot.version.formats.table import matches
from releasebot.version.located import Located, Project, shown
from releasebot.version.place import Dynamic
from releasebot.version.spelling import is_placeholder, same_version
from releasebot.version.statement import Asked, Statement, named_place, read_statement, read_text
from releasebot.version.text import line_of
from releasebot.version.usual import USUAL, Kind, Usual

_SHOWN_NAMES = 6


class Look(Struct, frozen=True):
    """A file that was looked at on the way to the version, and what it gave."""

    shown: str
    outcome: str


class Search(Struct, frozen=True):
    """The place that decides, None where there is none, and all that was looked at for it."""

    located: Located | None
    looked: tuple[Look, ...]


def find_version(
    project: Project, settings: VersionSettings, *, base: Path | None = None
) -> Located:
    """The project's version, from the most trusted place that states one.

    That is `settings.file` where it is set, relative to `base` (by default the project's folder);
    else the first in `usual.USUAL`. A version such as `0.0.0`, which manifests carry whose true
    version is elsewhere, counts only where nothing else is found.

    Raises:
        UsageError: no version was found (`details` list what was looked at), the deciding file is
            faulty or states several, or the version is computed by something that is no file.
    """
    found = search_version(project, settings, base=base)
    if found.located is not None:
        return found.located
    looked = tuple(f"{look.shown}: {look.outcome}" for look in found.looked)
    usual = ", ".join(usual.names[0] for usual in USUAL[:_SHOWN_NAMES])
    raise UsageError(
        f"no version found in {project.project}",
        hint='name the file that states it in releasebot.toml: [version] file = "..."',
        details=looked or (f"looked for {usual} and {len(USUAL) - _SHOWN_NAMES} more kinds",),
    )


def search_version(
    project: Project, settings: VersionSettings, *, base: Path | None = None
) -> Search:
    """The same search with its way: every file that was looked at, and what came of it.

    Raises:
        UsageError: as `find_version`, but that no version is a result.
    """
    if settings.file is not None:
        located = _configured(project, settings, base or project.project)
        return Search(located, (Look(located.shown, f"states {located.version}; it is set"),))
    return _Walk(project, settings, base or project.project).search()


def _configured(project: Project, settings: VersionSettings, base: Path) -> Located:
    path = Path(os.path.normpath(base / (settings.file or "")))
    return named_place(
        project,
        Asked(path, "the file that version.file names", -1, pattern=settings.pattern),
        selector=settings.selector,
    )[0]


class _Walk:
    """One search through the usual places, with what it has seen."""

    def __init__(self, project: Project, settings: VersionSettings, base: Path) -> None:
        self._project = project
        self._ignore = settings.ignore
        self._base = base
        self._looked: list[Look] = []
        self._placeholder: Located | None = None
        self._computed: tuple[Path, Dynamic] | None = None
        self._folders: dict[str, dict[str, str]] = {}

    def search(self) -> Search:
        for trust, usual in enumerate(USUAL):
            if not usual.decides:
                continue
            if self._computed and usual.kind is not Kind.MANIFEST:
                break
            for path in self._existing(usual):
                located = self._look(path, usual, trust)
                if located:
                    return Search(located, tuple(self._looked))
        if self._computed:
            raise self._unreadable(*self._computed)
        return Search(self._placeholder, tuple(self._looked))

    def _look(self, path: Path, usual: Usual, trust: int) -> Located | None:
        """The file's place if it settles the search; what it says otherwise is kept for later."""
        name = shown(path, self._project.worktree)
        if is_ignored(path, self._ignore, self._base):
            self._note(name, "left out by version.ignore")
            return None
        asked = Asked(path, usual.why, trust, usual.selectors)
        statement = read_statement(self._project, asked)
        if statement is None:
            self._note(name, "states no version")
            return None
        located = _one(self._project, asked, statement)
        if located is None:
            computed = statement.computed[0]
            self._note(name, f"computes it: {computed.expression}")
            if usual.kind is Kind.MANIFEST:
                self._computed = self._computed or (path, computed)
            return None
        if usual.kind is not Kind.MANIFEST and "." not in located.version:
            self._note(name, f"states {located.version}, which is no whole version")
            return None
        if is_placeholder(located.version):
            self._note(name, f"states {located.version}, which is filled in when it is published")
            self._placeholder = self._placeholder or located
            return None
        states = f"states {located.version}"
        if located.shown != name:
            states = f"takes {located.version} from {located.shown}:{located.line}"
        self._note(name, f"{states}; it is {usual.why}")
        return located

    def _existing(self, usual: Usual) -> Iterator[Path]:
        """The files of this kind that are there, in folders that can be named without a search."""
        for folder in self._named_folders(usual):
            entries = self._entries(folder)
            for name in usual.names:
                if "*" not in name:
                    if name in entries:
                        yield self._project.project / folder / entries[name]
                    continue
                fitting = (entry for entry in entries if matches(name, (entry,)))
                yield from (self._project.project / folder / entries[it] for it in sorted(fitting))

    def _named_folders(self, usual: Usual) -> Iterator[str]:
        """The row's folders; of those that are globs the ones whose names say something."""
        for folder in usual.folders:
            above, _, last = folder.rpartition("/")
            if "*" not in folder:
                yield folder
            elif "*" not in above and last.strip("*"):
                fitting = (entry for entry in self._entries(above) if matches(last, (entry,)))
                for entry in sorted(fitting):
                    yield f"{above}/{self._entries(above)[entry]}".lstrip("/")

    def _entries(self, folder: str) -> dict[str, str]:
        """What the folder holds, by its name in lower case."""
        if folder not in self._folders:
            try:
                names = os.listdir(self._project.project / folder)  # noqa: PTH208  three times as fast
            except OSError:
                names = []
            self._folders[folder] = {name.lower(): name for name in names}
        return self._folders[folder]

    def _note(self, name: str, outcome: str) -> None:
        self._looked.append(Look(name, outcome))

    def _unreadable(self, path: Path, computed: Dynamic) -> UsageError:
        name = shown(path, self._project.worktree)
        text = read_text(self._project, path)
        line = line_of(text.content, computed.start) if text else 1
        return UsageError(
            f"{name}:{line} computes the version ({computed.expression}), and no file was found "
            "that states it",
            hint='name the file that does in releasebot.toml: [version] file = "..."',
            details=tuple(f"{look.shown}: {look.outcome}" for look in self._looked),
        )


def _one(project: Project, asked: Asked, statement: Statement) -> Located | None:
    """The statement's one version; where it makes several, the error that lists them."""
    if len({place.version for place in statement.places}) > 1:
        selector = asked.selectors[0] if len(asked.selectors) == 1 else None
        return named_place(project, asked, selector=selector)[0]
    return statement.places[0] if statement.places else None


def is_ignored(path: Path, globs: Sequence[str], base: Path) -> bool:
    """Whether `version.ignore`, written relative to `base`, leaves the file out."""
    if not globs:
        return False
    from releasebot.version.globs import fits_any

    return fits_any(os.path.relpath(path, base).replace(os.sep, "/"), globs)


def disagreements(places: Sequence[Located], version: str) -> tuple[Located, ...]:
    """The places that state another version; another spelling of the same one agrees."""
    return tuple(place for place in places if not same_version(place.version, version))


def find_all(
    project: Project,
    settings: VersionSettings,
    files: Sequence[str],
    *,
    base: Path | None = None,
    name: str | None = None,
) -> tuple[Located, ...]:
    """Every place that states the project's version, the deciding one first.

    `files` are the tracked files below the project's folder, relative to it; `name` is what the
    project is called, by default its manifest's word for it. `agreement.members` says which places
    belong to the project; `version.ignore` and `version.also` settle the rest.

    Raises:
        UsageError: as `find_version`, a manifest is faulty, or a place in `version.also` states no
            version.
    """
    from releasebot.version.agreement import members

    decided = find_version(project, settings, base=base)
    return members(project, settings, files, decided, base=base or project.project, name=name)
