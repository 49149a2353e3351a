"""A run as it goes on: a live table on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

from releasebot.cli.output import LOG, say
from releasebot.cli.report import finished, planned
from releasebot.cli.session import Session
from releasebot.release.plan import Look, Plan
from releasebot.release.run import Done, Watcher

_SLOW_SECONDS = 0.05
_MANY = 20


class Progress(Watcher, Protocol):
    """A watcher that holds the terminal while it is entered."""

    def advanced(self, step: str, done: int, total: int, title: str) -> None:
        """A step has done so many of its things, the last being of that title; from any thread."""
        ...

    def __enter__(self) -> Self:
        """Take the terminal."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the terminal back as the run left it."""
        ...


class SilentProgress:
    """Says nothing."""

    def __enter__(self) -> Self:
        """Take nothing."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give nothing back."""

    def looking(self, names: Sequence[str]) -> None:
        """Say nothing."""

    def looked(self, plan: Plan) -> None:
        """Say nothing."""

    def acting(self, look: Look) -> None:
        """Say nothing."""

    def acted(self, done: Done) -> None:
        """Say nothing."""

    def advanced(self, step: str, done: int, total: int, title: str) -> None:
        """Say nothing."""


class PlainProgress(SilentProgress):
    """A line when a step begins to act and one when it ends, as a build log shows them."""

    def acting(self, look: Look) -> None:
        """Say what is about to be made."""
        line = planned(look.step.name, look.finding)
        say(f"{line.step}: {line.text} ...")

    def acted(self, done: Done) -> None:
        """Say what was made, with the time it took; the rest stands in the table at the end."""
        if done.receipt is None:
            return
        line = finished(done)
        time = f" ({done.seconds:.1f} s)" if done.seconds > _SLOW_SECONDS else ""
        say(f"{line.step}: {line.state}: {line.text}{time}")

    def advanced(self, step: str, done: int, total: int, title: str) -> None:
        """Say how far it is at every tenth of a long way."""
        del title
        tenth = done * 10 // total
        if total >= _MANY and tenth != (done - 1) * 10 // total:
            say(f"{step}: {done} of {total}")


def progress_for(session: Session) -> Progress:
    """What fits the call: its options and whether a person watches."""
    if session.options.verbosity < 0:
        return SilentProgress()
    if LOG:
        from releasebot.cli.log import LogProgress

        return LogProgress(LOG[0])
    if session.json:
        return SilentProgress()
    if session.interactive:
        from releasebot.cli.live import LiveProgress

        return LiveProgress()
    return PlainProgress()
