"""The figures of a run for Prometheus: pushed to a gateway, or in a file for node_exporter.

Source: Prometheus documentation, "Metric and label naming" and "When to use the Pushgateway". A run
is short and remembers nothing, so each figure says how the last run was; how often runs failed is
told by how often the moment of the last failure changes. prometheus-client is an extra, loaded here
alone.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from prometheus_client import CollectorRegistry, generate_latest, pushadd_to_gateway
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from releasebot.errors import OutsideError
from releasebot.http import Connection
from releasebot.output import write_derived

JOB = "releasebot"
_MOST_BYTES = 1 << 20
_LABELS = ("project", "command")


class Figures(Struct, frozen=True):
    """A run that has ended: durations in seconds, moments in seconds since 1970.

    `step` is the step that failed. `version` and what follows are of a release that this run made
    or finished: how long its changes waited, from their commit to now, and how many releases the
    project has.
    """

    project: str
    command: str
    code: int
    ended: float
    seconds: float
    steps: Mapping[str, float]
    step: str = ""
    version: str = ""
    lead_median: float | None = None
    lead_longest: float | None = None
    releases: int | None = None

    @property
    def failed(self) -> bool:
        """Whether the run did not come to a good end; nothing to release is one."""
        return self.code not in {0, 10}


def families(figures: Figures) -> Iterator[Metric]:
    """The figures as Prometheus knows them."""
    own = (figures.project, figures.command)
    yield _gauge("run_duration_seconds", "How long the last run took.", own, figures.seconds)
    yield _gauge("last_run_timestamp_seconds", "When the last run ended.", own, figures.ended)
    yield _gauge("last_run_exit_code", "The exit code of the last run.", own, figures.code)
    if figures.failed:
        told = "When a run failed last."
        yield _gauge("last_failure_timestamp_seconds", told, own, figures.ended)
        failure = GaugeMetricFamily(
            "releasebot_last_failure_info", "At which step a run failed last, and its exit code.",
            labels=(*_LABELS, "step", "exit_code"),
        )  # fmt: skip
        failure.add_metric((*own, figures.step, str(figures.code)), 1)
        yield failure
    else:
        told = "When a run came to a good end last."
        yield _gauge("last_success_timestamp_seconds", told, own, figures.ended)
    if figures.steps:
        steps = GaugeMetricFamily(
            "releasebot_step_duration_seconds", "How long a step took that made something.",
            labels=(*_LABELS, "step"),
        )  # fmt: skip
        for name, seconds in figures.steps.items():
            steps.add_metric((*own, name), seconds)
        yield steps
    if figures.version:
        yield from _release(figures, own)


def _release(figures: Figures, own: tuple[str, str]) -> Iterator[Metric]:
    told = "When a version was released last."
    yield _gauge("last_release_timestamp_seconds", told, own, figures.ended)
    version = GaugeMetricFamily(
        "releasebot_release_info", "The version that was released last.",
        labels=(*_LABELS, "version"),
    )  # fmt: skip
    version.add_metric((*own, figures.version), 1)
    yield version
    if figures.lead_median is not None and figures.lead_longest is not None:
        lead = GaugeMetricFamily(
            "releasebot_lead_time_seconds",
            "How long the changes of the last release waited for it, from their commits on.",
            labels=(*_LABELS, "of"),
        )
        lead.add_metric((*own, "median"), figures.lead_median)
        lead.add_metric((*own, "longest"), figures.lead_longest)
        yield lead
    if figures.releases is not None:
        count = CounterMetricFamily(
            "releasebot_releases", "How many releases the project has.", labels=_LABELS
        )
        count.add_metric(own, figures.releases)
        yield count


def push(figures: Figures, address: str, environ: Mapping[str, str], *, timeout: float) -> None:
    """Hand the figures to a Pushgateway; those of earlier runs that these do not replace stay.

    Raises:
        OutsideError: it does not take them.
    """
    pushadd_to_gateway(
        address.rstrip("/"), JOB, _registry(families(figures)),
        grouping_key=dict(zip(_LABELS, (figures.project, figures.command), strict=True)),
        timeout=timeout, handler=_sender(environ),
    )  # fmt: skip


def write(figures: Figures, folder: Path) -> Path:
    """Write the figures for node_exporter's textfile collector, which never sees half a file.

    Each project and command has a file; what an earlier run told that this one does not stays.

    Raises:
        OutsideError: the file cannot be written.
    """
    path = folder / f"{JOB}-{_slug(figures.project)}-{_slug(figures.command)}.prom"
    fresh = list(families(figures))
    names = {one.name for one in fresh}
    kept = [one for one in _families_in(path) if one.name not in names]
    write_derived(path, generate_latest(_registry([*fresh, *kept])))
    path.chmod(0o644)
    return path


def _families_in(path: Path) -> list[Metric]:
    try:
        return list(text_string_to_metric_families(path.read_text("utf-8")))
    except (OSError, ValueError):
        return []  # there is none, or somebody else's: it is written anew


def _gauge(name: str, told: str, own: tuple[str, str], value: float) -> Metric:
    family = GaugeMetricFamily(f"releasebot_{name}", told, labels=_LABELS)
    family.add_metric(own, value)
    return family


class _Given(Collector):
    def __init__(self, given: Iterable[Metric]) -> None:
        self._given = tuple(given)

    def collect(self) -> Iterable[Metric]:
        return self._given


def _registry(given: Iterable[Metric]) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Given(given))
    return registry


def _sender(environ: Mapping[str, str]) -> Callable[..., Callable[[], None]]:
    """How the client library sends: through our door, with the login of the environment."""
    name, password = (environ.get(f"PUSHGATEWAY_{one}", "") for one in ("USERNAME", "PASSWORD"))
    login = {}
    if name or password:
        login["Authorization"] = f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"

    def handler(
        url: str, method: str, timeout: float | None, headers: list[tuple[str, str]], data: bytes
    ) -> Callable[[], None]:
        def send() -> None:
            answer = Connection(timeout=timeout or 1).ask(
                method, url, headers=dict(headers) | login, body=data, max_bytes=_MOST_BYTES
            )
            if not answer.ok:
                raise OutsideError(f"the Pushgateway answered {answer.status}")

        return send

    return handler


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.]+", "-", name).strip("-") or "project"
