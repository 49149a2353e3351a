"""Whatever a report says, its reader judges it or says why not; it never stumbles."""

from __future__ import annotations

import json
import math
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releasebot.gates.readers.table import FORMATS
from releasebot.gates.reading import MOST_REMARKS, Past, Unreadable
from tests.reports import REPORTS, asked

EXAMPLES = int(os.environ.get("RELEASEBOT_FUZZ_EXAMPLES", "25"))
READERS = sorted(set(FORMATS) - {"exit"})
LIMITS = {
    "coverage": {"lines": 80, "groups": {"a": {"files": ["**"], "branches": 1}}},
    "load": {"p95": 1, "p99": 1, "error_rate": 0},
    "advisories": {"ignore": [{"id": "GHSA-aaaa-bbbb-cccc", "reason": "r", "until": "2026-01-01"}]},
    "queries": {"p95": 1},
}
PAST = [Past(f"1.{n}.0", {"p95": 1.0 + n, "error_rate": 0.1, "lines": 99.0}) for n in range(4)]
SEEDS = {path.name: path.read_bytes() for path in sorted(REPORTS.iterdir())}
KEYS = st.sampled_from(
    ["data", "error", "id", "level", "p(95)", "query", "type", "values", "version"]
)
CODES = st.sampled_from([0, 1, 2, 99])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
OWN = {
    "k6-summary": {
        "metrics": {
            "http_reqs": {"values": {"count": 9}},
            "http_req_duration": {
                "values": {"p(95)": 3, "p(99)": 4, "avg": 1},
                "thresholds": {"p(95)<3": {"ok": False}, "avg<3": True},
            },
            "http_req_failed": {"values": {"rate": 0.5}},
        }
    },
    "snyk": {
        "ok": False,
        "vulnerabilities": [{"id": "S", "severity": "high", "packageName": "a", "fixedIn": ["1"]}],
    },
    "slow-query": {"query": "select 1", "duration": 900, "plan": [{"Plan": {"Filter": "(a=1)"}}]},
    "api": {
        "breaking": True,
        "bump": "major",
        "changes": [{"id": "c", "level": "breaking", "message": "m", "revision_line": 3}],
    },
}
"""What no tool has written here."""

STREAM = [
    {"metric": name, "type": "Metric", "data": {"type": "trend", "thresholds": ["avg<3"]}}
    for name in ("http_req_duration", "own")
] + [
    {"metric": name, "type": "Point", "data": {"value": 3, "time": "2026-01-01T00:00:00Z"}}
    for name in ("http_req_duration", "own", "http_req_duration")
]


def judged(kind: str, content: bytes, code: int = 0) -> None:
    """Read the content as that format, and look at what comes of it."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report"
        report.write_bytes(content)
        question = asked(LIMITS, folder=Path(place), code=code, past=PAST)
        try:
            reading = FORMATS[kind].reader()(report, question)
        except Unreadable as error:
            sentences: tuple[str, ...] = (error.message,)
        else:
            sentences = (*reading.faults, *(one.message for one in reading.remarks))
            assert len(reading.remarks) <= MOST_REMARKS
            assert all(map(math.isfinite, reading.figures.values()))
            json.dumps([reading.figures, reading.samples], allow_nan=False)
        for sentence in sentences:
            assert sentence
            assert sentence.isprintable()
            assert len(sentence) < 2000


def is_judged(kind: str, name: str) -> bool:
    try:
        FORMATS[kind].reader()(REPORTS / name, asked(folder=REPORTS))
    except Unreadable:
        return False
    return True


def fitting(kind: str) -> list[bytes]:
    """The reports of that format."""
    own = [json.dumps(OWN[kind]).encode()] if kind in OWN else []
    if kind == "k6-stream":
        own = [b"".join(json.dumps(line).encode() + b"\n" for line in STREAM)]
    return own or [content for name, content in SEEDS.items() if is_judged(kind, name)]


FITTING = {kind: fitting(kind) for kind in READERS}


def replaced(value: Any, data: st.DataObject) -> Any:  # noqa: ANN401  JSON
    """The value with something else at some place in it."""
    inside = value if isinstance(value, dict) else dict(enumerate(value or ()))
    if not inside or data.draw(st.integers(0, 4)) == 0:
        return data.draw(VALUES)
    key = data.draw(st.sampled_from(list(inside)))
    inner = inside[key]
    new = replaced(inner, data) if isinstance(inner, dict | list) else data.draw(VALUES)
    changed = {**inside, key: new}
    return changed if isinstance(value, dict) else list(changed.values())


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_report_with_bytes_out_of_place(kind: str, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(FITTING[kind]))
    patch = data.draw(
        st.binary(max_size=8) | st.sampled_from([b"", b"<", b"-1", b"1e999", b"null"])
    )
    at, drop = data.draw(st.integers(0, len(seed))), data.draw(st.integers(0, 40) | st.just(10**6))
    judged(kind, seed[:at] + patch + seed[at + drop :], data.draw(CODES))


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_report_with_a_value_out_of_place(kind: str, data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(FITTING[kind])).decode().splitlines()
    try:
        values = [json.loads(line) for line in lines]
    except ValueError:
        try:
            values = [json.loads("\n".join(lines))]
        except ValueError:
            return  # no JSON, which the other tests damage
    at = data.draw(st.integers(0, len(values) - 1))
    values[at] = replaced(values[at], data)
    judged(kind, "\n".join(map(json.dumps, values)).encode(), data.draw(CODES))


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(VALUES, max_size=3), code=CODES)
def test_json_of_any_shape(kind: str, values: list[Any], code: int) -> None:
    judged(kind, "\n".join(map(json.dumps, values)).encode(), code)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(content=st.binary(max_size=60))
def test_any_bytes(kind: str, content: bytes) -> None:
    judged(kind, content)
