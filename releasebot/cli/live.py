"""The live table of steps on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from releasebot.cli.output import printable, redacted
from releasebot.cli.report import Line, finished, planned
from releasebot.release.plan import Look, Plan
from releasebot.release.run import Done

_STYLES = {
    "made": "green",
    "already so": "green",
    "to do": "yellow",
    "skipped": "dim",
    "conflict": "bold red",
}


class LiveProgress:
    """Steps with state and time, redrawn while the run goes on; standard error carries it."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._lines: dict[str, Line] = {}
        self._times: dict[str, str] = {}
        self._bars: dict[str, tuple[int, int, str]] = {}
        self._busy: str | None = None
        self._live = Live(console=self._console, get_renderable=self._table, transient=True)

    def __enter__(self) -> Self:
        """Take the terminal."""
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the terminal back; the summary that follows stands in the table's place."""
        self._live.stop()

    def looking(self, names: Sequence[str]) -> None:
        """Show the steps before anything is known of them."""
        self._lines = {name: Line(name, "looking", "") for name in names}

    def looked(self, plan: Plan) -> None:
        """Show what was found."""
        self._lines = {look.step.name: planned(look.step.name, look.finding) for look in plan.looks}

    def acting(self, look: Look) -> None:
        """Mark the step that works."""
        self._busy = look.step.name

    def advanced(self, step: str, done: int, total: int, title: str) -> None:
        """Fill the bar of the step that works."""
        self._bars[step] = (done, total, title)

    def acted(self, done: Done) -> None:
        """Show what it made and how long it took."""
        self._busy = None
        self._lines[done.name] = finished(done)
        if done.receipt:
            self._times[done.name] = f"{done.seconds:.1f} s"

    def _bar(self, name: str) -> Table | Text:
        """How far the step is, once it has said so."""
        if name not in self._bars:
            return Text(self._lines[name].text)
        done, total, title = self._bars[name]
        row = Table.grid(padding=(0, 1))
        row.add_row(
            ProgressBar(total=total, completed=done, width=24), f"{done}/{total}", Text(title)
        )
        return row

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, show_header=False)
        for name, line in self._lines.items():
            waiting = name == self._busy or line.state == "looking"
            state = Spinner("dots") if waiting else Text(line.state, _STYLES[line.state])
            shown = Text(printable(redacted(line.text), "utf-8"))
            text = self._bar(name) if name == self._busy else shown
            table.add_row(name, state, text, Text(self._times.get(name, ""), "dim"))
        return table
