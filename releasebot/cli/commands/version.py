"""`releasebot version`: print, check, set and raise the version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from msgspec import Struct

from releasebot.cli.bare import print_version
from releasebot.cli.command import command, pass_session, session_of, shared_options
from releasebot.cli.session import Session
from releasebot.errors import ExitCode, UsageError
from releasebot.version.places import disagreements, find_all, find_version, search_version
from releasebot.version.scheme import Level, utc_today

if TYPE_CHECKING:
    from releasebot.version.located import Located
    from releasebot.version.rewrite import Edit


class _Options(Struct, frozen=True):
    """The options of `releasebot version` itself."""

    all: bool = False
    explain: bool = False
    file: Path | None = None
    selector: str | None = None
    pattern: str | None = None


def _print(**given: Any) -> None:  # noqa: ANN401  click's own signature
    context = click.get_current_context()
    if context.invoked_subcommand is not None:
        return  # its options are not read yet, so there is no session
    session, options = session_of(context), _Options(**given)
    chosen = [name for name in ("all", "explain", "file") if getattr(options, name)]
    if len(chosen) > 1:
        raise UsageError(
            f"--{chosen[0]} and --{chosen[1]} cannot be given together", hint="give one of them"
        )
    if options.file:
        _print_file(session, options.file, options.selector, options.pattern)
    elif options.selector or options.pattern:
        raise UsageError(
            "--selector and --pattern say where in a file to look",
            hint="name the file too: --file PATH",
        )
    elif options.all:
        _print_all(session)
    elif options.explain:
        _explain(session)
    else:
        print_version(session)


version = click.Group(
    "version",
    callback=_print,
    invoke_without_command=True,
    help="Print the version of the project, and nothing else.",
    params=[
        click.Option(["--all"], is_flag=True, help="Every place that states it, with file:line."),
        click.Option(["--explain"], is_flag=True, help="What was looked at, and why it counts."),
        click.Option(
            ["--file"],
            type=click.Path(path_type=Path),
            help="The version that this file states; it need not be in a repository.",
        ),
        click.Option(["--selector"], help="Where in --file: a key path, JSON Pointer or name."),
        click.Option(["--pattern"], help="An expression for --file with a group `version`."),
        *shared_options(),
    ],
)


@command("check")
@pass_session
def check(session: Session) -> int:
    """Fail with exit code 3 if two places state different versions."""
    places = _places(session)
    others = disagreements(places, places[0].version)
    if others and not session.json:
        from releasebot.version.raising import disagreement

        raise disagreement(places[0], others)
    count = f"{len(places)} place" + ("s" if len(places) > 1 else "")
    session.emit(
        f"{places[0].version} in {count}",
        {**_all(places), "disagreements": [_place(one) for one in others]},
    )
    return ExitCode.GATE if others else ExitCode.DONE


@command("set")
@click.argument("new", metavar="VERSION")
@click.option("--diff", is_flag=True, help="Show the changes and write nothing.")
@pass_session
def set_(session: Session, new: str, *, diff: bool) -> None:
    """Write VERSION into every place that states the project's."""
    from releasebot.version.scheme import bare, scheme_for

    places = _places(session)
    settings = session.config.version
    if settings.scheme != "auto" or settings.calver:
        scheme_for(settings, bare(new), path=places[0].path, today=utc_today)
    _rewrite(session, places, bare(new), diff=diff)


@command("bump")
@click.argument("level", type=click.Choice(get_args(Level)))
@click.option("--diff", is_flag=True, help="Show the changes and write nothing.")
@pass_session
def bump(session: Session, level: Level, *, diff: bool) -> None:
    """Raise the version by LEVEL in every place that states it."""
    from releasebot.version.raising import raised_version

    places = _places(session)
    new = raised_version(places, session.config.version, level, today=utc_today)
    _rewrite(session, places, new, diff=diff)


version.add_command(check)
version.add_command(set_)
version.add_command(bump)


def _places(session: Session) -> tuple[Located, ...]:
    return find_all(
        session.root,
        session.config.version,
        session.repository.files(session.root.project),
        base=session.loaded.base,
        name=session.config.name,
    )


def _print_file(session: Session, file: Path, selector: str | None, pattern: str | None) -> None:
    from releasebot.version.place import Place
    from releasebot.version.read import read_place
    from releasebot.version.statement import computed_elsewhere

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}", hint="name a file that holds a version"
        ) from error
    reading = read_place(data, path=file, selector=selector, pattern=pattern)
    chosen, line = reading.chosen, reading.line(reading.chosen)
    if not isinstance(chosen, Place):
        raise computed_elsewhere(chosen, str(file), line)
    session.emit(
        chosen.version,
        {
            "version": chosen.version,
            "file": str(file),
            "line": line,
            "selector": chosen.selector,
        },
    )


def _print_all(session: Session) -> None:
    places = _places(session)
    where = [f"{one.shown}:{one.line}" for one in places]
    width, versions = max(map(len, where)), max(len(one.version) for one in places)
    lines = (
        f"{at:<{width}}  {one.version:<{versions}}  {one.why}"
        for at, one in zip(where, places, strict=True)
    )
    session.emit("\n".join(lines), _all(places))


def _explain(session: Session) -> None:
    found = search_version(session.root, session.config.version, base=session.loaded.base)
    located = found.located or find_version(
        session.root, session.config.version, base=session.loaded.base
    )
    lines = [f"{look.shown}: {look.outcome}" for look in found.looked]
    lines.append(f"{located.version}, from {located.shown}:{located.line}: {located.why}")
    looked = [{"file": look.shown, "outcome": look.outcome} for look in found.looked]
    session.emit(
        "\n".join(lines), {"version": located.version, **_place(located), "looked_at": looked}
    )


def _rewrite(session: Session, places: Sequence[Located], new: str, *, diff: bool) -> None:
    from releasebot.version.rewrite import apply, plan_rewrite, unified_diff

    edits = plan_rewrite(places, new)
    if not diff:
        apply(edits)
    data = {
        "version": new,
        "previous": places[0].version,
        "written": bool(edits) and not diff,
        "files": [_edit(edit) for edit in edits],
    }
    if diff:
        session.emit(unified_diff(edits), data)
    else:
        session.emit(_report(edits, places, new), data)


def _report(edits: Sequence[Edit], places: Sequence[Located], new: str) -> str:
    if not edits:
        return f"already {new} in {len(places)} place" + ("s" if len(places) > 1 else "")
    return "\n".join(
        f"{edit.shown}:{change.line}: {change.old} -> {change.new}"
        for edit in edits
        for change in edit.changes
    )


def _edit(edit: Edit) -> dict[str, Any]:
    changes = [{"line": one.line, "old": one.old, "new": one.new} for one in edit.changes]
    return {"file": edit.shown, "changes": changes}


def _all(places: Sequence[Located]) -> dict[str, Any]:
    decided = places[0].version
    return {
        "version": decided,
        "agree": not disagreements(places, decided),
        "places": [{"version": one.version, **_place(one)} for one in places],
    }


def _place(place: Located) -> dict[str, Any]:
    return {
        "file": place.shown,
        "line": place.line,
        "selector": place.finding.selector,
        "why": place.why,
    }
