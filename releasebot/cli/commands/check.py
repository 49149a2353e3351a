"""`releasebot check`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

import click

from releasebot.cli.command import command, pass_session
from releasebot.cli.gate_lines import gate_lines
from releasebot.cli.gate_options import skip_options, skipped
from releasebot.cli.session import Session
from releasebot.errors import ExitCode, ReleasebotError, UsageError
from releasebot.gates.run import run_gates
from releasebot.gates.verdict import Outcome, exit_code
from releasebot.release.gates import kept_for, order_of, refusal_of, workspace_of
from releasebot.release.proof import demand_unmoved


@command("check")
@click.option("--only", multiple=True, metavar="GATE", help="Run this gate; may be given again.")
@skip_options
@click.option("--fresh", is_flag=True, help="Run again what has passed for these very files.")
@click.option(
    "--junit",
    "junit_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the verdicts as a JUnit report too.",
)
@click.option(
    "--trend", is_flag=True, help="Show what they measured for the last releases, and run none."
)
@pass_session
def check(
    session: Session,
    *,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    why: str,
    fresh: bool,
    junit_file: Path | None,
    trend: bool,
) -> ExitCode:
    """Run the quality gates that the configuration names.

    Each is a command with a report. It passes, fails (exit code 3) or could not run (exit code 6
    where the gate blocks then). Gates that have passed for the same files within a day are not run
    again. What they write is kept in build/releasebot/gates.
    """
    if trend:
        return _show_trend(session)
    session.skipped_gates = skipped(skip, why)
    if not session.config.gates:
        raise UsageError(
            "there are no gates to run: the configuration has no [gates.NAME]",
            hint='write one, such as [gates.test] with command = "npm test"; '
            "releasebot init proposes them",
        )
    world = session.world
    order = order_of(world, only, fresh=fresh)
    lines = gate_lines(session, live=False)
    Thread(target=_make_ready, args=(session,), daemon=True).start()
    outcomes = run_gates(order, workspace_of(world), kept_for(world), lines)
    demand_unmoved(world)
    _report(session, outcomes, junit_file, whole=not only)
    refused = refusal_of(outcomes)
    if refused and not session.json:
        raise refused
    return exit_code(one.judgement for one in outcomes)


def _show_trend(session: Session) -> ExitCode:
    from releasebot.cli.sparklines import MOST_RELEASES, trend_data, trend_text
    from releasebot.release.trends import latest_measured

    measured = latest_measured(session.world, MOST_RELEASES)
    session.emit(trend_text(measured), trend_data(measured))
    return ExitCode.DONE


def _make_ready(session: Session) -> None:
    """Load and look up what the end needs while the gates run."""
    from releasebot.cli import gate_report, report

    del gate_report, report
    with suppress(ReleasebotError):  # it is told where it is needed
        _ = session.world.tag


def _report(
    session: Session, outcomes: Sequence[Outcome], junit_file: Path | None, *, whole: bool
) -> None:
    from releasebot.cli.gate_report import annotate_all, data, lines
    from releasebot.cli.github_actions import write_summary
    from releasebot.cli.report import table

    world, environ = session.world, session.surroundings.environ
    if junit_file:
        _write_junit(junit_file, outcomes)
    if whole and not world.head.changed:
        _write_evidence(session, outcomes)
    told = lines(outcomes)
    session.emit(table(told), data(world, outcomes))
    annotate_all(environ, outcomes)
    write_summary(environ, f"Gates at {world.head.commit[:9]}", told)


def _write_junit(file: Path, outcomes: Sequence[Outcome]) -> None:
    from releasebot.cli.junit import junit
    from releasebot.output import unwritable, write_whole

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(file, error) from error
    write_whole(file, junit(outcomes))


def _write_evidence(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Leave the evidence beside the transcripts, for a CI server to archive."""
    from releasebot.cli.gate_report import local_evidence
    from releasebot.gates.evidence import encoded
    from releasebot.output import write_derived

    world = session.world
    with suppress(UsageError):  # without a version there is nothing to release, and no proof of it
        evidence = world.proof.of([one.judgement for one in outcomes])
        write_derived(local_evidence(world), encoded(evidence))
