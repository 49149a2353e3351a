"""The gates of this project: which are wanted, and where they run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from releasebot.config.gates_schema import GateSettings
from releasebot.errors import GateError, GateNotRunError, ReleasebotError, UsageError
from releasebot.gates.kept import Kept
from releasebot.gates.reading import Past
from releasebot.gates.run import Order
from releasebot.gates.verdict import Outcome
from releasebot.gates.workspace import Workspace
from releasebot.release.world import World

_RELEASES = 20
"""How many earlier releases a gate is compared with at most."""


def order_of(world: World, only: Collection[str] = (), *, fresh: bool = False) -> Order:
    """The gates to be run: all of them, or those of the names in `only`.

    Raises:
        UsageError: a name is none of a gate, or a path leads out of the repository.
    """
    gates = world.config.gates
    for name in (*only, *world.skipped_gates):
        if name not in gates:
            there = ", ".join(gates) or "none"
            raise UsageError(f"there is no gate {name}", hint=f"configured are: {there}")
    chosen = {name: gate for name, gate in gates.items() if not only or name in only}
    _demand_inside(world, chosen)
    return Order(chosen, world.skipped_gates, world.config.check.jobs, fresh)


def workspace_of(world: World) -> Workspace:
    """Where they run."""
    return Workspace(
        top=world.root.worktree.resolve(),
        base=world.base,
        logs=logs_folder(world),
        environ=world.environ,
        today=world.today,
        hide=world.hide,
        past=lambda gate: _past(world, gate),
    )


def logs_folder(world: World) -> Path:
    """Where what the gates write is kept."""
    return world.root.project / "build" / "releasebot" / "gates"


def kept_for(world: World) -> Kept | None:
    """What passed for this very tree; None where the work tree has changes of its own."""
    if world.head.changed:
        return None
    return Kept(world.root.repository, world.proof.tree, lambda: _is_at(world))


def _is_at(world: World) -> bool:
    """Whether the work tree is the commit's, now as when this run began."""
    now = world.repository.head()
    return now.commit == world.head.commit and not now.changed


def refusal_of(outcomes: Sequence[Outcome]) -> ReleasebotError | None:
    """The error that the gates end a release with, None where all of them allow it."""
    hindering = [one for one in outcomes if one.judgement.hinders]
    failed = [one for one in hindering if one.judgement.verdict == "failed"]
    if not hindering:
        return None
    first = (failed or hindering)[0]
    details = [line for one in hindering for line in _told(one, with_reason=one is not first)]
    hint = f"all it wrote is in {first.log}" if first.log else "see to that gate first"
    reason = first.judgement.reason
    if failed:
        return GateError(
            f"the gate {first.judgement.name} failed: {reason}", hint=hint, details=tuple(details)
        )
    return GateNotRunError(
        f"the gate {first.judgement.name} could not run: {reason}",
        hint=f'{hint}; run the same command again, or set could_not_run = "warn" for this gate',
        details=tuple(details),
    )


def _told(outcome: Outcome, *, with_reason: bool) -> list[str]:
    name = outcome.judgement.name
    lines = [f"{name}: {outcome.judgement.reason}"] if with_reason else []
    return lines + [f"{name} | {line}" for line in outcome.tail]


def _past(world: World, gate: str) -> Sequence[Past]:
    from releasebot.release.evidence_past import past_of

    if not world.repository.has_remotes():
        return ()  # a project that was never pushed: nothing of it can have been released
    return past_of(world, gate, _RELEASES)


def _demand_inside(world: World, gates: Mapping[str, GateSettings]) -> None:
    """No path leads out of the repository as it is written; links are looked at when it is used."""
    from os.path import normpath

    for name, gate in gates.items():
        for key, path in (("folder", gate.folder), ("report", gate.report)):
            if path is None:
                continue
            whole = Path(normpath(world.base / path))
            if not whole.is_relative_to(world.root.worktree):
                raise UsageError(
                    f"gates.{name}.{key} is {path}, which is outside the repository "
                    f"{world.root.worktree}",
                    hint="name a path inside it, relative to the configuration's folder",
                )
