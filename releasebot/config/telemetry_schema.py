"""The settings of what watches the runs: traces and metrics."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from releasebot.config.setting import Setting, Text


class TelemetrySettings(Setting, frozen=True):
    """Traces and metrics of the runs; nothing of it is on by itself."""

    traces: Annotated[
        bool | None,
        Meta(
            description="Whether each run sends its spans by OTLP to where the `OTEL_*` variables "
            "say. Default: where `OTEL_TRACES_EXPORTER` names `otlp`."
        ),
    ] = None
    pushgateway: Annotated[
        Text | None,
        Meta(description="Address of a Prometheus Pushgateway that a run's metrics are sent to."),
    ] = None
    textfile_folder: Annotated[
        Text | None,
        Meta(
            description="Folder of node_exporter's textfile collector that a run's metrics are "
            "written to."
        ),
    ] = None
    timeout: Annotated[
        float,
        Meta(
            description="Seconds that a run waits in all for those who take its spans and metrics.",
            gt=0,
            le=60,
        ),
    ] = 5.0
