"""Where the version is to be read from, found by trying what a release would read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from releasebot.config.schema import VersionFile, VersionSettings
from releasebot.errors import ReleasebotError, UsageError
from releasebot.setup.proposal import Advice, Proposal
from releasebot.setup.survey import DOCKERFILE, NESTJS, Survey, folders_of
from releasebot.setup.tag_advice import newest_version
from releasebot.version.located import Located
from releasebot.version.places import disagreements, find_all, find_version, search_version
from releasebot.version.spelling import is_placeholder, same_version
from releasebot.version.usual import USUAL, Kind

_FIRST_VERSION = "0.1.0"
_VERSION_FILE = "VERSION"
_MOST_MEMBERS = 50


class _Member(Struct, frozen=True):
    """A manifest below the project's folder, and the version that it states."""

    file: str
    located: Located
    is_deployed: bool


def advise_on_version(survey: Survey) -> Advice:
    """The settings with which one version is found, and no place disagrees with it.

    Nothing is proposed where the defaults find it. In a repository of several projects one of them
    decides: the one that is deployed, the least deep. With no version anywhere, a VERSION file is
    proposed with the newest tag's.
    """
    try:
        decided = search_version(survey.root, VersionSettings()).located
    except UsageError as error:
        return _version_file(survey, error)
    if decided is None or is_placeholder(decided.version):
        members = tuple(_members(survey))
        if members:
            advice, settings = _from_members(members)
            return _agreeing(survey, advice, settings)
    if decided is None:
        return _version_file(survey, None)
    return _agreeing(survey, Advice(), VersionSettings())


def _members(survey: Survey) -> Iterator[_Member]:
    """Manifests in folders of their own, the most likely to be what is released first."""
    deployed = {
        folder
        for what in (NESTJS, DOCKERFILE)
        for place in survey.places_of(what)
        for folder in folders_of(place)
        if folder
    }
    names = tuple(
        name for usual in USUAL if usual.kind is Kind.MANIFEST and usual.decides
        for name in usual.names
    )  # fmt: skip
    found: list[tuple[bool, int, int, str]] = []
    for file in survey.own_files:
        folder, _, name = file.rpartition("/")
        fitting = (at for at, glob in enumerate(names) if fnmatchcase(name.lower(), glob))
        trust = next(fitting, None)
        if trust is not None:
            found.append((folder not in deployed, file.count("/"), trust, file))
    seen: set[str] = set()
    for other, _, _, file in sorted(found)[:_MOST_MEMBERS]:
        folder = file.rpartition("/")[0]
        if folder in seen:
            continue
        try:
            located = find_version(survey.root, VersionSettings(file=file))
        except UsageError:
            continue
        if is_placeholder(located.version):
            continue
        seen.add(folder)
        yield _Member(file, located, not other)


def _from_members(members: Sequence[_Member]) -> tuple[Advice, VersionSettings]:
    """The first decides; those that state the same version go along, others are projects apart."""
    first = members[0]
    same = [one for one in members if same_version(one.located.version, first.located.version)]
    together = same[1:] if len(same) == len(members) else []
    proposals = [
        Proposal("version", "file", first.file, "The file that decides the project's version.")
    ]
    notes: list[str] = []
    if together:
        also = tuple({"file": one.file} for one in together)
        why = "These packages are released together: they have to state the same version."
        proposals.append(Proposal("version", "also", also, why))
    elif len(members) > 1:
        others = ", ".join(one.file for one in members[1:])
        notes.append(
            f"{first.file} decides the version here; {others} have versions of their own: "
            "releasebot --repo FOLDER init sets up each of them"
        )
    settings = VersionSettings(
        file=first.file, also=tuple(VersionFile(one.file) for one in together)
    )
    return Advice(tuple(proposals), notes=tuple(notes)), settings


def _agreeing(survey: Survey, advice: Advice, settings: VersionSettings) -> Advice:
    """The advice, with the places left out that state another version today."""
    try:
        places = find_all(survey.root, settings, survey.repository.files(survey.root.project))
    except ReleasebotError as error:
        return advice + Advice(notes=(error.message,))
    decided = places[0]
    if settings.file is None:
        advice += Advice(found=(f"the version in {_relative(survey, decided)}",))
    others = disagreements(places, decided.version)
    names = tuple(
        dict.fromkeys(
            _relative(survey, place) for place in others if place.path != decided.path
        )
    )  # fmt: skip
    if not names:
        return advice
    why = (
        "These state another version than "
        f"{_relative(survey, decided)}, as things are. Take a line away once the file is to agree: "
        "`releasebot version set` then keeps it so."
    )
    notes = tuple(
        f"{place.shown}:{place.line} states {place.version}, and {decided.shown}:{decided.line} "
        f"{decided.version}: left out with version.ignore"
        for place in others
    )
    return advice + Advice((Proposal("version", "ignore", names, why),), notes=notes)


def _relative(survey: Survey, place: Located) -> str:
    """The file's path from the project's folder, with nothing in it that a glob would act on."""
    name = place.path.relative_to(survey.root.project).as_posix()
    return name.replace("[", "[[]")


def _version_file(survey: Survey, error: UsageError | None) -> Advice:
    """A file that states the version, because no other does."""
    version = newest_version(survey.tags) or _FIRST_VERSION
    files: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    if not (survey.root.project / _VERSION_FILE).is_file():
        files = ((_VERSION_FILE, f"{version}\n"),)
        notes = (f"no file states the version: {_VERSION_FILE} will, with {version}",)
    why = "No manifest states the version; raise it here and commit to release."
    if error is not None:
        why = f"{error.message}: this file says what is released."
    proposal = Proposal("version", "file", _VERSION_FILE, why)
    return Advice((proposal,), notes=notes, files=files)
