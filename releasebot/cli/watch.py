"""Who watches a run: its spans and its metrics, begun once the configuration says so.

Nothing here changes the outcome: what goes wrong is told in a line, and takes no longer than
`telemetry.timeout`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from releasebot import process
from releasebot.cli.output import LOG, say
from releasebot.cli.redaction import secret_values
from releasebot.config.schema import Config
from releasebot.config.telemetry_schema import TelemetrySettings
from releasebot.errors import ExitCode, ReleasebotError, UsageError
from releasebot.release.notes import asked_span
from releasebot.release.past import Past
from releasebot.release.plan import Plan
from releasebot.release.step import Absent, Finding, Receipt, Stale, Step
from releasebot.release.world import World
from releasebot.version.scheme import bare

if TYPE_CHECKING:
    from releasebot.telemetry.metrics import Figures
    from releasebot.telemetry.traces import Traces

_MEASURED = frozenset({"release", "tag", "docs publish"})
"""The commands whose runs have figures: those that make what others see."""
_GOOD = frozenset({ExitCode.DONE, ExitCode.NOTHING})


def wanted(settings: TelemetrySettings, environ: Mapping[str, str]) -> bool:
    """Whether anybody wants to watch a run with these settings and surroundings."""
    return bool(settings.pushgateway or settings.textfile_folder or _traced(settings, environ))


def _traced(settings: TelemetrySettings, environ: Mapping[str, str]) -> bool:
    """Whether spans are made; OTEL_SDK_DISABLED comes before all else."""
    if environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    if settings.traces is not None:
        return settings.traces
    return "otlp" in environ.get("OTEL_TRACES_EXPORTER", "").split(",")


class Watch:
    """Watches one run from when its configuration is known to its end."""

    def __init__(
        self, config: Config, base: Path, environ: Mapping[str, str], *, quiet: bool
    ) -> None:
        self._settings = config.telemetry
        self._base = base
        self._environ = environ
        self._quiet = quiet
        self._command = _command()
        self._began = time.monotonic()
        self._seconds: dict[str, float] = {}
        self._at_work = ""
        self._project = ""
        self._released: tuple[World, Plan] | None = None
        self._traces: Traces | None = None
        if _traced(self._settings, environ):
            self._begin_traces()

    def _begin_traces(self) -> None:
        try:
            from releasebot.telemetry.requests import follow_requests
            from releasebot.telemetry.traces import Traces

            self._traces = traces = Traces(f"releasebot {self._command}", self._environ)
            follow_requests(traces, _secret_places(self._environ))
        except ModuleNotFoundError as error:
            self._say(f"no spans are sent: {_missing(error)}")
        except UsageError as error:
            self._say(error.message)
        except Exception as error:  # noqa: BLE001  such as a variable that OpenTelemetry cannot read
            self._say(f"no spans are sent: {type(error).__name__}")
        else:
            process.FOLLOWERS.append(traces.child)
            if LOG:
                LOG[0].ids = lambda: traces.ids

    def steps(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """The same steps, whose looking and acting is watched."""
        return tuple(Watched(one, self) for one in steps)

    def planned(self, world: World, plan: Plan) -> None:
        """What the run is about."""
        self._project = world.name
        if self._traces:
            about = {"version": plan.version, "tag": plan.tag, "commit": plan.commit}
            self._traces.tell({f"releasebot.{name}": told for name, told in about.items()})
            self._traces.tell({"releasebot.project": world.name})

    def released(self, world: World, plan: Plan) -> None:
        """The run has made or finished a release."""
        self._released = (world, plan)

    @contextmanager
    def looking(self, step: str) -> Iterator[None]:
        """While a step is looked at."""
        with self._span(f"look {step}", step):
            yield

    @contextmanager
    def acting(self, step: str) -> Iterator[None]:
        """While a step makes something."""
        began = time.monotonic()
        self._at_work = step
        with self._span(f"make {step}", step):
            yield
        self._at_work = ""
        self._seconds[step] = time.monotonic() - began

    @contextmanager
    def _span(self, name: str, step: str) -> Iterator[None]:
        traces = self._traces
        with traces.span(name, {"releasebot.step": step}) if traces else nullcontext():
            yield

    def end(self, code: int, error: ReleasebotError | None) -> None:
        """Send what is left to be sent; afterwards nothing waits for it."""
        process.FOLLOWERS.clear()
        said: list[str] = []
        ending = threading.Thread(target=self._end, args=(code, error, said), daemon=True)
        ending.start()
        ending.join(self._settings.timeout)
        if ending.is_alive():
            said.append(f"not everything was sent within {self._settings.timeout:g} s")
        for line in said:
            self._say(line)

    def _say(self, text: str) -> None:
        if not self._quiet:
            say(f"telemetry: {text}")

    def _end(self, code: int, error: ReleasebotError | None, said: list[str]) -> None:
        try:
            self._send_metrics(code)
        except ReleasebotError as failure:
            said.append(f"no metrics: {failure.message}")
        except ModuleNotFoundError as failure:
            said.append(f"no metrics: {_missing(failure)}")
        except Exception as failure:  # noqa: BLE001  whatever goes wrong here, the run is over
            said.append(f"no metrics: {type(failure).__name__}")
        try:
            if self._traces:
                failed = "" if code in _GOOD else type(error).__name__ if error else "interrupted"
                lost = self._traces.end(code=code, failed=failed)
                if lost:
                    said.append(f"{lost} spans were not taken by the OTLP receiver")
        except Exception as failure:  # noqa: BLE001  as above
            said.append(f"no spans: {type(failure).__name__}")

    def _send_metrics(self, code: int) -> None:
        settings = self._settings
        if not (settings.pushgateway or settings.textfile_folder):
            return
        if self._command not in _MEASURED:
            return
        from releasebot.telemetry.metrics import push, write

        figures = self._figures(code)
        if settings.textfile_folder:
            write(figures, self._base / settings.textfile_folder)
        if settings.pushgateway:
            push(figures, settings.pushgateway, self._environ, timeout=settings.timeout)

    def _figures(self, code: int) -> Figures:
        import msgspec

        from releasebot.telemetry.metrics import Figures

        figures = Figures(
            project=self._project or self._base.name, command=self._command, code=code,
            ended=time.time(), seconds=time.monotonic() - self._began, steps=self._seconds,
            step=self._at_work,
        )  # fmt: skip
        if self._released is None or figures.failed:
            return figures
        world, plan = self._released
        waited = _lead_times(world, figures.ended)
        return msgspec.structs.replace(
            figures,
            version=plan.version,
            lead_median=median(waited) if waited else None,
            lead_longest=max(waited) if waited else None,
            releases=len({*Past(world).versions, bare(plan.version)}),
        )


class Watched:
    """A step that is watched; in all else the step itself."""

    def __init__(self, step: Step, watch: Watch) -> None:
        self._step = step
        self._watch = watch

    @property
    def name(self) -> str:
        """The step's name."""
        return self._step.name

    def probe(self, world: World) -> Finding:
        """Look, and be watched."""
        with self._watch.looking(self.name):
            return self._step.probe(world)

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Act, and be watched."""
        with self._watch.acting(self.name):
            return self._step.apply(world, found)


def _lead_times(world: World, now: float) -> list[float]:
    """How many seconds each commit of the release waited for it."""
    past = Past(world)
    span = asked_span(past, "")
    told = world.repository.ask("log", "--no-merges", "--format=%ct", *span.wanted, "--")
    return [max(0.0, now - int(word)) for word in told.text.split()] if told.ok else []


def _secret_places(environ: Mapping[str, str]) -> frozenset[tuple[str, int]]:
    """Host and port of the addresses that are secrets, as those of webhooks are."""
    addresses = (one for one in secret_values(environ) if one.startswith(("https://", "http://")))
    parts = [urlsplit(one) for one in addresses]
    return frozenset(
        (one.hostname or "", one.port or (443 if one.scheme == "https" else 80)) for one in parts
    )


def _command() -> str:
    """The command of this run, such as `docs publish`, without options and arguments."""
    import sys

    import click

    context = click.get_current_context(silent=True)
    words = context.command_path.split()[1:] if context else sys.argv[1:2]
    return " ".join(words)


def _missing(error: ModuleNotFoundError) -> str:
    return f"there is no {error.name} here; install releasebot[telemetry]"
