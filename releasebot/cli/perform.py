"""One run of the engine with its display and its report, shared by the commands that act."""

from __future__ import annotations

import time
from collections.abc import Sequence

from msgspec import Struct

from releasebot.cli.output import WATCHES, say
from releasebot.cli.progress import progress_for
from releasebot.cli.report import finished, opened, planned, run_data, table
from releasebot.cli.session import Session
from releasebot.release.plan import Plan, moved, refusal
from releasebot.release.run import Done, Watcher, act, look
from releasebot.release.step import Step
from releasebot.release.world import World


class Run(Struct, frozen=True):
    """A run that came to its end."""

    plan: Plan
    done: tuple[Done, ...]

    @property
    def made(self) -> bool:
        """Whether this run made anything; False when all was already so."""
        return any(one.receipt and one.receipt.counts for one in self.done)


def perform(
    session: Session, steps: Sequence[Step], *, command: str, expected: str | None = None
) -> Run:
    """Look, act, and report: a table and the outputs of a workflow, or one JSON document.

    With `expected`, the hash of a plan that was shown before, only that plan is carried out.

    Raises:
        ConflictError: the plan is not the one that was shown before; nothing was written.
        ReleasebotError: what the engine raises; a table of what was found is shown before.
    """
    steps = watched(steps)
    with progress_for(session) as progress:
        session.world.tell = progress.advanced
        _watch_gates(session)
        progress.looking([step.name for step in steps])
        plan = look(steps, session.world)
        progress.looked(plan)
        note_plan(session.world, plan)
        refused = refusal(plan) or moved(plan, expected)
        done = () if refused else _act(session, plan, progress, command)
    if refused:
        if not session.json:
            say(
                table(
                    [planned(one.step.name, one.finding) for one in plan.looks], session.world.base
                )
            )
        raise refused
    run = Run(plan, done)
    if run.made and WATCHES:
        WATCHES[0].released(session.world, plan)
    _report(session, run, command=command)
    return run


def _watch_gates(session: Session) -> None:
    if session.config.gates:
        from releasebot.cli.gate_lines import gate_lines

        session.world.gate_listener = gate_lines(session, live=True)


def watched(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps, whose looking and acting is watched where anybody wants to."""
    return WATCHES[0].steps(steps) if WATCHES else steps


def note_plan(world: World, plan: Plan) -> None:
    """Tell those who watch what the run is about."""
    if WATCHES:
        WATCHES[0].planned(world, plan)


def _act(session: Session, plan: Plan, progress: Watcher, command: str) -> tuple[Done, ...]:
    """Carry the plan out, and tell those who want to hear how it goes."""
    if not session.config.notify.to:
        return act(plan, session.world, progress, time.monotonic)
    from releasebot.cli.herald import told

    with told(session, plan, progress, command) as watcher:
        return act(plan, session.world, watcher, time.monotonic)


def _report(session: Session, run: Run, *, command: str) -> None:
    lines = [finished(one) for one in run.done]
    base = session.world.base
    session.emit(table(lines, base), run_data(run.plan, run.done, command=command, base=base))
    environ = session.surroundings.environ
    if not environ.keys() & {"GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"}:
        return
    from releasebot.cli.github_actions import write_outputs, write_summary

    places = {line.step: opened(line.where, base) for line in lines}
    write_outputs(
        environ,
        {
            "version": run.plan.version,
            "tag": run.plan.tag,
            "released": "true" if run.made else "false",
            "release": places.get("published") or places.get("github", ""),
            "site": places.get("site", ""),
            "confluence": places.get("confluence", ""),
        },
    )
    title = f"{run.plan.tag} {'released' if run.made else 'already released'}"
    write_summary(environ, title, lines)
