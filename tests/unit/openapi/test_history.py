"""What is kept of a step from one release to the next."""

from __future__ import annotations

import msgspec
import pytest

from releasebot.openapi.findings import Location
from releasebot.openapi.history import Step, field_name, parameter_name
from tests.api_past import DOCUMENTS, step


def test_what_was_added_and_who_notices() -> None:
    found = step(DOCUMENTS["1.0.0"], DOCUMENTS["1.1.0"])
    assert found.added == ("GET /export",)
    assert found.touched == ("GET /orders", "GET /orders/{id}")
    assert found.parts == ("#/components/schemas/Order/properties/note", "GET /orders query:limit")
    assert [level for level, _ in found.levels] == ["info"]


def test_an_operation_of_another_id_or_path_is_the_same_one() -> None:
    renamed = step(DOCUMENTS["1.1.0"], DOCUMENTS["1.2.0"])
    ((before, after),) = renamed.moved
    assert (before.key, after.key) == ("getOrder", "findOrder")
    assert (before.trail, before.anchor) == (("orders",), "get-order")
    moved = step(DOCUMENTS["1.2.0"], DOCUMENTS["2.0.0"])
    assert [(one.label, other.label) for one, other in moved.moved] == [
        ("GET /orders", "GET /v2/orders")
    ]
    assert moved.touched == ("GET /v2/orders",)
    assert moved.added == ()


def test_what_breaks_comes_with_what_to_do_in_both_languages() -> None:
    found = step(DOCUMENTS["1.2.0"], DOCUMENTS["2.0.0"])
    (level, subjects), *_ = found.levels
    assert level == "breaking"
    told = {one.title: one.entries[0] for one in subjects}
    assert told["GET /orders"].advice == (
        "Use `/v2/orders` instead of `/orders`.",
        "`/orders` 대신 `/v2/orders`을(를) 쓰십시오.",
    )
    assert "2026-06-30" in told["GET /export"].said[0]


def test_a_tag_whose_operations_all_went_to_a_new_one_was_renamed() -> None:
    before = DOCUMENTS["1.0.0"]
    assert step(before, before.replace('["orders"]', '["purchases"]')).tags == (
        ("orders", "purchases"),
    )
    one = before.replace('["orders"]', '["purchases"]', 1)
    assert step(before, one).tags == ()


def test_nothing_is_told_of_the_same_document() -> None:
    assert step(DOCUMENTS["1.0.0"], DOCUMENTS["1.0.0"]) == Step()
    assert Step().is_empty
    words = step(DOCUMENTS["1.0.0"], DOCUMENTS["1.0.0"].replace("조회", "보기"))
    assert (words.reworded, words.levels, words.is_empty) == (True, (), False)


def test_a_step_is_read_as_it_was_written() -> None:
    found = step(DOCUMENTS["1.2.0"], DOCUMENTS["2.0.0"])
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Step) == found


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/components/schemas/A/properties/b", "#/components/schemas/A/properties/b"),
        ("/components/schemas/A/allOf/1/properties/b", "#/components/schemas/A/properties/b"),
        ("/components/schemas/A/oneOf/1/properties/b", ""),
        ("/paths/~1a/get/parameters/0/schema/properties/b", ""),
    ],
)
def test_a_field_has_a_name_only_where_it_stays_the_same(pointer: str, name: str) -> None:
    assert field_name(Location("a.json", pointer), "a.json") == name
    assert field_name(Location("b.json", pointer), "a.json") == (f"b.json{name}" if name else "")


def test_parameters_are_named_by_their_operation_and_place() -> None:
    assert parameter_name("GET /a", "query", "b") == "GET /a query:b"
