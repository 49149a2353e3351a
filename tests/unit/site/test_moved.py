"""What stands at the addresses that pages of earlier releases had."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from releasebot.config.docs_schema import DocsSettings
from releasebot.openapi.api import read_api
from releasebot.openapi.history import ApiHistory, ApiRelease, step_between
from releasebot.pages.build import build
from releasebot.pages.model import Heading, Moved, Page, PageTree
from releasebot.pages.places import spots
from releasebot.site.generate import Order, generate
from releasebot.site.html import draw
from releasebot.site.layout import Layout
from releasebot.site.markdown import render
from releasebot.site.moved import leading_pages
from tests.api_past import DOCUMENTS, document, history, loaded, operation, step
from tests.fakes.trees import EDITION
from tests.unit.pages.reading import by_key, of_kind

Pages = Literal["tag", "operation"]
_HREF = re.compile(r'<a(?: id="([^"]*)")? href="([^"]*)">')


def tree(pages: Pages, told: ApiHistory | None = None, text: str = "") -> PageTree:
    return build(
        loaded(text or DOCUMENTS["2.0.0"]),
        DocsSettings(pages=pages, language="en"),
        version="2.0.0",
        history=history(pages) if told is None else told,
    )


def leading(made: PageTree) -> dict[str, list[tuple[str, str]]]:
    """The links of each page that leads on, with the anchors they stand for."""
    return {path: _HREF.findall(text) for path, text in leading_pages(made, Layout(made))}


def after(before: str, now: str, pages: Pages, layout_before: Pages | None = None) -> PageTree:
    """The pages of a second release."""
    told = step(before, now, pages)
    if layout_before:
        apis = read_api(loaded(before)), read_api(loaded(now))
        places = spots(apis[0], layout_before), spots(apis[1], pages)
        told = step_between((), apis, places, reworded=False)
    return tree(pages, ApiHistory((ApiRelease("2.0.0", "2026-01-02", told),), "1.0.0"), now)


def test_the_page_of_an_operation_that_was_renamed_leads_to_its_page_of_today() -> None:
    assert leading(tree("operation")) == {"orders/get-order.html": [("", "find-order.html")]}


def test_a_heading_that_was_renamed_is_found_under_its_former_anchor() -> None:
    made = tree("tag")
    assert leading(made) == {}
    page = by_key(made)["tag:orders"]
    headings = {one.anchor: one.former for one in of_kind(Heading, page)}
    assert headings["find-order"] == ("get-order",)
    layout = Layout(made)
    assert '<span id="get-order"></span>' in draw(page, layout, permalink="").html
    assert '## <span id="get-order"></span>주문 조회 {: #find-order }' in render(page, layout)


def test_operations_that_went_to_another_tag_lead_there_with_their_headings() -> None:
    before = DOCUMENTS["1.0.0"]
    made = after(before, before.replace('["orders"]', '["sales"]'), "tag")
    assert leading(made) == {
        "orders.html": [
            ("", "sales.html#list-orders"),
            ("list-orders", "sales.html#list-orders"),
            ("get-order", "sales.html#get-order"),
        ]
    }
    apart = after(before, before.replace('["orders"]', '["sales"]'), "operation")
    assert leading(apart) == {
        "orders/get-order.html": [("", "../sales/get-order.html")],
        "orders/index.html": [("", "../sales/index.html")],
        "orders/list-orders.html": [("", "../sales/list-orders.html")],
    }


def test_another_layout_leads_from_headings_to_pages_and_back() -> None:
    one = DOCUMENTS["1.0.0"]
    found = leading(after(one, one, "operation", "tag"))
    assert found["orders.html"][1:] == [
        ("list-orders", "orders/list-orders.html"),
        ("get-order", "orders/get-order.html"),
    ]
    back = leading(after(one, one, "tag", "operation"))
    assert back["orders/get-order.html"] == [("", "../orders.html#get-order")]
    assert back["orders/index.html"] == [("", "../orders.html")]


def test_a_page_of_today_is_never_replaced() -> None:
    """An operation that took the former name of another one keeps its page."""
    paths = {
        "/orders": {"get": operation("listOrders", "x")},
        "/orders/{id}": {"get": operation("getOrder", "x")},
    }
    swapped = {
        "/orders": {"get": operation("getOrder", "x")},
        "/orders/{id}": {"get": operation("readOrder", "x")},
    }
    made = after(document("1", paths), document("2", swapped), "operation")
    assert leading(made) == {"orders/list-orders.html": [("", "get-order.html")]}
    assert by_key(made)["operation:readOrder"].former == ()


def test_former_keys_are_those_that_no_page_has_now() -> None:
    pages = by_key(tree("operation"))
    assert pages["operation:findOrder"].former == ("operation:getOrder",)
    assert pages["operation:listOrders"].former == ()
    before = DOCUMENTS["1.0.0"]
    made = by_key(after(before, before.replace('["orders"]', '["sales"]'), "tag"))
    assert made["tag:sales"].former == ("tag:orders",)
    renamed = before.replace("schemas/Order", "schemas/Sale").replace('"Order":', '"Sale":')
    assert by_key(after(before, renamed, "operation"))["schema:Sale"].former == ("schema:Order",)


@pytest.mark.parametrize("pages", ["tag", "operation"])
def test_a_site_without_a_past_has_nothing_of_it(pages: Pages) -> None:
    files = generate(Order(tree(pages, ApiHistory()), EDITION))
    assert not [file.path for file in files if "moved" in file.path]


def test_a_site_has_the_script_that_its_leading_pages_name() -> None:
    files = {file.path: file.text for file in generate(Order(tree("operation"), EDITION))}
    assert '<script src="../assets/moved.js">' in files["docs/orders/get-order.html"]
    assert "docs/assets/moved.js" in files


def test_slugs_of_former_pages_are_no_way_out_of_the_site() -> None:
    root = Page("overview", "index", "x", ())
    made = PageTree(root, "x", "1", "en", (Moved(("..", "../../etc"), "", "overview"),))
    assert all(".." not in path for path in leading(made))
