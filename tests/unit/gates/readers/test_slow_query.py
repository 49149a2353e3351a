import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from releasebot.gates.readers.slow_query import read
from releasebot.gates.reading import Reading, Unreadable
from tests.reports import asked

PLAN = [
    {
        "Plan": {
            "Node Type": "Limit",
            "Plans": [
                {
                    "Node Type": "Seq Scan",
                    "Relation Name": "Order",
                    "Filter": "((\"customerId\")::text = 'kim@example.com'::text)",
                    "Rows Removed by Filter": 99_999,
                }
            ],
        }
    }
]
ORDERS = 'SELECT "id" FROM "public"."Order" WHERE "customerId" = {} LIMIT 10'


def prisma(query: str, duration: float, **more: object) -> dict[str, Any]:
    """An event as Prisma emits it."""
    return {"timestamp": "2026-11-20T10:00:00.000Z", "query": query, "params": '["kim"]',
            "duration": duration, "target": "quaint::connector::metrics", **more}  # fmt: skip


def of(folder: Path, *events: object, limits: Mapping[str, Any] | None = None) -> Reading:
    report = folder / "queries.jsonl"
    report.write_text("".join(f"{json.dumps(one)}\n" for one in events))
    return read(report, asked({"queries": limits or {}}))


def test_a_slow_query_is_named_with_the_index_it_lacks_and_without_its_values(
    tmp_path: Path,
) -> None:
    reading = of(
        tmp_path,
        prisma(ORDERS.format("$1"), 812, plan=PLAN),
        prisma(ORDERS.format("'lee@example.com'"), 12),
        {"level": "info", "msg": "started"},
        prisma("SELECT 1", 1),
    )
    (fault,) = reading.faults
    assert fault == (
        "1 run of queries took more than 200 ms, wanted at most 0: "
        'SELECT "id" FROM "public"."Order" WHERE "customerId" = ? LIMIT ? '
        "(2 runs, 1 slow, p95 772 ms): it reads all of Order and throws away 99,999 rows by "
        '(("customerId")::text = ?::text): an index on Order (customerId) would spare it'
    )
    assert reading.figures["queries"] == 3
    assert reading.figures["kinds"] == 2
    assert reading.figures["slow_queries"] == 1
    assert "example.com" not in str(reading)


def test_the_budget_and_the_p95_of_each_query_are_limits(tmp_path: Path) -> None:
    events = [prisma(ORDERS.format(number), 100 + number) for number in range(100)]
    assert of(tmp_path, *events, limits={"budget": 190, "slow": 9}).faults == ()
    assert len(of(tmp_path, *events, limits={"budget": 190, "slow": 8}).faults) == 1
    (fault,) = of(tmp_path, *events, limits={"p95": 190}).faults
    assert fault.startswith("wanted a p95 of at most 190 ms: SELECT ")
    assert of(tmp_path, *events, limits={"p95": 195}).faults == ()


def test_keys_and_units_of_other_logs_can_be_named(tmp_path: Path) -> None:
    event = {"db": {"text": "select 1"}, "took": 0.25}
    limits = {"query": "db.text", "duration": "took", "unit": "s"}
    assert of(tmp_path, event, limits=limits).figures["query_p95"] == 250
    with pytest.raises(Unreadable, match="the log has no query with its duration in it"):
        of(tmp_path, event)


def test_more_kinds_of_queries_than_are_kept_apart_are_counted_together(tmp_path: Path) -> None:
    events = [{"query": f"select a from t{number}", "ms": 300} for number in range(2100)]
    reading = of(tmp_path, *events)
    assert (reading.figures["kinds"], reading.figures["slow_queries"]) == (2001, 2100)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the report is empty"),
        ('{"query": "select 1", "duration": 1}\nNest started\n', "line 2 of the report is no JSON"),
        ('{"query": "select 1", "duration": 1}\n{"que', "line 2 of the report is no JSON: it ends"),
        ("[1]\n", "line 1 of the report is no event of a log: expected `object`"),
        ('{"query": 3, "duration": "x"}\n', "the log has no query with its duration in it"),
    ],
)
def test_what_cannot_be_judged_is_not_judged(text: str, why: str, tmp_path: Path) -> None:
    report = tmp_path / "queries.jsonl"
    report.write_text(text)
    with pytest.raises(Unreadable) as caught:
        read(report, asked())
    assert caught.value.message.startswith(why)
