"""`releasebot api notes`: what changed in the API, for those who call it."""

from __future__ import annotations

from typing import Literal

import click

from releasebot.cli.api_sides import find_sides, settings_of
from releasebot.cli.command import command, pass_session
from releasebot.cli.session import Session
from releasebot.version.scheme import utc_today


@command("notes")
@click.argument("base", metavar="[BASE]", default="")
@click.argument("revision", metavar="[REVISION]", default="")
@click.option("--since-release", is_flag=True, help="What changed since the last release.")
@click.option(
    "--as",
    "form",
    type=click.Choice(["markdown", "junit"]),
    default="markdown",
    help="For people, or a report for CI servers.",
)
@click.option("--lang", type=click.Choice(["en", "ko"]), help="Default: diff.language.")
@pass_session
def notes(
    session: Session,
    base: str,
    revision: str,
    *,
    since_release: bool,
    form: str,
    lang: Literal["en", "ko"] | None,
) -> None:
    """Print what changed in the API, what breaks first, with how to migrate.

    What is deprecated follows, with the day when it goes away (x-sunset). BASE and REVISION are as
    in api diff.
    """
    from releasebot.openapi.diff.deprecations import deprecations
    from releasebot.openapi.diff.junit import junit
    from releasebot.openapi.diff.notes import Heading, markdown
    from releasebot.openapi.diff.places import find_places
    from releasebot.openapi.diff.report import data, dated
    from releasebot.release.api_change import compare_documents

    sides = find_sides(session, base, revision, since_release=since_release)
    settings = settings_of(session).diff
    language = lang or settings.language
    found = compare_documents(sides.base, sides.revision, settings, utc_today())
    changes = found.sifted.changes
    going = deprecations(found.comparison.revision)
    if session.json:
        told = data(found.comparison, found.verdict, found.sifted)
        shown = [dated(one, utc_today()) for one in going]
        session.emit("", {**told, "deprecations": shown})
    elif form == "junit":
        places = find_places(changes, sides.base, sides.revision)
        session.emit(junit(changes, places, language), {})
    else:
        heading = Heading(sides.base_name, sides.revision_name, language, utc_today())
        session.emit(markdown(changes, found.verdict, going, heading).rstrip("\n"), {})
