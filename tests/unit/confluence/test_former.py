"""A page whose subject has another key since the release keeps its identity, its comments too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from releasebot.confluence.actions import Create, Orphan, Policy, Update
from releasebot.confluence.folder import Folder
from releasebot.confluence.former import carry_over, renames
from releasebot.confluence.publish import describe, publish, survey
from releasebot.pages.model import Page, PageTree
from tests.fakes.confluence.publisher import Publisher, faults_of, is_later, shown
from tests.fakes.confluence.site import Site, serving
from tests.fakes.trees import EDITION, shop


@pytest.fixture(params=["cloud", "data-center"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with serving(request.param) as served:
        yield served
        assert faults_of(served) == []


def edit(tree: PageTree, key_: str, /, **fields: Any) -> PageTree:  # noqa: ANN401  any field of a page
    def within(page: Page) -> Page:
        changed = msgspec.structs.replace(page, children=tuple(map(within, page.children)))
        return msgspec.structs.replace(changed, **fields) if page.key == key_ else changed

    return msgspec.structs.replace(tree, root=within(tree.root))


def renamed(former: str = "operation:getOrder", now: str = "operation:findOrder") -> PageTree:
    return edit(shop(), former, key=now, slug="find-order", former=(former,))


def ids(site: Site) -> dict[str, str]:
    return {page.title: page.id for page in site.store.by_bot()}


def test_a_renamed_operation_keeps_its_page(site: Site) -> None:
    Publisher(site).publish(shop())
    before, texts = ids(site), shown(site)
    planned = Publisher(site).plan(renamed())
    assert (planned.count(Create), planned.count(Orphan), planned.count(Update)) == (0, 0, 1)
    assert any("operation:getOrder was renamed" in line for line in describe(planned))
    assert Publisher(site).publish(renamed()).summary == "updated 1, unchanged 9"
    assert (ids(site), shown(site)) == (before, texts)
    assert Publisher(site).publish(renamed()).summary == "unchanged 10"
    assert Publisher(site).unfinished(renamed()) == ""


def test_later_nothing_has_to_know_of_the_former_key(site: Site) -> None:
    Publisher(site).publish(shop())
    Publisher(site).publish(renamed())
    forgotten = edit(renamed(), "operation:findOrder", former=())
    assert Publisher(site).publish(forgotten).summary == "unchanged 10"


def test_title_and_text_may_change_at_the_same_time(site: Site) -> None:
    Publisher(site).publish(shop())
    before = ids(site)
    other = edit(renamed(), "operation:findOrder", title="주문 찾기")
    assert Publisher(site).publish(other).summary == "updated 1, unchanged 9"
    assert ids(site)["주문 찾기"] == before["주문 조회"]


def test_a_renamed_tag_keeps_its_page_and_those_below_it(site: Site) -> None:
    Publisher(site).publish(shop())
    before = ids(site)
    moved = edit(shop(), "tag:orders", key="tag:sales", former=("tag:orders",))
    numbers = {page.title: page.number for page in site.store.by_bot()}
    assert Publisher(site).publish(moved).summary == "updated 1, moved 2, unchanged 7"
    assert ids(site) == before
    # the notes of the two below it tell its key, their versions are as they were
    assert {page.title: page.number for page in site.store.by_bot()} == numbers
    assert Publisher(site).publish(moved).summary == "unchanged 10"


def test_a_former_key_that_another_page_has_now_is_that_page(site: Site) -> None:
    Publisher(site).publish(shop())
    before = ids(site)
    claimed = edit(shop(), "operation:createOrder", former=("operation:getOrder",))
    assert Publisher(site).publish(claimed).summary == "unchanged 10"
    assert ids(site) == before


def test_an_edit_by_hand_is_still_found(site: Site) -> None:
    Publisher(site).publish(shop())
    (page,) = [one for one in site.store.by_bot() if one.title == "주문 조회"]
    site.store.edit(page, "<p>by hand</p>")
    assert "its text was changed" in Publisher(site).refused(renamed())


def test_where_both_pages_are_there_the_former_one_is_an_orphan(site: Site) -> None:
    Publisher(site).publish(shop())
    strangers = edit(shop(), "operation:getOrder", key="operation:findOrder")
    Publisher(site).publish(strangers)
    planned = Publisher(site).plan(renamed())
    assert (planned.count(Create), planned.count(Orphan)) == (0, 1)


def test_in_a_folder_it_is_the_same(tmp_path: Path) -> None:
    def put(tree: PageTree) -> str:
        folder = Folder(tmp_path / "confluence", worktree=tmp_path, project="shop")
        return publish(tree, folder, EDITION, is_later).summary

    put(shop())
    names = sorted(path.name for path in (tmp_path / "confluence" / "pages").iterdir())
    assert put(renamed()) == "updated 1, unchanged 9"
    assert sorted(path.name for path in (tmp_path / "confluence" / "pages").iterdir()) == names
    assert put(renamed()) == "unchanged 10"
    moved = edit(renamed(), "tag:orders", key="tag:sales", former=("tag:orders",))
    assert put(moved) == "updated 1, moved 2, unchanged 7"
    folder = Folder(tmp_path / "confluence", worktree=tmp_path, project="shop")
    assert survey(moved, folder, EDITION, is_later, Policy()).is_settled


def test_the_latest_of_several_former_keys_counts() -> None:
    tree = edit(shop(), "operation:getOrder", former=("operation:a", "operation:b"))
    pages = {"operation:a": 1, "operation:b": 2}
    carry_over(pages, renames(tree))
    assert pages == {"operation:a": 1, "operation:getOrder": 2}
