from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.pages import slugs


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("OrdersController_findOne", "orders-find-one"),
        ("OrdersController_create_v1", "orders-create-v1"),
        ("OrdersController.remove", "orders-remove"),
        ("Controller_x", "controller-x"),
        ("getHTTPStatus", "get-http-status"),
        ("user2Fa", "user2-fa"),
        ("repos/create-attestation", "repos-create-attestation"),
        ("GET /orders/{id}", "get-orders-id"),
        ("Café", "cafe"),
        ("주문", ""),
        ("--a--b--", "a-b"),
    ],
)
def test_names_become_words_with_hyphens(text: str, slug: str) -> None:
    assert slugs.slug(text) == slug


@given(st.text())
def test_a_slug_is_ascii_and_short(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slugs.slug(text))
    assert len(slugs.slug(text)) <= slugs.MAX_LENGTH


def test_long_names_that_differ_late_get_different_slugs() -> None:
    assert slugs.slug("a" * 200 + "x") != slugs.slug("a" * 200 + "y")


def test_names_that_lose_letters_are_not_faithful() -> None:
    assert slugs.is_faithful("Café (v2)")
    assert not slugs.is_faithful("order 주문")


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.text(max_size=5)), unique=True))
def test_unique_slugs_differ_and_do_not_depend_on_the_order(wanted: list[tuple[str, str]]) -> None:
    found = slugs.unique(wanted)
    assert len(set(found)) == len(found)
    again = slugs.unique(wanted[::-1])
    assert dict(zip(wanted, found, strict=True)) == dict(zip(wanted[::-1], again, strict=True))


@given(st.lists(st.sampled_from(["a", "A", "a 2", "a-2", "주", "주문", ""]), max_size=30))
def test_anchors_differ_and_start_with_their_prefix(texts: list[str]) -> None:
    anchors = slugs.Anchors("p")
    found = [anchors.give(text) for text in texts]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"p-[a-z0-9-]+", one) for one in found)


@pytest.mark.parametrize(
    ("operation_id", "slug"),
    [
        ("findOne", "find-one"),
        ("주문조회", "get-orders-id"),
        ("", "get-orders-id"),
        ("_", "get-orders-id"),
    ],
)
def test_an_operation_is_named_by_its_id_else_by_method_and_path(
    operation_id: str, slug: str
) -> None:
    assert slugs.of_operation(operation_id, "GET", "/orders/{id}") == slug


def test_an_operation_with_nothing_ascii_still_has_a_slug() -> None:
    assert slugs.of_operation("", "", "/주문").startswith("operation-")


@pytest.mark.parametrize(
    ("name", "paths", "ids", "slug"),
    [
        ("Orders", ["/x"], ["y"], "orders"),
        ("주문", ["/x"], ["OrdersController_a", "OrdersController_b"], "orders"),
        ("주문", ["/api/v1/orders", "/api/v1/orders/{id}"], ["a", "b"], "orders"),
        ("주문", ["/orders", "/members"], ["OrdersController_a", "b"], "tag-cdc5c1dc"),
        ("주문", ["/v1/{id}"], [""], "tag-cdc5c1dc"),
        ("주문", [], [], "tag-cdc5c1dc"),
    ],
)
def test_a_tag_is_named_by_itself_else_by_what_its_operations_share(
    name: str, paths: list[str], ids: list[str], slug: str
) -> None:
    expected = f"tag-{slugs.digest(name)}" if slug.startswith("tag-") else slug
    assert slugs.of_tag(name, paths, ids) == expected
