"""What being watched costs, and what it costs not to be: `version`, the shortest of commands."""

from __future__ import annotations

import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measure import Subject, bare_environment, measure, program, report
from benchmarks.repository import make_repository

ROUNDS = 15
NOBODY = "127.0.0.1:9"
"""The port of the discard service, which no machine has: connections are refused at once."""


def main() -> int:
    """Measure and print; 1 where the limit is broken."""
    releasebot = program("releasebot")
    with tempfile.TemporaryDirectory() as place:
        folder = make_repository(Path(place), commits=20, tags=1).folder
        env = bare_environment(Path(place))
        watched = Path(place) / "watched.toml"
        watched.write_text(f'[telemetry]\ntextfile_folder = "{place}"\n', "utf-8")
        traced = Path(place) / "traced.toml"
        traced.write_text("[telemetry]\ntraces = true\ntimeout = 0.1\n", "utf-8")
        off = Path(place) / "off.toml"
        off.write_text("", "utf-8")
        version = (releasebot, "--quiet", "--repo", str(folder), "version", "--config")
        subjects = [
            Subject("python -c pass (floor)", (sys.executable, "-c", "pass")),
            Subject("version, [telemetry] not there", (*version, str(off)), limit=9),
            Subject("version, --log-format json", (*version, str(off), "--log-format", "json")),
        ]
        if find_spec("prometheus_client") and find_spec("opentelemetry"):
            subjects.append(Subject("version, metrics wanted", (*version, str(watched))))
            subjects.append(Subject("version, spans wanted", (*version, str(traced))))
        else:
            print("without spans and metrics: the extra telemetry is not installed here")
        rows = measure(
            subjects, rounds=ROUNDS, cwd=folder,
            env={**env, "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{NOBODY}"},
        )  # fmt: skip
    return 0 if report("What watching a run costs", rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
