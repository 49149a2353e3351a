"""`releasebot status`."""

from __future__ import annotations

from releasebot.cli.command import command, pass_session
from releasebot.cli.perform import note_plan, watched
from releasebot.cli.report import plan_data, planned, table
from releasebot.cli.session import Session
from releasebot.cli.steps import target_steps
from releasebot.errors import ExitCode
from releasebot.release.plan import refusal
from releasebot.release.run import look


@command("status")
@pass_session
def status(session: Session) -> ExitCode:
    """Show where the version at HEAD has been published.

    Looks at every target and changes nothing. Exits 0 when each of them is as a release leaves it
    or still to be made, and 4 when one of them is otherwise than this commit's release.
    """
    found = look(watched(target_steps(session.world)), session.world)
    note_plan(session.world, found)
    lines = [planned(one.step.name, one.finding) for one in found.looks]
    complete = not found.todo and not found.conflicts
    data = plan_data(found, command="status") | {"complete": complete}
    head = f"{session.world.name} {found.version} at {found.commit[:9]}"
    session.emit(
        f"{head}: {'complete' if complete else 'not complete'}\n{table(lines, session.world.base)}",
        data,
    )
    refused = refusal(found)
    return refused.exit_code if refused else ExitCode.DONE
