"""The gates: what is released was proven, and the proof is on the remote before the tag is."""

from __future__ import annotations

from releasebot.gates.evidence import in_a_line
from releasebot.gates.listener import SilentGates
from releasebot.gates.run import run_gates
from releasebot.gates.verdict import Outcome
from releasebot.github.place import Unavailable
from releasebot.release.gates import kept_for, order_of, refusal_of, workspace_of
from releasebot.release.proof import demand_unmoved
from releasebot.release.step import Absent, Finding, Present, Receipt, Skipped, Stale
from releasebot.release.world import World


class GatesStep:
    """Every gate has let the commit pass, and its evidence is kept."""

    name = "gates"

    def probe(self, world: World) -> Finding:
        """Look for the evidence of this commit on the remote; no command is run.

        Raises:
            ReleasebotError: the remote or GitHub could not be asked.
        """
        order = order_of(world)
        evidence = world.proof.evidence
        if evidence and evidence.allows:
            return Present(in_a_line(evidence.gates), f"{world.remote} {world.proof.ref}")
        if _is_published(world):
            return Skipped(f"{world.tag} is published already")
        return Absent(
            f"run {', '.join(name for name in order.gates if name not in order.skipped)}",
            (
                *(
                    f"{name}: {gate.command}"
                    for name, gate in order.gates.items()
                    if name not in order.skipped
                ),
                *(f"{name}: skipped: {reason}" for name, reason in order.skipped.items()),
            ),
        )

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Run those that have not passed for this tree yet, and put the evidence on the remote.

        Raises:
            GateError: a gate has failed, or has changed what is released.
            GateNotRunError: a gate could not run, and that stops the release.
            ConflictError: another commit is checked out now.
        """
        order = order_of(world)
        counted = _Counted(world, len(order.gates))
        outcomes = run_gates(order, workspace_of(world), kept_for(world), counted)
        demand_unmoved(world)
        refused = refusal_of(outcomes)
        if refused:
            raise refused
        evidence = world.proof.keep([one.judgement for one in outcomes])
        return Receipt(in_a_line(evidence.gates), f"{world.remote} {world.proof.ref}")


def _is_published(world: World) -> bool:
    """Whether people have the release already: no gate can keep it back any more."""
    there = world.on_github if world.config.github.enabled else None
    if there is None or isinstance(there, Unavailable):
        return False
    release = there.found.release
    return release is not None and not release.draft


class _Counted:
    """Hands everything on, and tells how many gates are done."""

    def __init__(self, world: World, total: int) -> None:
        self._listener = world.gate_listener or SilentGates()
        self._tell, self._total = world.tell, total
        self._done = 0

    def waiting(self) -> None:
        """Hand it on."""
        self._listener.waiting()

    def started(self, name: str) -> None:
        """Hand it on."""
        self._listener.started(name)

    def line(self, name: str, text: str) -> None:
        """Hand it on."""
        self._listener.line(name, text)

    def ended(self, outcome: Outcome) -> None:
        """Hand it on, and count it."""
        self._done += 1
        self._listener.ended(outcome)
        self._tell("gates", self._done, self._total, outcome.judgement.name)
