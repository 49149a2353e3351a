"""Gates as they run, line by line."""

from __future__ import annotations

from threading import Lock

from releasebot.cli.output import say
from releasebot.cli.session import Session
from releasebot.gates.evidence import state
from releasebot.gates.listener import Listener, SilentGates
from releasebot.gates.verdict import Outcome


class GateLines:
    """What each gate writes, behind its name; and how it begins and ends."""

    def __init__(self) -> None:
        self._lock = Lock()

    def waiting(self) -> None:
        """Say that there is another run."""
        self._say("another run checks this work tree; waiting for its end ...")

    def started(self, name: str) -> None:
        """Say that it runs."""
        self._say(f"{name}: running ...")

    def line(self, name: str, text: str) -> None:
        """Show the line."""
        self._say(f"{name} | {text}")

    def ended(self, outcome: Outcome) -> None:
        """Say its verdict, and how long it took."""
        found = outcome.judgement
        reason = f": {found.reason}" if found.reason else ""
        time = f" ({found.seconds:.1f} s)" if found.attempts and not outcome.earlier else ""
        earlier = " earlier, for these very files" if outcome.earlier else ""
        self._say(f"{found.name}: {state(found)}{earlier}{reason}{time}")

    def _say(self, text: str) -> None:
        with self._lock:
            say(text)


def gate_lines(session: Session, *, live: bool) -> Listener:
    """What fits the call; `live` tells that a live display may hold the terminal."""
    if session.json or session.options.verbosity < 0 or (live and session.interactive):
        return SilentGates()
    return GateLines()
