"""`releasebot release`."""

from __future__ import annotations

import click

from releasebot.cli.breaking import breaking_option
from releasebot.cli.command import command, pass_session
from releasebot.cli.gate_options import skip_options, skipped
from releasebot.cli.line import line_option
from releasebot.cli.nothing import nothing_to_release
from releasebot.cli.perform import perform
from releasebot.cli.session import Session
from releasebot.cli.steps import release_steps
from releasebot.errors import ExitCode


@command("release")
@click.option(
    "--detailed-exit-code", is_flag=True, help="Exit 10, not 0, when there is nothing to release."
)
@click.option(
    "--plan", "expected", metavar="HASH", help="Refuse if the plan is no longer the one with HASH."
)
@line_option
@breaking_option
@skip_options
@pass_session
def release(
    session: Session,
    *,
    expected: str | None,
    line: str,
    reason: str,
    skip: tuple[str, ...],
    why: str,
    detailed_exit_code: bool,
) -> ExitCode:
    """Make everything of a release that is missing.

    Looks at every target first; a conflict anywhere stops it before the first write. Then makes
    what is missing, in order. Killed at any moment, it is finished by running it again.
    """
    session.line, session.allow_breaking = line, " ".join(reason.split())
    session.skipped_gates = skipped(skip, why)
    if nothing_to_release(session, command="release", expected=expected):
        return ExitCode.NOTHING if detailed_exit_code else ExitCode.DONE
    run = perform(session, release_steps(session.world), command="release", expected=expected)
    return ExitCode.NOTHING if detailed_exit_code and not run.made else ExitCode.DONE
