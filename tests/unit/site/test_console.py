from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from releasebot.config.schema import SpecSettings
from releasebot.openapi.source import obtain
from releasebot.site.console import console_files, console_spec
from releasebot.site.generate import Order, generate
from tests.fakes.trees import EDITION, shop


def spec_of(folder: Path, files: dict[str, Any]) -> Any:  # noqa: ANN401  any JSON value
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    return json.loads(console_spec(obtain(SpecSettings(file=next(iter(files))), base=folder)))


def at(value: Any, reference: str) -> Any:  # noqa: ANN401  as above
    for key in reference.removeprefix("#").split("/")[1:]:
        value = value[key.replace("~1", "/").replace("~0", "~")]
    return value


def test_a_document_in_one_file_is_itself(tmp_path: Path) -> None:
    document = {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {}}
    assert spec_of(tmp_path, {"a.json": document}) == document


def test_references_into_other_files_lead_to_the_same_in_one(tmp_path: Path) -> None:
    answer = {"content": {"application/json": {"schema": {"$ref": "schemas/order.json#/Order"}}}}
    paths = {"/o": {"get": {"responses": {"200": answer}}}}
    order = {"Order": {"properties": {"owner": {"$ref": "#/Owner"}}}, "Owner": {"type": "string"}}
    value = spec_of(
        tmp_path,
        {
            "a.json": {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": paths},
            "schemas/order.json": order,
        },
    )
    media = value["paths"]["/o"]["get"]["responses"]["200"]["content"]["application/json"]
    found = at(value, media["schema"]["$ref"])
    assert at(value, found["properties"]["owner"]["$ref"]) == {"type": "string"}


def test_the_page_asks_no_other_host_and_holds_no_script() -> None:
    files = dict(console_files("{}", title="<b>A</b>", language="ko"))
    page = files["console.html"]
    assert "&lt;b&gt;A" in page
    assert "://" not in page
    assert "<script>" not in page
    named = [part.partition('"')[0] for part in page.split('src="')[1:]]
    assert set(named) <= set(files)


def test_each_operation_leads_to_the_console_where_there_is_one() -> None:
    def page(order: Order) -> str:
        files = {file.path: file.text for file in generate(order)}
        return files["docs/orders/get-order.md"]

    assert "[호출해 보기](../console.html#GET%20/orders/%7BorderId%7D)" in page(
        Order(shop(), EDITION, console="{}")
    )
    assert "console" not in page(Order(shop(), EDITION))
