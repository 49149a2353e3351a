"""One attempt at a gate: run its command, read its report, say what came of it."""

from __future__ import annotations

import math
import shlex
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from releasebot.config.gates_schema import GateSettings
from releasebot.errors import ReleasebotError, UsageError
from releasebot.gates import report_file
from releasebot.gates.environment import MARK, environment_for
from releasebot.gates.left_running import end_marked
from releasebot.gates.outage import outage_in
from releasebot.gates.readers.table import FORMATS, Format
from releasebot.gates.reading import MOST_REMARKS, Asked, Reading, Remark, Unreadable
from releasebot.gates.transcript import Transcript
from releasebot.gates.workspace import Workspace
from releasebot.process import Attended, attend

_LAST = 50
"""How many of the last lines are searched for an outage."""


class Unable(Struct, frozen=True):
    """The gate could not run; `lasting` where another attempt would find the same."""

    reason: str
    lasting: bool = False


class Attempt(Struct, frozen=True):
    """What came of it, and the seconds that the command took."""

    found: Reading | Unable
    seconds: float


def attempt(
    name: str, gate: GateSettings, workspace: Workspace, transcript: Transcript, stop: int
) -> Attempt:
    """Run the gate once; afterwards nothing that it has started is running."""
    folder = (workspace.base / gate.folder).resolve()
    if not folder.is_dir() or not folder.is_relative_to(workspace.top):
        return Attempt(Unable(f"{gate.folder} is no folder of the repository", lasting=True), 0.0)
    return _Run(name, gate, workspace, transcript).made(folder, stop)


class _Run:
    """A run of one command with its report."""

    def __init__(
        self, name: str, gate: GateSettings, workspace: Workspace, transcript: Transcript
    ) -> None:
        self._name, self._gate, self._workspace = name, gate, workspace
        self._transcript = transcript
        self._format = FORMATS[gate.format]
        self._by_output = self._format.has_report and gate.report is None
        scratch = workspace.logs / f"{name}.report"
        self._report = scratch if gate.report is None else workspace.base / gate.report
        self._shown = gate.report or "on standard output"

    def made(self, folder: Path, stop: int) -> Attempt:
        try:
            return self._made(folder, stop)
        finally:
            if self._by_output:
                with suppress(OSError):  # it may hold what the transcript hides
                    self._report.unlink()

    def _made(self, folder: Path, stop: int) -> Attempt:
        before = report_file.look(self._report)
        started = time.monotonic()
        try:
            ended = self._command(folder, stop)
        except UsageError as error:
            return Attempt(Unable(error.message, lasting=True), 0.0)
        seconds = time.monotonic() - started
        self._sweep(ended)
        if ended.code is None:
            reason = f"it did not end within {self._gate.timeout:g} s and was stopped"
            return Attempt(Unable(reason), seconds)
        try:
            return Attempt(self._judged(folder, ended.code, before), seconds)
        except Unreadable as error:
            code = f" (exit code {ended.code})" if ended.code and self._format.has_report else ""
            return Attempt(Unable(f"{error.message}{code}"), seconds)

    def _command(self, folder: Path, stop: int) -> Attended:
        gate, workspace = self._gate, self._workspace
        words = tuple(shlex.split(gate.command))
        env = environment_for(self._name, gate, workspace.environ, workspace.top)
        with self._transcript.output_to(self._report if self._by_output else None) as hear:
            return attend(words, cwd=folder, timeout=gate.timeout, env=env, hear=hear, stop=stop)

    def _sweep(self, ended: Attended) -> None:
        """End what the command has left behind in groups of its own, and say so."""
        env = environment_for(self._name, self._gate, {}, self._workspace.top)
        if end_marked(env[MARK], exact=True) or (ended.left and ended.code is not None):
            self._transcript.say("(processes that it left running were ended)")

    def _judged(self, folder: Path, code: int, before: report_file.Seen | None) -> Reading:
        top, report = self._workspace.top, self._report
        if self._format.has_report:
            place = self._workspace.logs.resolve() if self._by_output else top
            report = report_file.written(report, before, top=place, shown=self._shown)
        name, past = self._name, self._workspace.past
        asked = Asked(self._gate, folder, top, self._workspace.today, code, lambda: past(name))
        reading = _read(self._format, report, asked)
        outage = outage_in(self._transcript.last(_LAST)) if reading.faults else ""
        if outage and not self._format.has_report:
            raise Unreadable(f'exit code {code}, and it says "{outage}"')
        faults = (*reading.faults, *_unexplained(self._format, code, reading))
        hide = self._workspace.hide
        found = msgspec.structs.replace(
            reading,
            faults=tuple(map(hide, faults)),
            figures={key: one for key, one in reading.figures.items() if math.isfinite(one)},
            remarks=_placed(reading.remarks[:MOST_REMARKS], asked, self._workspace),
            more=reading.more + max(0, len(reading.remarks) - MOST_REMARKS),
        )
        if self._by_output:
            self._write_out(found)
        return found

    def _write_out(self, found: Reading) -> None:
        """Let people read what the command wrote for programs."""
        for one in found.remarks:
            place = f"{one.file}:{one.line or 1}: " if one.file else ""
            self._transcript.say(f"{place}{one.message}{f' ({one.rule})' if one.rule else ''}")
        if found.more:
            self._transcript.say(f"... and {found.more} more")


def _read(kind: Format, report: Path, asked: Asked) -> Reading:
    """What the reader finds; whatever it stumbles over is a report that cannot be judged."""
    try:
        return kind.reader()(report, asked)
    except Unreadable:
        raise
    except ReleasebotError as error:
        raise Unreadable(error.message) from error
    except Exception as error:
        raise Unreadable(
            f"the report is not understood: {type(error).__name__}: {str(error)[:200]}"
        ) from error


def _unexplained(kind: Format, code: int, reading: Reading) -> Iterable[str]:
    """The fault of a command that failed although its report complains of nothing."""
    if not kind.has_report or not code or reading.faults:
        return
    if code < 0:
        raise Unreadable(f"it was ended by {signal.Signals(-code).name}")
    if kind.code_counts:
        yield f"found exit code {code}, wanted 0; the report complains of nothing"


def _placed(remarks: Iterable[Remark], asked: Asked, workspace: Workspace) -> tuple[Remark, ...]:
    """The remarks with their files relative to the work tree, and without secrets."""
    placed = []
    for one in remarks:
        file = one.file
        if file is not None:
            whole = asked.folder / file
            with suppress(OSError, ValueError):
                whole = whole.resolve()
            inside = whole.is_relative_to(asked.top)
            file = whole.relative_to(asked.top).as_posix() if inside else None
        message = workspace.hide(one.message)
        placed.append(msgspec.structs.replace(one, file=file, message=message))
    return tuple(placed)
