"""Publishing to a server, Cloud and Data Center alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from releasebot.confluence.actions import Archive, Edited, Orphan, Policy
from releasebot.confluence.attached import Attached
from releasebot.confluence.known import Home
from releasebot.confluence.per_version import of_version
from releasebot.confluence.publish import describe
from releasebot.errors import ConflictError, UsageError
from releasebot.pages.model import Edition, Page, PageTree, Paragraph, Text
from tests.fakes.confluence.publisher import Publisher, faults_of, shown
from tests.fakes.confluence.site import Site, serving
from tests.fakes.trees import EDITION, every_block, hostile, plot, shop

LATER = Edition("1.5.0", "v1.5.0", "f" * 40, EDITION.committed_at + 100)
MAJOR = Edition("2.0.0", "v2.0.0", "e" * 40, EDITION.committed_at + 200)
ROOT = "쇼핑몰 API"


@pytest.fixture(params=["cloud", "data-center"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with serving(request.param) as served:
        yield served
        assert faults_of(served) == []


def edit(tree: PageTree, key: str, **fields: Any) -> PageTree:  # noqa: ANN401  any field of a page
    def within(page: Page) -> Page:
        changed = msgspec.structs.replace(page, children=tuple(map(within, page.children)))
        return msgspec.structs.replace(changed, **fields) if page.key == key else changed

    return msgspec.structs.replace(tree, root=within(tree.root))


def without(tree: PageTree, key: str) -> PageTree:
    def within(page: Page) -> Page:
        kept = tuple(within(child) for child in page.children if child.key != key)
        return msgspec.structs.replace(page, children=kept)

    return msgspec.structs.replace(tree, root=within(tree.root))


def said(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph((Text(text),)),)


def versions(site: Site) -> dict[str, int]:
    return {page.id: page.number for page in site.store.pages.values()}


def test_the_tree_is_made_as_shells_first_and_texts_second(site: Site) -> None:
    made = Publisher(site).publish(shop())
    assert made.summary == "created 10"
    pages = shown(site)
    assert pages["주문 조회"][0] == "주문"
    assert pages["주문"][0] == ROOT
    assert pages[ROOT][0] == "Home"
    assert "<p>주문 조회합니다." in pages["주문 조회"][1]
    assert {page.number for page in site.store.by_bot()} == {2}
    made_at = [n for n, one in enumerate(site.writes) if one.endswith(("/pages", "/content"))]
    texts = [
        one for one in site.writes[: max(made_at)] if one.startswith("PUT") and "prop" not in one
    ]
    assert texts == []
    assert all(page.where.startswith(site.url) for page in made.pages)
    assert len(made.pages) == 10


def test_publishing_again_only_reads(site: Site) -> None:
    Publisher(site).publish(shop())
    site.requests.clear()
    again = Publisher(site).publish(shop())
    assert again.summary == "unchanged 10"
    assert site.writes == []
    assert len(site.requests) <= 5
    assert Publisher(site).unfinished(shop()) == ""


def test_only_the_page_that_changed_gets_a_version(site: Site) -> None:
    Publisher(site).publish(shop())
    before = versions(site)
    site.requests.clear()
    Publisher(site).publish(shop())
    reads = len(site.requests)
    site.requests.clear()
    changed = edit(shop(), "operation:getOrder", blocks=said("새 글"))
    assert Publisher(site).publish(changed).summary == "updated 1, unchanged 9"
    assert len(site.requests) <= reads + 3
    page = site.store.one("주문 조회")
    assert {name for name, number in versions(site).items() if before[name] != number} == {page.id}
    assert page.now.message.startswith("v1.4.0 at 0a1b2c3d4")
    assert page.now.minor
    assert Publisher(site).plan(changed).is_settled


def test_a_release_that_breaks_is_told_to_those_who_watch(site: Site) -> None:
    Publisher(site).publish(shop())
    changed = edit(shop(), "operation:getOrder", blocks=said("새 글"))
    Publisher(site).publish(changed, MAJOR)
    assert not site.store.one("주문 조회").now.minor


def test_a_renamed_operation_keeps_its_page_with_comments_and_labels(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    page.comments.append("이 부분이 궁금합니다")
    page.labels.add("important")
    Publisher(site).publish(edit(shop(), "operation:getOrder", title="주문 보기"))
    assert page.title == "주문 보기"
    assert page.number == 3
    assert page.comments == ["이 부분이 궁금합니다"]
    assert page.labels == {"important"}
    assert len(site.store.by_bot()) == 10


def test_a_page_goes_along_when_its_parent_changes(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    operation = shop().root.children[0].children[1]
    tree = without(shop(), "operation:getOrder")
    members = tree.root.children[1]
    tree = edit(tree, "tag:members", children=(*members.children, operation))
    made = Publisher(site).publish(tree)
    assert made.moved == 1
    assert page.parent == site.store.one("회원").id
    assert page.number == (2 if site.product == "cloud" else 3)
    assert Publisher(site).plan(tree).is_settled


def test_titles_may_change_places(site: Site) -> None:
    Publisher(site).publish(shop())
    get, create = site.store.one("주문 조회"), site.store.one("주문 생성")
    tree = edit(shop(), "operation:getOrder", title="주문 생성")
    tree = edit(tree, "operation:createOrder", title="주문 조회")
    Publisher(site).publish(tree)
    assert (get.title, create.title) == ("주문 생성", "주문 조회")
    assert Publisher(site).plan(tree).is_settled


def test_a_new_page_takes_the_title_of_a_renamed_one(site: Site) -> None:
    Publisher(site).publish(shop())
    old = site.store.one("주문 조회")
    tree = edit(shop(), "operation:getOrder", title="주문 보기")
    new = Page("operation:findOrder", "find-order", "주문 조회", said("다른 것"))
    tree = edit(tree, "tag:members", children=(*tree.root.children[1].children, new))
    Publisher(site).publish(tree)
    assert old.title == "주문 보기"
    assert "다른 것" in site.store.one("주문 조회").now.body
    assert site.store.one("주문 조회").number == 2


@pytest.mark.parametrize("status", ["current", "archived", "trashed"])
def test_a_title_that_somebody_else_has_is_left_to_them(site: Site, status: str) -> None:
    if site.product == "data-center" and status == "archived":
        pytest.skip("Data Center has no archive of pages")
    theirs = site.store.new(site.store.home, "주문 조회", "<p>사람의 글</p>", author="kim")
    theirs.status = status
    Publisher(site).publish(shop())
    assert (theirs.number, theirs.now.body) == (1, "<p>사람의 글</p>")
    assert site.store.one("주문 조회 (GET /orders/{orderId})").parent == site.store.one("주문").id
    assert Publisher(site).plan(shop()).is_settled
    assert theirs.properties == {}


def test_a_page_of_what_is_gone_is_reported_and_stays(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    tree = without(shop(), "operation:getOrder")
    plan = Publisher(site).plan(tree)
    assert plan.count(Orphan) == 1
    assert "? orphaned 주문 조회" in describe(plan)[-1]
    Publisher(site).publish(tree)
    assert (page.status, page.number) == ("current", 2)


def test_a_page_of_what_is_gone_is_archived_where_that_is_asked_for(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    tree = without(shop(), "operation:getOrder")
    made = Publisher(site).archiving().publish(tree)
    if site.product == "data-center":  # which has no archive
        assert (made.archived, made.orphaned, page.status) == (0, 1, "current")
        return
    assert (made.archived, page.status) == (1, "archived")
    assert Publisher(site).archiving().plan(tree).count(Archive) == 0
    assert Publisher(site).plan(tree).is_settled
    Publisher(site).publish(shop())  # and what comes back gets a page of its own
    assert page.status == "archived"
    assert "주문 조회합니다" in site.store.one("주문 조회 (GET /orders/{orderId})").now.body
    assert Publisher(site).plan(shop()).is_settled


def test_an_edit_is_a_conflict_that_shows_itself_and_nothing_is_written(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    site.store.edit(page, f"{page.now.body}<p>손으로 고친 글</p>")
    site.requests.clear()
    tree = edit(shop(), "operation:createOrder", blocks=said("새 글"))
    with pytest.raises(ConflictError, match="was edited by hand: its text was changed"):
        Publisher(site).publish(tree)
    assert site.writes == []
    assert "+<p>손으로 고친 글</p>" in Publisher(site).refused(tree)


def test_of_an_edit_only_what_was_edited_is_shown(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    before = page.now.body
    assert "재고가 부족하면" in before
    site.store.edit(page, before.replace("재고가 부족하면", "재고가 없으면"))
    shown_lines = Publisher(site).refused(shop()).splitlines()
    changed = [line.strip() for line in shown_lines if line.strip()[:2] in {"-<", "+<"}]
    assert changed == [
        "-<p>주문 조회합니다. 재고가 부족하면 409를 돌려줍니다.</p>",
        "+<p>주문 조회합니다. 재고가 없으면 409를 돌려줍니다.</p>",
    ]


@pytest.mark.parametrize("what", ["renamed", "moved"])
def test_a_page_that_was_put_elsewhere_is_a_conflict(site: Site, what: str) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    if what == "renamed":
        site.store.edit(page, page.now.body, title="다른 제목")
    else:
        site.store.move(page, site.store.home)
    assert f"it was {what}" in Publisher(site).refused(shop())


def test_an_edit_is_overwritten_where_that_is_wanted(site: Site) -> None:
    publisher = Publisher(site).on_edit("overwrite")
    publisher.publish(shop())
    page = site.store.one("주문 조회")
    wanted = page.now.body
    site.store.edit(page, "<p>손으로 고친 글</p>", title="다른 제목")
    assert publisher.publish(shop()).updated == 1
    assert (page.now.body, page.title, page.number) == (wanted, "주문 조회", 4)
    assert publisher.plan(shop()).is_settled


def test_an_edited_page_is_skipped_where_that_is_wanted(site: Site) -> None:
    publisher = Publisher(site).on_edit("skip")
    publisher.publish(shop())
    page = site.store.one("주문 조회")
    site.store.edit(page, "<p>손으로 고친 글</p>")
    tree = edit(shop(), "operation:createOrder", blocks=said("새 글"))
    assert publisher.publish(tree).summary == "updated 1, kept as edited 1, unchanged 8"
    assert page.now.body == "<p>손으로 고친 글</p>"
    assert publisher.plan(tree).is_settled


def test_what_people_write_around_our_block_survives_every_publication(site: Site) -> None:
    publisher = Publisher(site).on_edit("keep-outside-block")
    publisher.publish(shop())
    page = site.store.one("주문 조회")
    mine = "<p>kim: 먼저 읽으세요&nbsp;</p>"
    site.store.edit(page, f"{mine}{page.now.body}<p>kim: 끝</p>".replace("&nbsp;", "&#160;"))
    for text in ("둘째", "셋째"):
        tree = edit(shop(), "operation:getOrder", blocks=said(text))
        assert publisher.publish(tree).updated == 1
        assert page.now.body.startswith("<p>kim: 먼저 읽으세요&#160;</p><p>")
        assert page.now.body.endswith("</p><p>kim: 끝</p>")
        assert f"<p>{text}</p>" in page.now.body
        assert publisher.plan(tree).is_settled
    assert "매개변수" not in page.now.body


def test_a_page_whose_block_is_gone_is_a_conflict(site: Site) -> None:
    publisher = Publisher(site).on_edit("keep-outside-block")
    publisher.publish(shop())
    site.store.edit(site.store.one("주문 조회"), "<p>전부 새로 씀</p>")
    assert "its text was changed" in publisher.refused(shop())


def test_pages_without_our_mark_are_never_touched(site: Site) -> None:
    Publisher(site).publish(shop())
    theirs = site.store.new(site.store.one("주문").id, "메모", "<p>메모</p>", author="kim")
    ours = site.store.one("주문 조회")
    copy = site.store.new(site.store.home, "사본", ours.now.body, author="kim")
    copy.properties = dict(ours.properties)
    Publisher(site).publish(edit(shop(), "operation:getOrder", blocks=said("새 글")), LATER)
    assert (theirs.number, copy.number) == (1, 1)
    assert "새 글" in ours.now.body


def test_a_page_that_was_thrown_away_comes_back_with_its_comments(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    page.comments.append("남아야 합니다")
    page.status = "trashed"
    plan = Publisher(site).plan(shop())
    assert "it is in the trash" in "".join(describe(plan))
    Publisher(site).publish(shop())
    assert (page.status, page.comments) == ("current", ["남아야 합니다"])
    assert len(site.store.by_bot()) == 10
    assert Publisher(site).plan(shop()).is_settled


def test_a_page_that_a_person_archived_is_a_conflict() -> None:
    with serving("cloud") as site:
        Publisher(site).publish(shop())
        site.store.one("주문 조회").status = "archived"
        assert Publisher(site).plan(shop()).count(Edited) == 1
        assert "it was archived" in Publisher(site).refused(shop())


def test_an_earlier_edition_does_not_replace_a_later_one(site: Site) -> None:
    Publisher(site).publish(shop(), LATER)
    site.requests.clear()
    with pytest.raises(ConflictError, match=r"show 1\.5\.0, a later edition than 1\.4\.0"):
        Publisher(site).publish(shop(), EDITION)
    assert site.writes == []


def test_each_version_may_have_pages_of_its_own(site: Site) -> None:
    def publish(edition: Edition) -> str:
        publisher = replace(Publisher(site), project=f"shop {edition.version}")
        return publisher.publish(of_version(shop(), edition.version), edition).summary

    assert publish(LATER) == "created 10"
    assert publish(EDITION) == "created 10"
    assert publish(LATER) == "unchanged 10"
    assert site.store.one("주문 조회 1.4.0").parent == site.store.one("주문 1.4.0").id
    assert site.store.one("주문 조회 1.5.0").parent == site.store.one("주문 1.5.0").id


def test_the_pages_go_below_the_page_that_is_named(site: Site) -> None:
    above = site.store.new(site.store.home, "API 문서", "<p>x</p>", author="kim")
    by_title = replace(Publisher(site), home=Home(title="API 문서"))
    by_title.publish(shop())
    root = site.store.one(ROOT)
    assert root.parent == above.id
    assert replace(Publisher(site), home=Home(id=above.id)).plan(shop()).is_settled
    moved = Publisher(site).publish(shop())  # the parent is no longer configured
    assert moved.moved == 1
    assert root.parent == site.store.home
    with pytest.raises(UsageError, match="no page titled '없는 쪽'"):
        replace(Publisher(site), home=Home(title="없는 쪽")).plan(shop())


def test_a_renamed_api_keeps_its_topmost_page(site: Site) -> None:
    Publisher(site).publish(shop())
    root = site.store.one(ROOT)
    for number in range(3):
        site.store.new(site.store.home, f"다른 쪽 {number}", "<p>x</p>", author="kim")
    Publisher(site).publish(edit(shop(), "overview", title="새 이름 API"))
    assert root.title == "새 이름 API"
    assert len(site.store.by_bot()) == 10


def test_labels_of_ours_come_and_go_and_others_stay(site: Site) -> None:
    labelled = replace(Publisher(site), policy=Policy(labels=("releasebot-api", "releasebot-v1")))
    labelled.publish(shop())
    page = site.store.one("주문 조회")
    page.labels.add("important")
    assert labelled.plan(shop()).is_settled
    replace(Publisher(site), policy=Policy(labels=("releasebot-api",))).publish(shop())
    assert page.labels == {"releasebot-api", "important"}
    assert page.number == 2


def test_the_document_is_attached_once_and_again_when_it_changes(site: Site) -> None:
    publisher = replace(Publisher(site), files=(Attached("shop-openapi.json", b"{}"),))
    publisher.publish(shop())
    files = site.store.one(ROOT).files
    assert files["shop-openapi.json"].content == b"{}"
    site.requests.clear()
    publisher.publish(shop())
    assert site.writes == []
    changed = replace(publisher, files=(Attached("shop-openapi.json", b'{"a": 1}'),))
    assert "out of date" in changed.unfinished(shop())
    changed.publish(shop())
    assert (files["shop-openapi.json"].content, files["shop-openapi.json"].version) == (
        b'{"a": 1}',
        2,
    )


def test_a_file_of_somebody_else_is_not_replaced(site: Site) -> None:
    Publisher(site).publish(shop())
    site.store.attach(site.store.one(ROOT), "shop-openapi.json", b"mine", "by kim")
    publisher = replace(Publisher(site), files=(Attached("shop-openapi.json", b"{}"),))
    with pytest.raises(ConflictError, match=r"an attachment shop-openapi\.json that is not ours"):
        publisher.publish(shop())


def with_plot(words: str) -> PageTree:
    return edit(shop(), "tag:orders", blocks=(*said(words), plot(words)))


def test_plots_are_attached_to_their_page_before_its_text_and_only_when_it_changes(
    site: Site,
) -> None:
    publisher = Publisher(site)
    publisher.publish(with_plot("처음"))
    page = site.store.one("주문")
    assert page.files["plot-line.svg"].content.startswith(b"<svg")
    assert b"\xec\xb2\x98\xec\x9d\x8c" in page.files["plot-line.svg"].content
    assert '<ri:attachment ri:filename="plot-line.svg" />' in page.now.body
    put = [number for number, one in enumerate(site.writes) if "/child/attachment" in one]
    texts = [number for number, one in enumerate(site.writes) if one.endswith(page.id)]
    assert put[0] < texts[-1]
    site.requests.clear()
    publisher.publish(with_plot("처음"))
    assert site.writes == []
    assert not [one for one in site.requests if "attachment" in str(one)]
    publisher.publish(with_plot("다음"))
    assert page.files["plot-line.svg"].version == 2
    assert site.store.one(ROOT).files == {}


@pytest.mark.parametrize("harm", ["lost", "damaged", "left open"])
def test_the_index_is_made_again_from_the_pages(harm: str) -> None:
    with serving("cloud") as site:
        Publisher(site).publish(shop())
        properties = site.store.one(ROOT).properties
        if harm == "lost":
            for key in [key for key in properties if key.startswith("releasebotIndex")]:
                del properties[key]
        elif harm == "damaged":
            properties["releasebotIndex0"].value = {"pages": [["x"]]}
        else:
            properties["releasebotIndex"].value["open"] = ["deadbeef"]
        plan = Publisher(site).plan(shop())
        assert plan.is_settled
        assert Publisher(site).unfinished(shop()) == "the index of the pages is out of date"
        assert Publisher(site).publish(shop()).summary == "unchanged 10"
        assert Publisher(site).unfinished(shop()) == ""
        assert {page.number for page in site.store.by_bot()} == {2}


@pytest.mark.parametrize("tree", [every_block(), hostile()], ids=["every block", "hostile"])
def test_whatever_a_page_holds_is_taken_by_the_server(site: Site, tree: PageTree) -> None:
    Publisher(site).publish(tree)
    assert Publisher(site).plan(tree).is_settled


def test_a_space_of_many_other_pages_is_listed_once_not_asked_for_each_title(site: Site) -> None:
    for number in range(120):
        site.store.new(site.store.home, f"남의 쪽 {number}", "<p>x</p>", author="kim")
    site.store.new(site.store.home, "회원", "<p>x</p>", author="kim")
    Publisher(site).publish(shop())
    assert site.store.one("회원 (쇼핑몰 API)").parent == site.store.one(ROOT).id


def test_a_server_that_forgets_the_messages_of_versions_is_told_by_numbers(site: Site) -> None:
    def forget(_: object) -> None:
        with site.store.lock:
            for page in site.store.pages.values():
                for version in page.versions:
                    version.message = ""

    site.before = forget
    Publisher(site).publish(shop())
    assert Publisher(site).plan(shop()).is_settled
    site.store.edit(site.store.one("주문 조회"), "<p>고침</p>")
    assert Publisher(site).plan(shop()).count(Edited) == 1
