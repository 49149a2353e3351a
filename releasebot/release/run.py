"""Look at everything, then act: the engine.

Nothing is written before every step has been looked at and none of them is a conflict. Nothing is
remembered between runs: a run that ended anywhere is finished by a run that looks again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from releasebot.release.plan import Look, Plan, refusal
from releasebot.release.step import Absent, Finding, PlanGuard, Present, Receipt, Stale, Step
from releasebot.release.world import World

_SIDE_BY_SIDE = 6
"""From how many steps on a look is worth threads: those of a tag alone share one look."""


class Done(Struct, frozen=True):
    """One step at the end of a run: what was found, and what was made where something was."""

    name: str
    finding: Finding
    receipt: Receipt | None
    seconds: float


class Watcher(Protocol):
    """Whoever wants to see a run go on; called from the run's own thread."""

    def looking(self, names: Sequence[str]) -> None:
        """The steps are about to be looked at."""
        ...

    def looked(self, plan: Plan) -> None:
        """Every step has been looked at."""
        ...

    def acting(self, look: Look) -> None:
        """A step begins to act."""
        ...

    def acted(self, done: Done) -> None:
        """A step has acted, or had nothing to do."""
        ...


def look(steps: Sequence[Step], world: World) -> Plan:
    """What is there, for all steps; network and disk are asked side by side.

    Raises:
        ReleasebotError: something could not be looked at; the first step's error counts.
    """
    commit = world.head.commit  # before all else: without a commit there is nothing to look for
    version, tag = world.version, world.tag
    acting = [step for step in steps if not isinstance(step, PlanGuard)]
    findings = dict(zip(map(id, acting), _probe_all(acting, world), strict=True))
    todo = [one.name for one in acting if isinstance(findings[id(one)], Absent | Stale)]
    looks = tuple(
        Look(
            step,
            step.judge(world, todo) if isinstance(step, PlanGuard) else findings[id(step)],
        )
        for step in steps
    )
    return Plan(version, tag, commit, looks)


def act(plan: Plan, world: World, watcher: Watcher, clock: Callable[[], float]) -> tuple[Done, ...]:
    """Make what is missing, in order; afterwards every step of the plan is present or skipped.

    Raises:
        GateError, ConflictError: the plan has conflicts; nothing was written.
        ReleasebotError: a step failed; the steps before it are done, the same command finishes.
    """
    refused = refusal(plan)
    if refused:
        raise refused
    return tuple(_act_on(one, world, watcher, clock) for one in plan.looks)


def _act_on(one: Look, world: World, watcher: Watcher, clock: Callable[[], float]) -> Done:
    started = clock()
    receipt = None
    if one.todo:
        watcher.acting(one)
        receipt = one.step.apply(world, one.todo)
    world.places[one.step.name] = _place(receipt, one.finding)
    done = Done(one.step.name, one.finding, receipt, clock() - started)
    watcher.acted(done)
    return done


def _place(receipt: Receipt | None, found: Finding) -> str:
    """Where it is that was made, or else was there before; empty where nothing has a place."""
    return receipt.where if receipt else found.where if isinstance(found, Present) else ""


def _probe_all(steps: Sequence[Step], world: World) -> list[Finding]:
    if len(steps) < _SIDE_BY_SIDE:
        return [step.probe(world) for step in steps]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(steps)) as pool:
        waiting = [pool.submit(step.probe, world) for step in steps]
        return [one.result() for one in waiting]
