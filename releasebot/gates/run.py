"""All gates: independent ones side by side, each after those that it waits for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Thread

from msgspec import Struct

from releasebot.config.gates_schema import GateSettings
from releasebot.errors import OutsideError
from releasebot.gates.environment import mark_of
from releasebot.gates.judge import judge
from releasebot.gates.kept import Kept
from releasebot.gates.left_running import end_marked
from releasebot.gates.listener import Listener
from releasebot.gates.verdict import Judgement, Outcome
from releasebot.gates.workspace import Workspace
from releasebot.output import make_folder, sole_writer, unwritable

_LONGEST_WAIT = 3600.0
"""Seconds that another run of the same work tree is waited for at most."""


class Order(Struct, frozen=True):
    """Which gates are wanted: each with its settings, and why some of them are skipped.

    With `fresh`, one that has passed earlier is run again.
    """

    gates: Mapping[str, GateSettings]
    skipped: Mapping[str, str]
    jobs: int
    fresh: bool = False

    @property
    def seconds(self) -> float:
        """How long all of it can take at most, one after the other."""
        return sum(one.timeout * (one.retries + 1) for one in self.gates.values())


def run_gates(
    order: Order, workspace: Workspace, kept: Kept | None, listener: Listener
) -> tuple[Outcome, ...]:
    """Every gate's verdict, in the order of the configuration.

    What passed earlier for the same tree is taken from `kept`, and what passes is kept there.
    One run at a time works in a work tree; what a killed one has left running is ended first.

    Raises:
        OutsideError: another run holds the work tree, or the transcripts cannot be written.
    """
    make_folder(workspace.logs, worktree=workspace.top)
    with ExitStack() as stack:
        try:
            stack.enter_context(sole_writer(workspace.logs, timeout=0))
        except OutsideError:
            listener.waiting()
            longest = min(order.seconds, _LONGEST_WAIT)
            stack.enter_context(sole_writer(workspace.logs, timeout=longest))
        end_marked(mark_of(workspace.top), exact=False)
        return _Run(order, workspace, kept, listener).to_its_end()


class _Run:
    def __init__(
        self, order: Order, workspace: Workspace, kept: Kept | None, listener: Listener
    ) -> None:
        self._order, self._workspace = order, workspace
        self._kept, self._listener = kept, listener
        self._outcomes: dict[str, Outcome] = {}
        self._threads: dict[str, Thread] = {}
        self._ended: SimpleQueue[tuple[str, Outcome | BaseException]] = SimpleQueue()
        self._stop, self._stopping = os.pipe()

    def to_its_end(self) -> tuple[Outcome, ...]:
        try:
            while len(self._outcomes) < len(self._order.gates):
                self._start_those_that_can()
                if len(self._outcomes) < len(self._order.gates):
                    self._take(*self._ended.get())
        finally:
            os.close(self._stopping)  # whoever reads from the other end stops
            for thread in self._threads.values():
                thread.join()
            os.close(self._stop)
        return tuple(self._outcomes[name] for name in self._order.gates)

    def _start_those_that_can(self) -> None:
        for name, gate in self._order.gates.items():
            if name in self._outcomes or name in self._threads:
                continue
            if all(other in self._outcomes for other in self._awaited(gate)):
                known = self._known(name, gate)
                if known:
                    self._settle(known)
                    return self._start_those_that_can()  # others may have waited for it
                if len(self._threads) < self._order.jobs:
                    self._listener.started(name)
                    self._threads[name] = Thread(target=self._judge, args=(name, gate))
                    self._threads[name].start()
        return None

    def _awaited(self, gate: GateSettings) -> Sequence[str]:
        return [other for other in gate.after if other in self._order.gates]

    def _known(self, name: str, gate: GateSettings) -> Outcome | None:
        """The outcome of a gate that need not or cannot run."""
        policy = gate.could_not_run
        if name in self._order.skipped:
            return Outcome(Judgement(name, "skipped", policy, self._order.skipped[name]))
        for other in self._awaited(gate):
            if self._outcomes[other].judgement.hinders:
                reason = f"it waits for {other}, which has not passed"
                return Outcome(Judgement(name, "could_not_run", policy, reason))
        if self._kept is None or self._order.fresh:
            return None
        earlier = self._kept.passed(name, gate)
        return Outcome(earlier, earlier=True) if earlier else None

    def _judge(self, name: str, gate: GateSettings) -> None:
        try:
            tell = lambda text: self._listener.line(name, text)  # noqa: E731  a thread's own
            self._ended.put((name, judge(name, gate, self._workspace, tell, self._stop)))
        except BaseException as error:  # noqa: BLE001  it is raised again in the main thread
            self._ended.put((name, error))

    def _take(self, name: str, found: Outcome | BaseException) -> None:
        self._threads.pop(name).join()
        if isinstance(found, OSError):
            raise unwritable(self._workspace.logs, found) from found
        if isinstance(found, BaseException):
            raise found
        if self._kept:
            self._kept.keep(self._order.gates[name], found.judgement)
        self._settle(found)

    def _settle(self, outcome: Outcome) -> None:
        self._outcomes[outcome.judgement.name] = outcome
        self._listener.ended(outcome)
