"""The figures of a run as Prometheus reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from releasebot.telemetry.metrics import Figures, write
from releasebot.telemetry.traceparent import new_trace, trace_of

RUN = Figures("주문 api", "docs publish", 0, 1_800_000_000.0, 2.5, {"site": 1.5})


def samples(path: Path) -> dict[str, float]:
    families = text_string_to_metric_families(path.read_text("utf-8"))
    return {one.name: one.value for family in families for one in family.samples}


def test_what_a_run_does_not_tell_stays_as_it_was_told(tmp_path: Path) -> None:
    failed = Figures("주문 api", "docs publish", 5, 1_700_000_000.0, 1.0, {}, step="site")
    path = write(failed, tmp_path)
    assert path.name == "releasebot-api-docs-publish.prom"
    assert write(RUN, tmp_path) == path
    told = samples(path)
    assert told["releasebot_last_failure_timestamp_seconds"] == 1_700_000_000.0
    assert told["releasebot_last_success_timestamp_seconds"] == 1_800_000_000.0
    assert told["releasebot_last_run_exit_code"] == 0
    assert "releasebot_releases_total" not in told


def test_a_file_that_cannot_be_read_is_written_anew(tmp_path: Path) -> None:
    path = write(RUN, tmp_path)
    whole = path.read_bytes()
    path.write_bytes(b'releasebot_x{label="\xff')
    assert write(RUN, tmp_path).read_bytes() == whole


def test_nothing_to_release_is_no_failure() -> None:
    assert not Figures("a", "release", 10, 0.0, 0.0, {}).failed


@pytest.mark.parametrize(
    ("value", "trace"),
    [
        (f"00-{'a' * 32}-{'b' * 16}-01", "a" * 32),
        (f" 01-{'a' * 32}-{'b' * 16}-00-more ", "a" * 32),
        (f"ff-{'a' * 32}-{'b' * 16}-01", ""),
        (f"00-{'0' * 32}-{'b' * 16}-01", ""),
        (f"00-{'a' * 32}-{'0' * 16}-01", ""),
        (f"00-{'A' * 32}-{'b' * 16}-01", ""),
        ("", ""),
    ],
)
def test_a_traceparent_is_read_as_the_standard_says(value: str, trace: str) -> None:
    assert trace_of(value) == trace


def test_a_trace_of_our_own_is_a_valid_one() -> None:
    assert trace_of(f"00-{new_trace()}-{'b' * 16}-01")
