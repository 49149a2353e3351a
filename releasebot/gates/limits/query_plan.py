"""Whether a query's plan reads a whole table to throw most of it away.

PostgreSQL's `EXPLAIN (FORMAT JSON)` or its text, and MySQL's `EXPLAIN FORMAT=JSON`, of both forms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from releasebot.gates.limits.fingerprint import fingerprint
from releasebot.gates.reports.data import said

_LEAST_ROWS = 1000
"""A smaller table is read as a whole with or without an index."""

_MOST_NODES = 2000
_LONGEST = 100_000
_SCAN = re.compile(r"(?:Parallel )?Seq Scan on (?P<table>[\w.\"]+)")
_FILTER = re.compile(r"^\s*Filter: (?P<filter>.+)$")
_REMOVED = re.compile(r"^\s*Rows Removed by Filter: (?P<rows>\d{1,15})")
_COLUMN = re.compile(
    r"(?P<column>[A-Za-z_\"`][\w.\"`]*)\)?(?:::\w+)?\s*(?:=|<|>|~|IS\b|IN\b)", re.IGNORECASE
)
_WORDS = {"and", "or", "not"}


class Scan(Struct, frozen=True):
    """A table that is read from its first row to its last; `rows` are those thrown away."""

    table: str
    filter: str
    rows: int


def hint(plan: object) -> str:
    """What index would spare the plan's largest scan; empty where no such scan is seen."""
    scans = [one for one in _scans(plan) if one.filter and one.rows >= _LEAST_ROWS]
    if not scans:
        return ""
    worst = max(scans, key=lambda one: one.rows)
    columns = _columns(worst.filter)
    index = f": an index on {worst.table} ({', '.join(columns)}) would spare it" if columns else ""
    return (
        f"it reads all of {worst.table} and throws away {worst.rows:,} rows by "
        f"{said(fingerprint(worst.filter), 120)}{index}"
    )


def _columns(condition: str) -> list[str]:
    found: list[str] = []
    for match in _COLUMN.finditer(condition[:_LONGEST]):
        column = match["column"].rpartition(".")[2].strip('"`')
        if column.lower() not in _WORDS and column not in found:
            found.append(column)
    return [said(column, 60) for column in found[:4]]


def _scans(plan: object) -> Iterator[Scan]:
    if isinstance(plan, str):
        text = plan[:_LONGEST]
        if text.lstrip().startswith(("[", "{")):
            try:
                yield from _of_json(json.loads(text))
            except (ValueError, RecursionError):
                return
        else:
            yield from _of_text(text)
    else:
        yield from _of_json(plan)


def _of_text(text: str) -> Iterator[Scan]:
    table, condition = "", ""
    for line in text.splitlines():
        scan, condition_line = _SCAN.search(line), _FILTER.match(line)
        removed = _REMOVED.match(line)
        if scan:
            table, condition = scan["table"], ""
        elif condition_line and table:
            condition = condition_line["filter"]
        elif removed and condition:
            yield Scan(table, condition, int(removed["rows"]))
        elif "->" in line:
            table = condition = ""


def _of_json(plan: object) -> Iterator[Scan]:
    """The nodes of the plan, whatever lies around them, no deeper than memory allows."""
    waiting, seen = [plan], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield from _postgres(node)
            yield from _mysql(node)
            waiting += [one for one in node.values() if isinstance(one, dict | list)]


def _postgres(node: dict[str, Any]) -> Iterator[Scan]:
    if node.get("Node Type") == "Seq Scan" and isinstance(node.get("Filter"), str):
        rows = node.get("Rows Removed by Filter", node.get("Plan Rows"))
        yield Scan(
            said(str(node.get("Relation Name", "a table")), 60), node["Filter"], _whole(rows)
        )


def _mysql(node: dict[str, Any]) -> Iterator[Scan]:
    """A table that is read by `ALL` (MySQL manual, "EXPLAIN Output Format", `type`)."""
    condition = node.get("attached_condition")
    if node.get("access_type") == "ALL" and isinstance(condition, str):
        rows = node.get("rows_examined_per_scan", node.get("rows"))
        yield Scan(said(str(node.get("table_name", "a table")), 60), condition, _whole(rows))


def _whole(rows: object) -> int:
    return int(rows) if isinstance(rows, int | float) and 0 <= rows < 10**15 else 0
