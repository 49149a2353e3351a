"""Which of a repository's many versions are the project's, so that they have to agree."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from releasebot.config.schema import VersionSettings
from releasebot.errors import UsageError
from releasebot.version.formats.table import matches
from releasebot.version.located import Located, Owned, Project
from releasebot.version.place import Finding
from releasebot.version.places import is_ignored
from releasebot.version.project_name import project_name
from releasebot.version.spelling import is_placeholder, release_parts, same_version
from releasebot.version.statement import Asked, named_place, read_statement, read_text, resolved
from releasebot.version.usual import FOREIGN_FOLDERS, PROJECT_FILES, USUAL, Kind, Owner, Usual


class _Candidate(Struct, frozen=True):
    """A tracked file that a row of the table is about; `file` is relative to the project."""

    file: str
    usual: Usual
    trust: int


def members(
    project: Project,
    settings: VersionSettings,
    files: Sequence[str],
    decided: Located,
    *,
    base: Path,
    name: str | None,
) -> tuple[Located, ...]:
    """The places that state the project's version, `decided` first, then by trust.

    These are the deciding file's further places, those of `version.also`, and the usual places
    among `files` as far as they are the project's: not in a folder of a project of its own, of
    tests, examples or somebody else's code, and not left out by `version.ignore`. What a place of
    each kind has to fulfil says `usual.Kind`.

    Raises:
        UsageError: a manifest is faulty, or a place in `version.also` states no version.
    """
    found = [decided, *_beside(project, settings, decided), *_also(project, settings, base)]
    survey = _Survey(project, files, decided, name)
    for candidate in survey.candidates():
        if not is_ignored(project.project / candidate.file, settings.ignore, base):
            found.extend(survey.places(candidate))
    found[1:] = sorted(found[1:], key=lambda place: place.trust)
    return _once(found)


def _beside(project: Project, settings: VersionSettings, decided: Located) -> tuple[Located, ...]:
    if settings.file is None:
        return ()
    return named_place(
        project,
        Asked(decided.path, decided.why, decided.trust, pattern=settings.pattern),
        selector=settings.selector,
    )


def _also(project: Project, settings: VersionSettings, base: Path) -> Iterator[Located]:
    for one in settings.also:
        path = Path(os.path.normpath(base / one.file))
        yield from named_place(
            project,
            Asked(path, "a place that version.also names", 0, pattern=one.pattern),
            selector=one.selector,
        )


def _once(places: Sequence[Located]) -> tuple[Located, ...]:
    """The places without those that are reached twice, as by a link or through another file."""
    kept: dict[tuple[Path, int], Located] = {}
    for place in places:
        kept.setdefault((place.path.resolve(), place.finding.start), place)
    return tuple(kept.values())


class _Survey:
    """The tracked files of one project, and what is known of the project for judging them."""

    def __init__(
        self, project: Project, files: Sequence[str], decided: Located, name: str | None
    ) -> None:
        self._project = project
        self._files = files
        self._decided = decided
        self._name = name
        self._nested: set[str] = set()
        self._chart_files: list[str] = []

    @cached_property
    def _names(self) -> frozenset[str]:
        from releasebot.version.deployment import normal

        return frozenset({normal(self._name or project_name(self._project.project))})

    @cached_property
    def _charts(self) -> dict[str, str]:
        """The names of the project's own charts, by the path of their Chart.yaml."""
        from releasebot.version.deployment import own_charts

        contents = {
            file: text.content
            for file in self._chart_files
            if (text := read_text(self._project, self._project.project / file))
        }
        return own_charts(contents, names=self._names)

    def candidates(self) -> list[_Candidate]:
        """The files that rows of the table are about, filtered by their names alone."""
        names = [file.rpartition("/")[2] for file in self._files]
        rows = _rows_by_name(set(names))
        hits = [pair for pair in zip(self._files, names, strict=True) if pair[1] in rows]
        self._nested = {
            file[: -len(name) - 1]
            for file, name in hits
            if len(name) < len(file) and name.lower() in PROJECT_FILES
        }
        found = [
            _Candidate(file, USUAL[trust], trust)
            for file, name in hits
            for trust in rows[name]
            if _is_in(file, USUAL[trust]) and self._is_own(file, USUAL[trust])
        ]
        self._chart_files = [one.file for one in found if one.usual.owner is Owner.CHART]
        return found

    def _is_own(self, file: str, usual: Usual | None = None) -> bool:
        """Whether the file is in no other project's folder and in none that is foreign.

        A Maven module has a manifest and belongs to the build all the same, as does a folder that
        the table names.
        """
        folder = file.rpartition("/")[0]
        if not folder:
            return True
        parts = folder.split("/")
        if not FOREIGN_FOLDERS.isdisjoint(map(str.lower, parts)):
            return False
        if usual is not None and (usual.owner is Owner.MODULE or folder in usual.folders):
            return True
        above = accumulate(parts, lambda whole, part: f"{whole}/{part}")
        return self._nested.isdisjoint(above)

    def places(self, candidate: _Candidate) -> tuple[Located, ...]:
        """The places in the file that have to agree, or that agree of themselves.

        Raises:
            UsageError: the file is a manifest and faulty.
        """
        asked = Asked(
            self._project.project / candidate.file,
            candidate.usual.why,
            candidate.trust,
            candidate.usual.selectors,
            image=candidate.usual.owner in {Owner.COMPOSE, Owner.VALUES},
        )
        kind = candidate.usual.kind
        try:
            if candidate.usual.owner is not None:
                return self._owned(candidate, asked, candidate.usual.owner)
            statement = read_statement(self._project, asked)
        except UsageError:
            if kind is Kind.MANIFEST:
                raise
            return ()  # a file that cannot be read states nothing
        places = statement.places if statement else ()
        return tuple(place for place in places if self._counts(place, kind))

    def _counts(self, place: Located, kind: Kind) -> bool:
        decided = self._decided.version
        if same_version(place.version, decided):
            return True
        if is_placeholder(place.version) or kind is Kind.COMPANION:
            return False
        return kind is Kind.MANIFEST or release_parts(place.version) >= release_parts(decided)

    def _owned(self, candidate: _Candidate, asked: Asked, owner: Owner) -> tuple[Located, ...]:
        text = read_text(self._project, asked.path)
        if text is None:
            return ()
        owned = self._judged(candidate.file, text.content, owner)

        def located(findings: Sequence[Finding], kind: Kind) -> Iterator[Located]:
            for place in resolved(self._project, asked, text, findings).places:
                if self._counts(place, kind):
                    yield place

        return (
            *located(owned.sure, candidate.usual.kind),
            *located(owned.unsure, Kind.COMPANION),
        )

    def _judged(self, file: str, content: str, owner: Owner) -> Owned:
        """What in a file of this kind is the project's."""
        from releasebot.version import deployment, repeated

        folder = file.rpartition("/")[0]
        if owner is Owner.COMPOSE:
            return deployment.own_images(content, folder=folder, names=self._names)
        if owner is Owner.LOCK:
            return repeated.locked_entries(content, names=self._names)
        if owner is Owner.MODULE:
            root = read_text(self._project, self._project.project / "pom.xml")
            return repeated.parent_of_module(content, root=root.content) if root else Owned()
        chart = self._charts.get(f"{folder}/Chart.yaml".removeprefix("/"))
        if chart is None:
            return Owned()
        if owner is Owner.CHART:
            decides = self._decided.path == self._project.project / file
            decided = None if decides else self._decided.version
            return deployment.chart_versions(content, decided=decided)
        return deployment.chart_image(content, chart=chart, names=self._names)


