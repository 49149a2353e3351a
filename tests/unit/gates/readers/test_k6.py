import gzip
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from releasebot.gates.readers.table import FORMATS
from releasebot.gates.reading import Past, Reading, Unreadable
from tests.reports import asked


def metric(name: str, kind: str, *thresholds: str) -> str:
    data = {"name": name, "type": kind, "contains": "time", "thresholds": list(thresholds),
            "submetrics": None}  # fmt: skip
    return json.dumps({"type": "Metric", "data": data, "metric": name})


def point(name: str, value: float, second: float = 0) -> str:
    time = f"2026-11-20T10:{int(second) // 60:02d}:{second % 60:09.6f}123+09:00"
    tags = {"status": "200", "url": "https://api.example.com/orders"}
    data = {"time": time, "value": value, "tags": tags}
    return json.dumps({"metric": name, "type": "Point", "data": data})


def run(times: Sequence[float], *declared: str, failed: int = 0) -> str:
    """A stream of one request a second."""
    lines = list(declared)
    for second, value in enumerate(times):
        lines += [
            point("http_reqs", 1, second),
            point("http_req_duration", value, second),
            point("http_req_failed", int(second < failed), second),
        ]
    return "\n".join(lines) + "\n"


def of(
    text: str | bytes,
    folder: Path,
    limits: Mapping[str, Any] | None = None,
    *,
    kind: str = "k6-stream",
    **more: Any,  # noqa: ANN401
) -> Reading:
    report = folder / "k6.json"
    report.write_bytes(text if isinstance(text, bytes) else text.encode())
    return FORMATS[kind].reader()(report, asked({"load": limits or {}}, **more))


def test_a_stream_is_measured_as_k6_measures_it(tmp_path: Path) -> None:
    reading = of(run(range(1, 201), failed=3), tmp_path)
    assert reading.faults == ()
    assert reading.figures == {
        "requests": 200,
        "p95": pytest.approx(190.05),
        "p99": pytest.approx(198.01),
        "error_rate": 0.015,
        "thresholds": 0,
    }


def test_a_packed_stream_says_the_same(tmp_path: Path) -> None:
    text = run(range(1, 201), failed=3)
    packed = gzip.compress(text.encode())
    assert of(packed, tmp_path) == of(text, tmp_path)
    with pytest.raises(Unreadable, match="packed by gzip and cut off"):
        of(packed[:-20], tmp_path)


def test_limits_are_held_against_what_was_measured(tmp_path: Path) -> None:
    limits = {"p95": 190, "p99": 198.01, "error_rate": 0.01}
    assert of(run(range(1, 201), failed=3), tmp_path, limits).faults == (
        "the p95 of http_req_duration is 190.05 ms, wanted at most 190 ms",
        "1.5 % of the requests failed, wanted at most 1 %",
    )


@pytest.mark.parametrize(
    ("threshold", "found"),
    [
        ("p(95)<190", "190.05"),
        ("p(99.9)<=199", "199.801"),
        ("avg<100", "100.5"),
        ("med<100", "100.5"),
        ("max < 200", "200"),
        ("min>1", "1"),
        ("count>200", "200"),
        ("p(95)<191", ""),
        ("avg<=100.5", ""),
        ("min>=1", ""),
    ],
)
def test_a_threshold_of_the_stream_is_judged(threshold: str, found: str, tmp_path: Path) -> None:
    text = run(range(1, 201), metric("http_req_duration", "trend", threshold))
    crossed = f"the threshold {threshold} of http_req_duration was crossed: found {found}"
    assert of(text, tmp_path).faults == ((crossed,) if found else ())


@pytest.mark.parametrize(
    ("kind", "threshold", "is_crossed"),
    [
        ("counter", "count<30", True),
        ("counter", "rate>0.32", True),  # 30 in 99 seconds
        ("counter", "rate>0.3", False),
        ("gauge", "value<3", True),
        ("rate", "rate<0.1", True),
        ("rate", "rate<=0.1", False),
    ],
)
def test_thresholds_are_judged_by_the_kind_of_their_metric(
    kind: str, threshold: str, is_crossed: bool, tmp_path: Path  # noqa: FBT001  a column
) -> None:  # fmt: skip
    values = [0] * 90 + [3] * 10
    lines = [point("own", value, second) for second, value in enumerate(values)]
    text = "\n".join([metric("own", kind, threshold), *lines]) + "\n" + run(range(100))
    assert bool(of(text, tmp_path).faults) is is_crossed


