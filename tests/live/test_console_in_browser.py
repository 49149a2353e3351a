"""What a reader calls on the console: requests that arrive at a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.openapi.source import obtain
from releasebot.pages.build import build as tree_of
from releasebot.site.build import build
from releasebot.site.console import console_spec
from releasebot.site.generate import Order
from tests.fakes.trees import EDITION, HOSTILE
from tests.live.browsing import answering, reader, serving

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def api() -> Iterator[tuple[str, list[str]]]:
    with answering() as api:
        yield api


@pytest.fixture(scope="module")
def site(api: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("console")
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
    order_schema = {
        "type": "object",
        "properties": {"next": {"$ref": "#/components/schemas/Order"}},
    }
    operation = {
        "operationId": "getOrder",
        "summary": "주문 조회",
        "description": "".join(HOSTILE),
        "parameters": [{**parameter, "example": 7}],
        "responses": {"200": {"description": "성공", "content": answer}},
    }
    spec: dict[str, Any] = {
        "openapi": "3.1.0",
        "components": {"schemas": {"Order": order_schema}},
        "info": {"title": HOSTILE[0], "version": "1"},
        "servers": [{"url": api[0]}],
        "paths": {
            "/orders/{id}": {"get": operation},
            "/other": {"get": {"responses": {"200": {"description": "x"}}}},
        },
    }
    (place / "openapi.json").write_text(json.dumps(spec), "utf-8")
    document = obtain(SpecSettings(file="openapi.json"), base=place)
    tree = tree_of(document, DocsSettings(pages="operation"), version="1.0.0")
    order = Order(tree, EDITION, console=console_spec(document))
    build(order, sources=place / "sources", site=place / "site")
    return place / "site"


@pytest.mark.parametrize("from_a_server", [True, False])
def test_an_operation_leads_to_its_console_which_sends_the_request(
    browser: Any,  # noqa: ANN401  playwright may not be installed
    site: Path,
    api: tuple[str, list[str]],
    *,
    from_a_server: bool,
) -> None:
    address, asked = api
    asked.clear()
    with serving(site) as served:
        one = reader(browser, served if from_a_server else site.as_uri())
        page = one.open("operations/get-order.html")
        page.get_by_role("link", name="호출해 보기").or_(
            page.get_by_role("link", name="Try it")
        ).first.click()
        page.wait_for_url("**/console.html#GET%20/orders/**")
        assert page.locator(".opblock").count() == 1
        assert page.locator(".errors").count() == 0
        page.locator("button.execute").click()
        page.locator(".live-responses-table .response-col_status").first.wait_for()
        assert asked == ["/orders/7"]
        assert "PAID" in page.locator(".live-responses-table").inner_text()
        assert page.evaluate("window.harmed") is None
        elsewhere = [
            a for a in one.requests if not a.startswith((one.base, address, "data:", "blob:"))
        ]
        assert elsewhere == []
        one.page.context.close()


def test_without_an_operation_all_are_listed(browser: Any, site: Path) -> None:  # noqa: ANN401  as above
    one = reader(browser, site.as_uri())
    page = one.open("console.html")
    page.locator(".opblock-tag").first.click()
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() == 2
    assert page.evaluate("window.harmed") is None
    one.page.context.close()