def _is_in(file: str, usual: Usual) -> bool:
    """Whether the file lies in one of the row's folders."""
    folder = file.rpartition("/")[0].lower()
    parts = folder.split("/")
    return any(
        glob in {folder, "**"}
        or ("*" in glob and glob.count("/") == folder.count("/") and matches(glob, parts))
        for glob in usual.folders
    )


def _rows_by_name(names: set[str]) -> dict[str, Sequence[int]]:
    """The positions of the rows that are about files of these names; every manifest has an entry.

    Thousands of names are sifted without looking at each one.
    """
    exact: dict[str, list[int]] = {name: [] for name in PROJECT_FILES}
    globs: list[tuple[str, int]] = []
    for trust, usual in enumerate(USUAL):
        for name in usual.names:
            if "*" in name:
                globs.append((name, trust))
            else:
                exact.setdefault(name, []).append(trust)
    lines = "\n".join(("", *names, ""))
    lower = lines.lower()
    if len(lower) != len(lines):  # a letter whose lower case is longer: offsets would not fit
        lower = "".join(one.lower() if one.isascii() else one for one in lines)
    rows: dict[str, list[int]] = {name: exact[name] for name in names & exact.keys()}
    for name in exact.keys() & set(lower.split("\n")) if lower != lines else ():
        for found in _lines_with(f"\n{name}\n", lower, lines):
            rows[found] = list(exact[name])
    for glob, trust in globs:
        for found in _lines_with(max(glob.split("*"), key=len), lower, lines):
            if matches(glob, (found.lower(),)):
                rows[found] = sorted({*rows.get(found, ()), trust})
    return dict(rows)


def _lines_with(piece: str, lower: str, lines: str) -> Iterator[str]:
    """The lines of `lines` in which `piece`, in lower case, stands; with its line feeds if any."""
    at = lower.find(piece)
    while at >= 0:
        inside = at + 1
        start, end = lines.rfind("\n", 0, inside) + 1, lines.find("\n", inside)
        yield lines[start:end]
        at = lower.find(piece, end)