def test_a_threshold_that_nobody_can_judge_is_not_passed(tmp_path: Path) -> None:
    for threshold in ("p(95)<abc", "median<3", "value<3"):
        text = run(range(100), metric("http_req_duration", "trend", threshold))
        with pytest.raises(Unreadable, match="cannot be judged"):
            of(text, tmp_path)


def test_the_exit_code_of_k6_tells_of_thresholds_that_the_report_lacks(tmp_path: Path) -> None:
    faults = of(run(range(100)), tmp_path, code=99).faults
    assert faults == ("k6 ended with exit code 99: a threshold was crossed",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the report is empty"),
        ("\n\n", "the report has no point of http_req_duration: nothing was measured"),
        (metric("http_req_duration", "trend") + "\n", "the report has no point of http_req_dur"),
        (run([1, 2])[:-10], "line 6 of the report is no JSON: it ends in the middle of a value"),
        (run([1]) + "[1]\n", "line 4 of the report is no line of k6: expected `object`, got"),
        (run([1]) + '{"metric": "a"}\n', "line 4 of the report is no line of k6: object missing"),
        (run([1]) + "\n\nnot json\n" + run([1]), "line 6 of the report is no JSON: invalid"),
        (run([1]).replace('"value": 1,', ""), "the report has a point without a value"),
        (run([1]).replace('"value": 1,', '"value": 1e999,'), "line 1 of the report is no"),
        ('{"metric": "a", "type": "Other", "data": {}}\n', "line 1 of the report is no line of k6"),
    ],
)
def test_what_cannot_be_judged_is_not_judged(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        of(text, tmp_path)
    assert caught.value.message.startswith(why)


def test_a_line_that_never_ends_is_given_up_before_the_memory_is(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="a line of more than 8 MiB"):
        of(b'{"metric": "' + b"a" * 9_000_000, tmp_path)


def past(*values: float, rates: Sequence[float] = ()) -> tuple[Past, ...]:
    return tuple(
        Past(f"1.{number}.0", {"p95": value, "error_rate": rates[number] if rates else 0.01})
        for number, value in enumerate(values)
    )


def noisy(seed: int, factor: float = 1.0) -> list[float]:
    draw = random.Random(seed)
    return [draw.lognormvariate(5, 0.3) * factor for _ in range(2000)]


def test_a_run_that_is_slower_than_the_last_releases_fails(tmp_path: Path) -> None:
    earlier = past(240, 243, 238, 246, 241)
    assert of(run(noisy(1)), tmp_path, past=earlier).faults == ()
    (fault,) = of(run(noisy(1, 1.3)), tmp_path, past=earlier).faults
    assert fault.startswith("the p95 of http_req_duration rose to 310.4 ms, wanted at most 265.1")
    assert fault.endswith("the last 5 releases had 241 ms, and the rest is room for noise")
    assert of(run(noisy(1, 1.3)), tmp_path, {"compare": 0}, past=earlier).faults == ()


def test_releases_that_differ_much_leave_much_room(tmp_path: Path) -> None:
    assert of(run(noisy(1, 1.3)), tmp_path, past=past(180, 300, 240, 210, 290)).faults == ()


def test_with_one_earlier_release_the_parts_of_the_runs_tell_the_noise(tmp_path: Path) -> None:
    first = of(run(noisy(1)), tmp_path)
    assert len(first.samples["p95"]) == 20
    earlier = (Past("1.0.0", first.figures, first.samples),)
    assert of(run(noisy(2)), tmp_path, past=earlier).faults == ()
    assert of(run(noisy(2, 2)), tmp_path, past=earlier).faults != ()


def test_with_one_summary_nothing_is_compared_and_that_is_said(tmp_path: Path) -> None:
    reading = of(run(noisy(1)[:60]), tmp_path, past=past(100))
    assert reading.faults == ()
    assert [one.message for one in reading.remarks] == [
        "the p95 was not compared: of 1 earlier release, 3 are needed"
    ]


def test_more_failed_requests_than_the_last_releases_had_fail(tmp_path: Path) -> None:
    earlier = past(240, 243, 238, rates=(0.001, 0.002, 0.001))
    assert of(run(noisy(1), failed=6), tmp_path, past=earlier).faults == ()
    (fault,) = of(run(noisy(1), failed=300), tmp_path, past=earlier).faults
    assert fault.startswith("the share of failed requests rose to 15 %, wanted at most ")


SUMMARY = {
    "metrics": {
        "http_reqs": {"type": "counter", "contains": "default", "values": {"count": 90, "rate": 3}},
        "http_req_duration": {
            "type": "trend",
            "contains": "time",
            "values": {"avg": 140, "min": 119, "med": 140, "max": 154, "p(90)": 146, "p(95)": 148},
            "thresholds": {"p(95)<148": {"ok": False}, "p(90) < 2000": {"ok": True}},
        },
        "http_req_failed": {"type": "rate", "values": {"rate": 0.02, "passes": 1, "fails": 44}},
    }
}
"""What `handleSummary` is given."""

EXPORT = {
    "root_group": {"name": ""},
    "metrics": {
        "http_reqs": {"count": 90, "rate": 3},
        "http_req_duration": {
            "avg": 140, "p(90)": 146, "p(95)": 148,
            "thresholds": {"p(95)<148": True, "p(90) < 2000": False},
        },
        "http_req_failed": {"value": 0.02, "passes": 1, "fails": 44},
    },
}  # fmt: skip
"""What `--summary-export` writes: a threshold is true where it was crossed."""

MACHINE = {
    "version": "1.0.0",
    "results": {
        "metrics": [
            {"name": "http_reqs", "type": "counter", "values": {"count": 90}},
            {"name": "http_req_duration", "type": "trend", "values": {"p(90)": 146, "p(95)": 148}},
            {"name": "http_req_failed", "type": "rate", "values": {"rate": 0.02, "total": 45}},
        ]
    },
}
"""What newer versions of k6 write, without thresholds."""


@pytest.mark.parametrize("summary", [SUMMARY, EXPORT])
def test_both_summaries_say_the_same(summary: dict[str, Any], tmp_path: Path) -> None:
    reading = of(json.dumps(summary), tmp_path, {"p95": 147}, kind="k6-summary")
    assert reading.faults == (
        "the threshold p(95)<148 of http_req_duration was crossed: found 148",
        "the p95 of http_req_duration is 148 ms, wanted at most 147 ms",
    )
    assert reading.figures == {"requests": 90, "p95": 148, "error_rate": 0.02, "thresholds": 2}


def test_the_machine_readable_summary_has_the_figures(tmp_path: Path) -> None:
    reading = of(json.dumps(MACHINE), tmp_path, {"error_rate": 0.01}, kind="k6-summary")
    assert reading.faults == ("2 % of the requests failed, wanted at most 1 %",)
    crossed = of(json.dumps(MACHINE), tmp_path, kind="k6-summary", code=99)
    assert crossed.faults == ("k6 ended with exit code 99: a threshold was crossed",)


@pytest.mark.parametrize(
    ("summary", "limits", "why"),
    [
        ({}, {}, "the report is no summary of k6: it has no metrics"),
        ({"metrics": {}}, {}, "the report has no metric http_req_duration: nothing was measured"),
        ({"metrics": {"http_req_duration": {"values": 3}}}, {}, "the report is no summary of k6"),
        (
            {"metrics": {"http_req_duration": {"p(95)": 1}}},
            {"p99": 3},
            "the report has no p99 of http_req_duration, for which load.p99",
        ),
        (
            {"metrics": {**SUMMARY["metrics"], "http_reqs": {"values": {"count": 0}}}},
            {},
            "the report counts no request: nothing was measured",
        ),
        (
            {"metrics": {"http_req_duration": {"thresholds": {"p(95)<1": "yes"}}}},
            {},
            "the report does not say whether the threshold 'p(95)<1' held",
        ),
    ],
)
def test_a_summary_that_cannot_be_judged_is_not_judged(
    summary: dict[str, Any], limits: dict[str, Any], why: str, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable) as caught:
        of(json.dumps(summary), tmp_path, limits, kind="k6-summary")
    assert caught.value.message.startswith(why)


def test_a_limit_that_cannot_be_judged_hides_no_threshold_that_was_crossed(tmp_path: Path) -> None:
    reading = of(json.dumps(SUMMARY), tmp_path, {"p99": 3}, kind="k6-summary")
    assert reading.faults == (
        "the threshold p(95)<148 of http_req_duration was crossed: found 148",
    )
