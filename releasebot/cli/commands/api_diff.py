"""`releasebot api diff`: what changed between two documents, and whom it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import click
from msgspec import Struct
from msgspec.structs import replace

from releasebot.cli.api_sides import find_sides, settings_of
from releasebot.cli.command import command, pass_session
from releasebot.cli.output import say
from releasebot.cli.session import Session
from releasebot.errors import ExitCode
from releasebot.version.scheme import utc_today

Threshold = Literal["breaking", "warning", "info", "none"]
Profile = Literal["nestjs", "sdk"]


class _Options(Struct, frozen=True):
    """The options of `releasebot api diff` itself."""

    since_release: bool
    fail_on: Threshold | None
    profiles: tuple[Profile, ...]
    lang: Literal["en", "ko"] | None
    full: bool


@command("diff")
@click.argument("base", metavar="[BASE]", default="")
@click.argument("revision", metavar="[REVISION]", default="")
@click.option("--since-release", is_flag=True, help="What changed since the last release.")
@click.option(
    "--fail-on",
    type=click.Choice(get_args(Threshold)),
    help="Exit with 3 from changes of this level on. Default: diff.fail_on.",
)
@click.option(
    "--profile",
    "profiles",
    type=click.Choice(get_args(Profile)),
    multiple=True,
    help="What else breaks clients; may be given twice. Default: diff.profiles.",
)
@click.option("--lang", type=click.Choice(["en", "ko"]), help="Default: diff.language.")
@click.option("--full", is_flag=True, help="Tell every change, however many there are.")
@pass_session
def diff(session: Session, /, base: str, revision: str, **given: Any) -> int:  # noqa: ANN401  click's own
    """Tell every change of the API from BASE to REVISION, and what it does to clients.

    Each side is a file, a revision of git, or REVISION:PATH; v1.2.0..HEAD names both. With BASE
    alone it is compared with the document as it is now.
    """
    from releasebot.cli.colours import coloured
    from releasebot.openapi.diff.report import data
    from releasebot.openapi.diff.table_of_changes import table
    from releasebot.release.api_change import compare_documents

    options = _Options(**given)
    sides = find_sides(session, base, revision, since_release=options.since_release)
    settings = settings_of(session).diff
    if options.profiles:
        settings = replace(settings, profiles=options.profiles)
    found = compare_documents(sides.base, sides.revision, settings, utc_today())
    for one in found.sifted.expired:
        say(f"accepted until {one.until}, and that day has gone by: {one.fingerprint} {one.reason}")
    if session.json:
        session.emit("", data(found.comparison, found.verdict, found.sifted))
    else:
        shown = table(
            found.comparison, found.sifted, options.lang or settings.language, whole=options.full
        )
        coloured(session, shown)
    levels = [change.level for change in found.sifted.changes]
    return ExitCode.GATE if _fails(levels, options.fail_on or settings.fail_on) else ExitCode.DONE


def _fails(levels: Sequence[str], threshold: Threshold) -> bool:
    """Whether any of the levels is as grave as the threshold; `none` lets everything through."""
    order = get_args(Threshold)
    return threshold != "none" and any(
        order.index(level) <= order.index(threshold) for level in levels
    )
