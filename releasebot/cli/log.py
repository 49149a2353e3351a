"""`--log-format json`: what a run says as events, one JSON object on a line of standard error."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

import msgspec

from releasebot.cli import output
from releasebot.cli.progress import SilentProgress
from releasebot.cli.report import Line, finished, planned
from releasebot.errors import ExitCode, OutsideError, ReleasebotError
from releasebot.release.plan import Look, Plan
from releasebot.release.run import Done
from releasebot.telemetry.traceparent import VARIABLE, new_trace, trace_of

Level = Literal["info", "warning", "error"]
Ids = Callable[[], tuple[str, str]]


class Log:
    """Writes events; every one bears the trace's id, and the span's where spans are made."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._trace = trace_of(environ.get(VARIABLE, "")) or new_trace()
        self.ids: Ids = lambda: (self._trace, "")

    def write(self, level: Level, event: str, message: str, **more: Any) -> None:  # noqa: ANN401  any JSON value
        """Write one event; fields without a value are left out."""
        trace, span = self.ids()
        told = {
            "timestamp": _now(), "level": level, "event": event, "message": message,
            "trace_id": trace, "span_id": span, **more,
        }  # fmt: skip
        kept = {name: value for name, value in told.items() if value not in ("", None, [], ())}
        output.write_line(msgspec.json.encode(kept).decode())

    def say(self, text: str) -> None:
        """Write a line that is meant for people."""
        self.write("info", "message", text)

    def fail(self, error: ReleasebotError) -> None:
        """Write the error that ends the run."""
        self.write(
            "error", "failed", error.message, hint=error.hint, details=error.details,
            exit_code=int(error.exit_code),
        )  # fmt: skip

    def end(self, code: int) -> None:
        """Write that the run is over; the last event, whatever happened."""
        level: Level = "info" if code in {ExitCode.DONE, ExitCode.NOTHING} else "error"
        with suppress(BrokenPipeError, OutsideError):
            self.write(level, "ended", f"ended with exit code {code}", exit_code=int(code))


class LogProgress(SilentProgress):
    """A run as it goes on, an event for each thing that happens."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def looking(self, names: Sequence[str]) -> None:
        """Tell which steps are looked at."""
        self._log.write("info", "looking", f"looking at {len(names)} steps", steps=list(names))

    def looked(self, plan: Plan) -> None:
        """Tell what was found, an event for each step."""
        about = {"version": plan.version, "tag": plan.tag, "commit": plan.commit}
        for one in plan.looks:
            line = planned(one.step.name, one.finding)
            level: Level = "error" if line.state == "conflict" else "info"
            self._log.write(level, "looked", _sentence(line), **_fields(line), **about)

    def acting(self, look: Look) -> None:
        """Tell what is about to be made."""
        line = planned(look.step.name, look.finding)
        self._log.write("info", "acting", _sentence(line), **_fields(line))

    def acted(self, done: Done) -> None:
        """Tell what was made and how long it took."""
        if done.receipt is None:
            return
        line, seconds = finished(done), round(done.seconds, 3)
        self._log.write("info", "acted", _sentence(line), **_fields(line), seconds=seconds)

    def advanced(self, step: str, done: int, total: int, title: str) -> None:
        """Tell how far a step is."""
        told = f"{step}: {done} of {total}"
        self._log.write("info", "advanced", told, step=step, done=done, total=total, title=title)


def begin(environ: Mapping[str, str]) -> None:
    """From now on what is said to people is written as events."""
    output.LOG.append(Log(environ))


def _sentence(line: Line) -> str:
    return f"{line.step}: {line.state}: {line.text}"


def _fields(line: Line) -> dict[str, Any]:
    return {"step": line.step, "state": line.state, "where": line.where, "details": line.details}


def _now() -> str:
    """The moment in UTC, as RFC 3339 writes it, to the millisecond."""
    seconds, fraction = divmod(time.time_ns(), 1_000_000_000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{fraction // 1_000_000:03}Z"
