"""`releasebot plan`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from releasebot.cli.breaking import breaking_option
from releasebot.cli.command import command, pass_session
from releasebot.cli.gate_options import skip_options, skipped
from releasebot.cli.github_actions import write_outputs, write_summary
from releasebot.cli.line import line_option
from releasebot.cli.nothing import nothing_to_release
from releasebot.cli.perform import note_plan, watched
from releasebot.cli.pull_comment import Wish, check, tell, tell_from
from releasebot.cli.report import Line, plan_data, planned, shortened, table
from releasebot.cli.session import Session
from releasebot.cli.steps import plan_steps
from releasebot.errors import ExitCode, ReleasebotError
from releasebot.release.plan import Plan, refusal
from releasebot.release.run import look

_SHOWN = 40
"""How many lines a step's details take at most, all of them being shown to the verbose."""
_FILE = click.Path(path_type=Path, dir_okay=False)


class _Shown(Struct, frozen=True):
    """A plan that has been shown, None where there is nothing to release, and what refuses it."""

    plan: Plan | None = None
    refused: ReleasebotError | None = None


@command("plan")
@click.option(
    "--detailed-exit-code", is_flag=True, help="Exit 10, not 0, when there is nothing to release."
)
@line_option
@breaking_option
@skip_options
@click.option("--comment", is_flag=True, help="Keep a comment on the pull request up to date.")
@click.option("--to", type=_FILE, help="Write what the comment tells to this file instead.")
@click.option("--from", "source", type=_FILE, help="Comment what this file tells; plan nothing.")
@click.option(
    "--pull-request", type=click.IntRange(1), metavar="NUMBER",
    help="The pull request. Default: the one that is built, or that of the file.",
)  # fmt: skip
@click.option(
    "--head", default="", metavar="COMMIT",
    help="The pull request's commit that the file was made of. Default: the workflow_run event's.",
)  # fmt: skip
@click.option(
    "--preview-url", default="", metavar="URL",
    help="The preview of the documentation. Default: site.preview_url.",
)  # fmt: skip
@pass_session
def plan(
    session: Session,
    /,
    *,
    line: str,
    reason: str,
    skip: tuple[str, ...],
    why: str,
    detailed_exit_code: bool,
    **wished: Any,  # noqa: ANN401  click's own signature
) -> ExitCode:
    """Show what a release would do, writing nothing but the comment that --comment asks for.

    Looks at the same things as `release`, in the same way, and stops there. The exit code is that
    of the conflict which would stop the release, if there is one. On a pull request it shows what
    a release after the merge would do.
    """
    wish = Wish(**wished)
    check(wish)
    session.line, session.allow_breaking = line, " ".join(reason.split())
    session.skipped_gates = skipped(skip, why)
    if wish.source:
        tell_from(session, wish, wish.source)
        return ExitCode.DONE
    shown = _told(session, wish) if wish.comment else _show(session)
    if shown.refused:
        if session.json:
            return shown.refused.exit_code
        raise shown.refused
    todo = bool(shown.plan and shown.plan.todo)
    return ExitCode.NOTHING if detailed_exit_code and not todo else ExitCode.DONE


def _told(session: Session, wish: Wish) -> _Shown:
    """Show the plan and tell it in the comment, which also tells why there is none."""
    try:
        shown = _show(session)
    except ReleasebotError as error:
        with suppress(ReleasebotError):  # the first error is what its reader has to mend
            tell(session, wish, None, error)
        raise
    tell(session, wish, shown.plan, shown.refused)
    return shown


def _show(session: Session) -> _Shown:
    """Show the plan, or that there is nothing to release."""
    if nothing_to_release(session, command="plan"):
        return _Shown()
    found = look(watched(plan_steps(session.world)), session.world)
    note_plan(session.world, found)
    refused = refusal(found)
    lines = [planned(x.step.name, x.finding) for x in found.looks]
    _tell_workflow(session, found, lines)
    if refused and not session.json:
        session.emit(table(lines, session.world.base), {})
        return _Shown(found, refused)
    most = _most(session)
    text = table([shortened(line, most=most) for line in lines], session.world.base)
    text += "".join(f"\n{line}" for line in _gates_told(session, found))
    if found.todo:
        text += f"\n\nplan {found.digest}: releasebot release --plan {found.digest}"
    session.emit(text, plan_data(found, command="plan"))
    return _Shown(found, refused)


def _gates_told(session: Session, found: Plan) -> list[str]:
    """What need not be run again here: no part of the plan, which is the same for every clone."""
    if not any(one.step.name == "gates" and one.todo for one in found.looks):
        return []
    from releasebot.release.gates import kept_for, order_of

    world = session.world
    kept, order = kept_for(world), order_of(world)
    passed = [name for name, gate in order.gates.items() if kept and kept.passed(name, gate)]
    return [f"\nin this clone {', '.join(passed)} passed for these very files"] if passed else []


def _most(session: Session) -> int | None:
    return None if session.options.verbosity > 0 else _SHOWN


def _tell_workflow(session: Session, found: Plan, lines: Sequence[Line]) -> None:
    """What a later step of the workflow may want to know, and what its reader."""
    environ = session.surroundings.environ
    outputs = {"version": found.version, "tag": found.tag, "hash": found.digest}
    write_outputs(environ, outputs)
    write_summary(environ, f"{found.tag} planned", lines)
