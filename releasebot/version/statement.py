"""What one file states about the project's version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.formats.programs import SOURCE_CODE
from releasebot.version.formats.table import FileFormat, format_for
from releasebot.version.located import Located, Project, shown
from releasebot.version.place import Dynamic, Finding, Place
from releasebot.version.scheme import bare
from releasebot.version.text import Text, decode, line_of

_TRUSTED = 3
"""The worst rank of what a format would take for a version by itself; see `Place`."""


class Statement(Struct, frozen=True):
    """The places that a file names, and the versions in it that come from nowhere readable.

    Both are of the file's best rank. Places that a dynamic version was followed to stand in other
    files.
    """

    places: tuple[Located, ...] = ()
    computed: tuple[Dynamic, ...] = ()


class Asked(Struct, frozen=True):
    """The file to read and what it is trusted for; the fields are those of `Located`."""

    path: Path
    why: str
    trust: int
    selectors: tuple[str, ...] = ()
    image: bool = False
    pattern: str | None = None


def read_statement(project: Project, asked: Asked) -> Statement | None:
    """What the file states by its format's own judgement, or in the first selector that is there.

    None where there is no such file inside the work tree, or where it states no version.

    Raises:
        UsageError: the file is not what its name says.
    """
    text = read_text(project, asked.path)
    if text is None:
        return None
    findings = _findings(text, PurePosixPath(shown(asked.path, project.worktree)), asked.selectors)
    return resolved(project, asked, text, findings) if findings else None


def read_text(project: Project, path: Path) -> Text | None:
    """The file's text, or None where it is no file inside the work tree.

    Raises:
        UsageError: it cannot be read, or is no text.
    """
    try:
        if not path.resolve().is_relative_to(project.worktree):
            return None
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, RuntimeError):
        return None
    except OSError as error:
        raise UsageError(
            f"{shown(path, project.worktree)} cannot be read: {error.strerror}",
            hint="give the right to read it",
        ) from error
    return decode(data, name=shown(path, project.worktree))


def _findings(text: Text, path: PurePosixPath, selectors: tuple[str, ...]) -> list[Finding]:
    there = [one for one in selectors if one.rpartition(".")[2] in text.content]
    if selectors and not there:
        return []  # without loading a parser
    try:
        file_format = format_for(path, text.content)
        if not selectors:
            return best(file_format.locate(text.content, None), file_format)
        for selector in there:
            found = file_format.locate(text.content, selector)
            named = [one for one in found if _is_named(one, selector, file_format)]
            if named:
                return named
    except UsageError as error:
        message = error.message if str(path) in error.message else f"{path}: {error.message}"
        raise UsageError(message, hint=error.hint, details=error.details) from error
    return []


def _is_named(finding: Finding, selector: str, file_format: FileFormat) -> bool:
    """Whether the finding is what the selector means, not merely something that ends like it.

    In program text the name of a constant or call may stand before a path of two keys if the
    format trusts it, and before one of three keys in any case.
    """
    if finding.selector == selector:
        return True
    keys = selector.count(".") + 1
    return is_program(file_format) and (
        (keys == 2 and finding.rank <= _TRUSTED) or keys > 2  # noqa: PLR2004  as the docstring says
    )


def is_program(file_format: FileFormat) -> bool:
    """Whether the file is program text, not settings or a document."""
    return any(file_format.row is row for row in SOURCE_CODE)


def best(findings: Sequence[Finding], file_format: FileFormat) -> list[Finding]:
    """The findings of the best rank, and in program text the copies of the version they state.

    A plugin's header and the constant below it are one version, though the constant alone would be
    trusted less. In settings, equal values under different names may be a coincidence.
    """
    rank = min((one.rank for one in findings), default=0)
    chosen = [one for one in findings if one.rank == rank]
    versions = {one.version for one in chosen if isinstance(one, Place)}
    if len(versions) == 1 and is_program(file_format):
        return [
            one
            for one in findings
            if one.rank == rank or (isinstance(one, Place) and one.version in versions)
        ]
    return chosen


def resolved(project: Project, asked: Asked, text: Text, findings: Sequence[Finding]) -> Statement:
    """The findings of a file as places, each dynamic one followed to where it stands."""
    places: list[Located] = []
    computed: list[Dynamic] = []
    for finding in findings:
        if isinstance(finding, Place):
            places.append(_located(project, asked, text, finding))
            continue
        from releasebot.version.follow import follow

        followed = follow(finding, file=asked.path, worktree=project.worktree)
        if followed is None:
            computed.append(finding)
            continue
        through = Asked(
            followed.path,
            f"{asked.why}, through {shown(asked.path, project.worktree)}",
            asked.trust,
        )
        places.append(_located(project, through, followed.text, followed.place))
    return Statement(tuple(places), tuple(computed))


def _located(project: Project, asked: Asked, text: Text, place: Place) -> Located:
    return Located(
        path=asked.path,
        shown=shown(asked.path, project.worktree),
        line=line_of(text.content, place.start),
        finding=place,
        version=bare(place.version),
        why=asked.why,
        trust=asked.trust,
        text=text,
        image=asked.image,
        pattern=asked.pattern,
    )


def named_place(
    project: Project, asked: Asked, *, selector: str | None = None
) -> tuple[Located, ...]:
    """The places in a file that the configuration names: the chosen one and those beside it.

    Beside it are the further places of its rank and the copies of its version, as a lock file's
    second entry.

    Raises:
        UsageError: the file is not there, states no version, or only one that no file holds.
    """
    from releasebot.version.read import read_place

    name = shown(asked.path, project.worktree)
    if not asked.path.is_file():
        raise UsageError(
            f"{name}, {asked.why}, is no file", hint="correct the path in the configuration"
        )
    reading = read_place(
        asked.path.read_bytes(), path=PurePosixPath(name), selector=selector, pattern=asked.pattern
    )
    chosen = reading.chosen
    beside: Sequence[Finding] = reading.findings if isinstance(chosen, Place) else ()
    if selector is None and asked.pattern is None:
        beside = best(beside, format_for(PurePosixPath(name), reading.text.content))
    same = (chosen, *(one for one in beside if isinstance(one, Place) and one != chosen))
    statement = resolved(project, asked, reading.text, same)
    if not statement.places:
        raise computed_elsewhere(chosen, name, reading.line(chosen))
    return statement.places


def computed_elsewhere(finding: Finding, name: str, line: int) -> UsageError:
    """The error for a version that is filled in from elsewhere, with where it comes from."""
    expression = finding.expression if isinstance(finding, Dynamic) else finding.version
    sources = finding.sources if isinstance(finding, Dynamic) else ()
    named = [
        source.path + (f" ({source.selector})" if source.selector else "")
        for source in sources
        if source.path
    ]
    comes = f"; it comes from {' or '.join(named)}" if named else ""
    return UsageError(
        f"{name}:{line} states no version but computes it: {expression}{comes}",
        hint="name the file that holds the version",
    )
