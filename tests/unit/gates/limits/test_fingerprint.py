import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.gates.limits.fingerprint import fingerprint
from releasebot.gates.limits.query_plan import hint


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select * from t where a = 1 and b='x''y'", "select * from t where a = ? and b=?"),
        ("SELECT  a\n FROM t1 -- why\n WHERE b = $1;", "SELECT a FROM t1 WHERE b = ?"),
        ("select a /* id 7 */ from t where b in (1, 2,3)", "select a from t where b in (?)"),
        ("insert into t values (1,'a'), (2, 'b'), (3, 'c')", "insert into t values (?)"),
        ('select "col 1" from `t2`', 'select "col 1" from `t2`'),
        ("select -1.5e3, E'\\'', x'ff', ?, :name", "select ?, ?, ?, ?, ?"),
        ("select a->>'b' from t", "select a->>? from t"),
        ("select 'open", "select ?"),
    ],
)
def test_queries_that_differ_in_values_alone_are_one(query: str, expected: str) -> None:
    assert fingerprint(query) == expected


@given(st.text(alphabet="'\"`\\-/*$?:(),1a e;\n", max_size=200))
def test_any_text_has_a_fingerprint_without_digits_of_its_strings(query: str) -> None:
    assert fingerprint(query) is not None
    assert "7" not in fingerprint(f"select '7{query.translate({39: None, 92: None})}7'")


def test_a_text_plan_of_postgresql_tells_of_its_largest_scan() -> None:
    plan = (
        "Nested Loop  (cost=0.00..1.00 rows=1 width=4)\n"
        "  ->  Seq Scan on public.orders o  (cost=0.00..1.00 rows=5000 width=4)\n"
        "        Filter: ((status = 'new'::text) AND (o.total > 7))\n"
        "        Rows Removed by Filter: 49990\n"
        "  ->  Index Scan using a on b\n"
        "        Filter: (c = 1)\n"
        "        Rows Removed by Filter: 77777\n"
    )
    assert hint(plan) == (
        "it reads all of public.orders and throws away 49,990 rows by ((status = ?::text) AND "
        "(o.total > ?)): an index on public.orders (status, total) would spare it"
    )


def test_a_plan_of_mysql_tells_of_a_table_that_is_read_as_a_whole() -> None:
    table = {
        "table_name": "orders",
        "access_type": "ALL",
        "rows_examined_per_scan": 5000,
        "attached_condition": "(`shop`.`orders`.`status` = 'new')",
    }
    plan = {"query_block": {"table": table}}
    assert "an index on orders (status) would spare it" in hint(plan)
    assert hint({"query_block": {"table": {**table, "access_type": "ref"}}}) == ""


@pytest.mark.parametrize(
    "plan",
    [None, 3, "", "[" * 5000, "{", [[[{}]]], {"Plan": None}, "Filter: (a = 1)"],
)
def test_what_is_no_plan_gives_no_hint(plan: object) -> None:
    assert hint(plan) == ""
