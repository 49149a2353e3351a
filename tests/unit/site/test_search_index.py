from __future__ import annotations

from pathlib import Path

import msgspec

from releasebot.site.layout import Layout
from releasebot.site.search_index import entries, entries_in
from tests.unit.pages.reading import tree_of


def test_an_operation_is_found_by_the_words_of_its_name_before_schemas_that_have_them() -> None:
    tree = tree_of(pages="operation")
    found = {one["location"]: one for one in entries(tree, Layout(tree), {})}
    title = found["orders/orders-create.html"]["title"]
    assert title == "주문 생성<span hidden> Orders Controller create</span>"
    assert "hidden" not in found["orders/orders-create.html#responses"]["title"]


def test_on_the_page_of_a_tag_each_operation_has_its_name() -> None:
    tree = tree_of(pages="tag")
    found = {one["location"]: one for one in entries(tree, Layout(tree), {})}
    assert found["orders.html#orders-create"]["title"].endswith("Controller create</span>")
    assert "hidden" not in found["orders.html"]["title"]


def test_entries_that_were_written_before_are_taken_as_they_are(tmp_path: Path) -> None:
    tree = tree_of(pages="operation")
    made = [*entries(tree, Layout(tree), {})]
    index = tmp_path / "search_index.json"
    index.write_bytes(msgspec.json.encode({"config": {}, "docs": made}))
    known = entries_in(index, {"index.html", "enums.html"})
    assert set(known) == {"index.html", "enums.html"}
    assert [*entries(tree, Layout(tree), known)] == made
    index.write_text("no index")
    assert entries_in(index, {"index.html"}) == {}
