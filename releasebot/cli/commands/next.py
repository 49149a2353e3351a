"""`releasebot next`: the version that the commits ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from releasebot.cli.command import command, pass_session
from releasebot.cli.output import say
from releasebot.cli.session import Session
from releasebot.errors import ExitCode
from releasebot.version.next import Channel

if TYPE_CHECKING:
    from releasebot.release.next_release import NextRelease

_MOST = 10
"""How many changes of the API are told one by one."""


@command("next")
@click.option("--prerelease", type=click.Choice(get_args(Channel)), help="The next of a channel.")
@click.option("--line", default="", help="Follow the releases of a line, such as 1.x.")
@click.option(
    "--detailed-exit-code", is_flag=True, help="Exit with 10 where there is nothing to release."
)
@pass_session
def next_(
    session: Session, prerelease: Channel | None, line: str, *, detailed_exit_code: bool
) -> int:
    """Print the version that commits and API changes since the last release ask for."""
    from releasebot.release.next_release import next_release
    from releasebot.release.past import Past

    found = next_release(Past(session.world), phase=prerelease, line=line)
    if session.options.verbosity >= 0 and not session.json:
        _explain(found)
    session.emit(found.version, _data(found))
    if found.version or not detailed_exit_code:
        return ExitCode.DONE
    return ExitCode.NOTHING


def _explain(found: NextRelease) -> None:
    since = f"since {found.last}" if found.last else "so far"
    if not found.version:
        say(f"nothing to release: {found.commits} changes {since}, none that users would notice")
    if found.unknown:
        say(f"the API was not compared, so the commits alone decide: {found.unknown}")
    if found.api and found.api.bump != "none":
        from releasebot.openapi.diff.sentence import sentence

        for change in found.api.reasons[:_MOST]:
            where = f"{change.operation}: " if change.operation else ""
            say(f"{found.api.bump}: {where}{sentence(change, 'en')} ({change.id})")
        if len(found.api.reasons) > _MOST:
            say(f"{found.api.bump}: {len(found.api.reasons) - _MOST} more; releasebot api diff "
                "--since-release tells them")  # fmt: skip
        if not found.api.reasons:
            say(f"{found.api.bump}: the words of the API's document changed")
    for reason in found.reasons:
        say(f"{reason.level}: {reason.title} ({reason.change.hash[:8]}, {reason.why})")


def _data(found: NextRelease) -> dict[str, Any]:
    return {
        "version": found.version or None,
        "last": found.last or None,
        "level": found.level,
        "changes": found.commits,
        "api": found.api
        and {
            "breaking": found.api.breaking,
            "bump": found.api.bump,
            "reasons": [change.id for change in found.api.reasons],
        },
        "api_not_compared": found.unknown or None,
        "reasons": [
            {
                "level": reason.level,
                "why": reason.why,
                "commit": reason.change.hash,
                "type": reason.change.type,
                "scope": reason.change.scope,
                "description": reason.change.description,
                "breaking": reason.change.breaking,
            }
            for reason in found.reasons
        ],
    }
