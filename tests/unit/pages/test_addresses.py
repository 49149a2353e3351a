from __future__ import annotations

from typing import Any

import pytest

from releasebot.pages.addresses import (
    MANY_IN_TAG,
    MANY_OPERATIONS,
    MANY_SCHEMAS,
    Addresses,
    layout_of,
)
from tests.unit.openapi.documents import api, operation


def paths(count: int, *, per_tag: int) -> dict[str, Any]:
    return {
        f"/p{number}": {"get": operation(operationId=f"o{number}", tags=[f"t{number // per_tag}"])}
        for number in range(count)
    }


@pytest.mark.parametrize(
    ("count", "per_tag", "layout"),
    [
        (MANY_OPERATIONS - 1, 5, "tag"),
        (MANY_OPERATIONS, 5, "operation"),
        (MANY_IN_TAG - 1, 100, "tag"),
        (MANY_IN_TAG, 100, "operation"),
        (0, 1, "tag"),
    ],
)
def test_the_layout_keeps_pages_light(count: int, per_tag: int, layout: str) -> None:
    read = api(paths(count, per_tag=per_tag))
    assert layout_of(read, "auto") == layout
    assert layout_of(read, "tag") == "tag"
    assert layout_of(read, "operation") == "operation"


def test_addresses_do_not_depend_on_the_order_of_the_document() -> None:
    both = {
        "/a": {"get": operation(operationId="get_order", tags=["주문"])},
        "/b": {"get": operation(operationId="getOrder", tags=["주문"])},
    }
    one, other = (api(dict(order)) for order in (both.items(), reversed(both.items())))
    found = [
        {each.key: made.operation(each).slug for each in read.operations}
        for read in (one, other)
        for made in (Addresses(read, "operation"),)
    ]
    assert found[0] == found[1]
    assert len(set(found[0].values())) == 2


def test_addresses_stay_when_texts_change() -> None:
    def slugs(summary: str, tag: str) -> list[str]:
        read = api({"/orders": {"get": operation(operationId="list", summary=summary, tags=[tag])}})
        made = Addresses(read, "tag")
        return [made.tags[0].slug, made.operation(read.operations[0]).anchor]

    assert slugs("목록", "주문") == slugs("주문 목록 조회", "주문 관리") == ["orders", "list"]


def test_a_tag_without_operations_or_words_has_no_page() -> None:
    tags = [{"name": "empty"}, {"name": "told", "description": "d"}]
    made = Addresses(api(tags=tags), "tag")
    assert [page.tag.name for page in made.tags] == ["told"]


def test_few_schemas_stand_on_one_page_and_many_by_their_initials() -> None:
    few = Addresses(api(components={"schemas": {"A": {}, "B": {}}}), "tag")
    assert (few.schema("A").page, few.schema("A").anchor) == ("schemas", "a")
    names = [f"{start}{number}" for start in ("Order", "User") for number in range(MANY_SCHEMAS)]
    many = Addresses(api(components={"schemas": {name: {} for name in [*names, "주문"]}}), "tag")
    assert many.schema("Order1").page == "schemas:o"
    assert many.schema("User1").page == "schemas:u"
    assert many.schema("주문").page == "schemas:etc"
    apart = Addresses(api(components={"schemas": {"A": {}}}), "operation")
    assert (apart.schema("A").page, apart.schema("A").anchor) == ("schema:A", "")


def test_groups_of_schemas_that_are_still_large_are_split_further() -> None:
    names = [f"a{letter}{number}" for letter in "bc" for number in range(MANY_SCHEMAS)]
    made = Addresses(api(components={"schemas": {name: {} for name in names}}), "tag")
    assert {made.schema(name).page for name in names} == {"schemas:ab", "schemas:ac"}


def test_namespaces_do_not_count_as_initials() -> None:
    names = [
        f"io.k8s.api.{word}{number}" for word in ("Pod", "Job") for number in range(MANY_SCHEMAS)
    ]
    made = Addresses(api(components={"schemas": {name: {} for name in names}}), "tag")
    assert made.schema("io.k8s.api.Pod1").page == "schemas:p"


def test_a_schema_that_turns_up_later_takes_nobodys_place() -> None:
    made = Addresses(api(components={"schemas": {"order": {}, "Order": {}}}), "operation")
    first, second = made.schema("order").slug, made.schema("Order").slug
    late = made.schema("ORDER").slug
    assert len({first, second, late, made.schema("ORDER").slug}) == 3


def test_a_scheme_that_is_not_declared_has_no_place() -> None:
    read = api(components={"securitySchemes": {"토큰": {"type": "http"}, "a b": {"type": "http"}}})
    made = Addresses(read, "tag")
    token = made.auth("토큰")
    assert token is not None
    assert token.anchor.isascii()
    assert made.auth("a b") is not None
    assert made.auth("nothing") is None
