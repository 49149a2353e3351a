from __future__ import annotations

import re
from pathlib import Path

import pytest

from releasebot.confluence.page_tree import Node, Shelf
from releasebot.confluence.preview import is_current, preview_fault, write_preview
from releasebot.confluence.stored import Properties, StoredPage
from releasebot.errors import ConflictError


def stored(name: str, parent: str | None = None, *, title: str = "", body: str = "") -> StoredPage:
    return StoredPage(name, Properties(title or name, parent, 2, "v1.4.0 at 0a1b2c3d4"), body)


PAGES = (
    stored("overview", title="주문 API"),
    stored("orders", "overview", title="주문"),
    stored("members", "overview", title="회원"),
    stored("get", "orders", title="주문 조회", body="<p>조회</p>"),
    stored("create", "orders", title="주문 생성"),
    stored("login", "members", title="로그인"),
)


def shown(place: Path, *pages: StoredPage) -> Path:
    (place / "preview").mkdir()
    write_preview(place, pages)
    return place / "preview"


def names(nodes: tuple[Node, ...]) -> list[str]:
    return [name for node in nodes for name in (node.title, *names(node.below))]


def test_the_list_beside_a_page_is_open_where_the_page_is() -> None:
    tree = Shelf(PAGES).tree(PAGES[3])
    assert names(tree) == ["주문 API", "주문", "주문 생성", "주문 조회", "회원"]
    assert [node.here for node in tree[0].below[0].below] == [False, True]


def test_pages_are_listed_by_title_and_all_of_them_on_the_index() -> None:
    assert names(Shelf(tuple(reversed(PAGES))).whole_tree()) == [
        *("주문 API", "주문", "주문 생성", "주문 조회", "회원", "로그인"),
    ]


def test_of_a_thousand_siblings_the_nearest_are_listed() -> None:
    pages = [stored(f"page-{number:04}") for number in range(1000)]
    listed = names(Shelf(pages).tree(pages[500]))
    assert listed[0] == "… 480"
    assert listed[-1] == "… 479"
    assert len(listed) == 43
    assert "page-0500" in listed


def test_pages_that_stand_below_each_other_do_not_go_on_for_ever(tmp_path: Path) -> None:
    folder = shown(tmp_path, stored("a", "b"), stored("b", "a"), stored("c", "c"))
    assert "<h1>a</h1>" in (folder / "a.html").read_text("utf-8")
    assert 'href="preview/c.html"' in (tmp_path / "index.html").read_text("utf-8")


def test_a_page_shows_its_place_its_version_and_its_text(tmp_path: Path) -> None:
    text = (shown(tmp_path, *PAGES) / "get.html").read_text("utf-8")
    assert '<html lang="ko">' in text
    assert "<h1>주문 조회</h1>" in text
    assert re.search(
        r'<a href="overview.html">주문 API</a> /\s+<a href="orders.html">주문</a>', text
    )
    assert "버전 2 · v1.4.0 at 0a1b2c3d4" in text
    assert "<p>조회</p>" in text
    assert 'href="get.html" aria-current="page"' in text


def test_nothing_outside_the_folder_is_asked_for(tmp_path: Path) -> None:
    for path in (*shown(tmp_path, *PAGES).iterdir(), tmp_path / "index.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"https?:|<script|@import|url\(", text), path.name


def test_a_preview_is_current_until_a_page_changes(tmp_path: Path) -> None:
    shown(tmp_path, *PAGES)
    assert is_current(tmp_path, PAGES)
    assert is_current(tmp_path, tuple(reversed(PAGES)))
    assert not is_current(tmp_path, PAGES[:-1])
    assert not is_current(tmp_path, (*PAGES[:-1], stored("login", "members", title="로그아웃")))


def test_files_of_ours_may_be_replaced_and_no_others(tmp_path: Path) -> None:
    folder = shown(tmp_path, *PAGES)
    preview_fault(tmp_path)
    (folder / "mine.html").write_text("<p>mine</p>")
    with pytest.raises(ConflictError, match=r"mine\.html is not ours"):
        preview_fault(tmp_path)
