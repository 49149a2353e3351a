"""`releasebot notes`: the notes of a release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from releasebot.cli.command import command, pass_session
from releasebot.cli.output import say, write_text
from releasebot.cli.session import Session
from releasebot.errors import ExitCode, UsageError
from releasebot.git.notes import Release, cut
from releasebot.release.notes import asked_span, read_release, style_for, written
from releasebot.release.past import Past


@command("notes")
@click.argument("release", metavar="[VERSION|RANGE]", default="")
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    help="A Jinja2 template to write them with.",
)
@click.option("--all", "every", is_flag=True, help="The whole changelog instead of one release.")
@click.option("--write", is_flag=True, help="Put it into the changelog file.")
@pass_session
def notes(
    session: Session, release: str, template: Path | None, *, every: bool, write: bool
) -> int:
    """Print the notes of a release, made from its commits.

    Without an argument they are those of the version that the project states: up to its tag, or to
    HEAD where it has none yet. A RANGE is written v1.2.0..v1.3.0; its ends may be any commits.
    With --write the release gets its section in the changelog; what people wrote there stays.
    """
    past = Past(session.world)
    if every and (release or template):
        raise UsageError(
            "--all is about every release, so it takes no version and no template",
            hint="give one of them",
        )
    if every and not write:
        return _print_all(session, past)
    if write:
        return _write(session, past, release, every=every)
    found = read_release(past, asked_span(past, release))
    style = style_for(past, _words(found))
    text = cut(written(past, found, style, template), found, style)
    session.emit(text.rstrip("\n"), _data(found, text))
    return ExitCode.DONE


def _print_all(session: Session, past: Past) -> int:
    from releasebot.git.changelog import START, plain_section
    from releasebot.git.releases import UNRELEASED
    from releasebot.release.changelog import all_releases, changelog_file, form, read_changelog

    shape = form(past, read_changelog(changelog_file(session.loaded)))
    if not session.json:
        write_text(START[shape].rstrip("\n"))
    style = None
    told = []
    for found in all_releases(past):
        style = style or style_for(past, _words(found), shape)
        if not session.json:
            write_text("\n" + plain_section(found, style).rstrip("\n"))
        elif found.version != UNRELEASED:
            told.append(_data(found, plain_section(found, style)))
    if session.json:
        session.emit("", {"releases": told})
    return ExitCode.DONE


def _write(session: Session, past: Past, asked: str, *, every: bool) -> int:
    from releasebot.release.changelog import all_releases, changelog_file, write_changelog

    path = changelog_file(session.loaded)
    span = None if every else asked_span(past, asked)
    if span and not span.version:
        raise UsageError(
            f"{asked} is no release, so the changelog has no place for it",
            hint="name a version, such as releasebot notes 1.2.0 --write",
        )
    found = (read_release(past, span),) if span else all_releases(past)
    written, kept = write_changelog(past, path, found)
    for version in kept:
        say(f"{path.name}: the section of {version} was written by hand and stays as it is")
    what = "written" if written else "already so"
    session.emit(f"{path.name}: {what}", {"file": str(path), "written": written, "kept": kept})
    return ExitCode.DONE


def _words(release: Release) -> tuple[str, ...]:
    return tuple(change.description for change in release.changes)


def _data(release: Release, text: str) -> dict[str, Any]:
    return {
        "version": release.version or None,
        "tag": release.tag,
        "previous_tag": release.previous_tag or None,
        "day": release.day,
        "notes": text,
        "allowed_breaking": release.allowed or None,
        "authors": list(release.authors),
        "newcomers": list(release.newcomers),
        "changes": [
            {
                "commit": change.hash,
                "type": change.type,
                "scope": change.scope,
                "description": change.description,
                "breaking": change.breaking,
                "refs": list(change.refs),
                "reverts": list(change.reverts),
            }
            for change in release.changes
        ],
    }
