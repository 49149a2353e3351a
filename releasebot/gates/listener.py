"""Whoever wants to see gates run."""

from __future__ import annotations

from typing import Protocol

from releasebot.gates.verdict import Outcome


class Listener(Protocol):
    """Whoever wants to see the gates run; `line` is called from several threads."""

    def waiting(self) -> None:
        """Another run is at work in the same work tree; this one waits for its end."""
        ...

    def started(self, name: str) -> None:
        """A gate begins to run."""
        ...

    def line(self, name: str, text: str) -> None:
        """A gate's command has written a line; secrets are hidden in it."""
        ...

    def ended(self, outcome: Outcome) -> None:
        """A gate has its verdict."""
        ...


class SilentGates:
    """Says nothing."""

    def waiting(self) -> None:
        """Say nothing."""

    def started(self, name: str) -> None:
        """Say nothing."""

    def line(self, name: str, text: str) -> None:
        """Say nothing."""

    def ended(self, outcome: Outcome) -> None:
        """Say nothing."""
