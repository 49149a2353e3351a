"""The verdict on one gate, after as many attempts as it may have."""

from __future__ import annotations

import select
from collections.abc import Callable

from releasebot.config.gates_schema import GateSettings
from releasebot.gates.attempt import Attempt, Unable, attempt
from releasebot.gates.reading import Reading
from releasebot.gates.transcript import Transcript
from releasebot.gates.verdict import Judgement, Outcome
from releasebot.gates.workspace import Workspace

_TAIL = 12


def judge(
    name: str,
    gate: GateSettings,
    workspace: Workspace,
    tell: Callable[[str], None],
    stop: int,
) -> Outcome:
    """Run a gate until it has passed or failed, or its attempts are used up.

    Only what could not run is tried again: a test that fails is never run until it passes.
    """
    log = workspace.logs / f"{name}.log"
    with Transcript(log, hide=workspace.hide, tell=tell) as transcript:
        made = attempt(name, gate, workspace, transcript, stop)
        attempts = 1
        while isinstance(made.found, Unable) and not made.found.lasting:
            if attempts > gate.retries:
                break
            wait = workspace.waits[attempts - 1]
            transcript.say(f"(could not run: {made.found.reason}; again in {wait:g} s)")
            if select.select((stop,), (), (), wait)[0]:
                break
            made = attempt(name, gate, workspace, transcript, stop)
            attempts += 1
        tail = transcript.last(_TAIL)
    return Outcome(_judgement(name, gate, made, attempts, workspace), tail, log)


def _judgement(
    name: str, gate: GateSettings, made: Attempt, attempts: int, workspace: Workspace
) -> Judgement:
    seconds = round(made.seconds, 3)
    match made.found:
        case Unable(reason):
            reason = workspace.hide(reason)
            return Judgement(name, "could_not_run", gate.could_not_run, reason, seconds, attempts)
        case Reading(faults, figures, remarks, more, samples):
            return Judgement(
                name,
                "failed" if faults else "passed",
                gate.could_not_run,
                reason="; ".join(faults),
                seconds=seconds,
                attempts=attempts,
                figures=figures,
                samples=samples,
                faults=faults,
                remarks=remarks,
                more=more,
            )
