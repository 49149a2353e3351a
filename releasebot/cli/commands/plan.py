"""`releasebot plan`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from releasebot.cli.breaking import breaking_option
from releasebot.cli.command import command, pass_session
from releasebot.cli.github_actions import write_outputs, write_summary
from releasebot.cli.line import line_option
from releasebot.cli.nothing import nothing_to_release
from releasebot.cli.report import Line, plan_data, planned, shortened, table
from releasebot.cli.session import Session
from releasebot.cli.steps import release_steps
from releasebot.errors import ExitCode
from releasebot.release.plan import Plan, refusal
from releasebot.release.run import look

_SHOWN = 40
"""How many lines a step's details take at most, all of them being shown to the verbose."""


@command("plan")
@click.option(
    "--detailed-exit-code", is_flag=True, help="Exit 10, not 0, when there is nothing to release."
)
@line_option
@breaking_option
@pass_session
def plan(session: Session, *, line: str, reason: str, detailed_exit_code: bool) -> ExitCode:
    """Show what a release would do, writing nothing.

    Looks at the same things as `release`, in the same way, and stops there. The exit code is that
    of the conflict which would stop the release, if there is one.
    """
    session.line, session.allow_breaking = line, " ".join(reason.split())
    if nothing_to_release(session, command="plan"):
        return ExitCode.NOTHING if detailed_exit_code else ExitCode.DONE
    found = look(release_steps(session.world, looks_only=True), session.world)
    refused = refusal(found)
    lines = [planned(x.step.name, x.finding) for x in found.looks]
    _tell_workflow(session, found, lines)
    if refused and not session.json:
        session.emit(table(lines, session.world.base), {})
        raise refused
    most = _most(session)
    text = table([shortened(line, most=most) for line in lines], session.world.base)
    if found.todo:
        text += f"\n\nplan {found.digest}: releasebot release --plan {found.digest}"
    session.emit(text, plan_data(found, command="plan"))
    if refused:
        return refused.exit_code
    return ExitCode.NOTHING if detailed_exit_code and not found.todo else ExitCode.DONE


def _most(session: Session) -> int | None:
    return None if session.options.verbosity > 0 else _SHOWN


def _tell_workflow(session: Session, found: Plan, lines: Sequence[Line]) -> None:
    """What a later step of the workflow may want to know, and what its reader."""
    environ = session.surroundings.environ
    outputs = {"version": found.version, "tag": found.tag, "hash": found.digest}
    write_outputs(environ, outputs)
    write_summary(environ, f"{found.tag} planned", lines)
