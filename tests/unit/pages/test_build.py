from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from releasebot.pages.model import (
    CodeBlock,
    Endpoint,
    Expand,
    Heading,
    Link,
    Page,
    PageLink,
    PageTree,
    Panel,
    Row,
    Tabs,
)
from tests.unit.pages.reading import by_key, everything, of_kind, rows, said, tree_of

LAYOUTS = ("tag", "operation")


@pytest.fixture(scope="module", params=LAYOUTS)
def tree(request: pytest.FixtureRequest) -> PageTree:
    return tree_of(pages=request.param)


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return by_key(tree_of(pages="operation"))


def test_the_tree_has_a_page_for_each_subject(pages: dict[str, Page]) -> None:
    assert list(pages) == [
        "overview",
        "tag:주문",
        "operation:OrdersController_create",
        "operation:OrdersController_findOne",
        "operation:OrdersController_remove",
        "tag:회원정보",
        "operation:uploadAvatar",
        "tag:",
        "operation:GET /health",
        "webhooks",
        "webhook:orderShipped",
        "schemas",
        *(f"schema:{name}" for name in ("Bank", "Base", "Card", "CreateOrder", "Item", "Level")),
        *(f"schema:{name}" for name in ("Order", "OrderStatus", "Payment", "Problem")),
        "enums",
        "errors",
    ]


def test_slugs_come_from_operations_and_are_ascii(pages: dict[str, Page]) -> None:
    assert pages["tag:주문"].slug == "orders"
    assert pages["tag:회원정보"].slug == "members"
    assert pages["operation:OrdersController_create"].slug == "orders-create"
    assert pages["operation:GET /health"].slug == "get-health"
    assert pages["schema:CreateOrder"].slug == "create-order"


def test_siblings_have_different_slugs_and_all_are_path_segments(tree: PageTree) -> None:
    for page, _ in tree.walk():
        slugs = [child.slug for child in page.children]
        assert len(slugs) == len(set(slugs))
        assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) for slug in slugs)


def test_anchors_are_ascii_and_unique_in_their_page(tree: PageTree) -> None:
    for page, _ in tree.walk():
        found = [one.anchor for one in everything(page) if isinstance(one, Heading | Row)]
        anchors = [anchor for anchor in found if anchor]
        assert all(re.fullmatch(r"[a-z][a-z0-9-]*", anchor) for anchor in anchors)
        assert len(anchors) == len(set(anchors))


def test_every_link_leads_to_a_page_and_an_anchor_that_are_there(tree: PageTree) -> None:
    pages = by_key(tree)
    for page in pages.values():
        for link in of_kind(PageLink, page):
            target = pages[link.page]
            anchors = {one.anchor for one in everything(target) if isinstance(one, Heading | Row)}
            assert not link.anchor or link.anchor in anchors


def test_the_overview_says_what_the_api_is_and_where(tree: PageTree) -> None:
    overview = said(tree.root)
    for words in (
        "1.2.3", "2.0.0", "주문과 회원", "토큰을 받아", "https://{zone}.api.example.com/v2", "운영",
        "zone", "kr, us", "지역", "bearer", "JWT", "로그인으로 받는다", "orders:write", "주문 쓰기",
        "https://auth.example/token", "개발팀", "dev@example.invalid", "MIT", "더 보기",
    ):  # fmt: skip
        assert words in overview
    assert tree.title == "상점 API"
    assert tree.language == "ko"


def test_headings_of_a_description_start_below_the_title_and_differ(tree: PageTree) -> None:
    first, second = [one for one in of_kind(Heading, tree.root) if said(one.children) == "시작하기"]
    assert (first.level, second.level) == (2, 3)
    assert first.anchor != second.anchor


def test_an_operation_shows_how_it_is_called_and_what_comes_back(pages: dict[str, Page]) -> None:
    page = pages["operation:OrdersController_create"]
    (endpoint, called_back) = of_kind(Endpoint, page)
    assert endpoint == Endpoint("POST", "/orders")
    assert called_back.path == "{$request.body#/callbackUrl}"
    shown = said(page)
    for words in (
        "새 주문을 만든다.", "OrdersController_create", "만들 주문", "CreateOrder", "만들어짐",
        "application/json", "Location", "새 주문의 주소", "재고 부족", "application/problem+json",
        "paidAmount", "$response.body#/id", "필수", "인증", "token",
    ):  # fmt: skip
        assert words in shown
    assert [one.title for one in of_kind(Expand, page)] == [
        "이어지는 호출",
        "paid: POST {$request.body#/callbackUrl}",
    ]


def test_parameters_have_type_place_limits_and_examples(pages: dict[str, Page]) -> None:
    page = pages["operation:OrdersController_findOne"]
    found = [text for _, text in rows(page.blocks)]
    assert "orderId | 경로 | integer | 필수 | 주문 번호최소: 1" in found
    assert any("fields | 쿼리 | string[] |" in row and "explode: false" in row for row in found)
    assert any("X-Trace 사용 중단 예정 | 헤더 | string" in row and "abc-1" in row for row in found)
    assert any(row.startswith("filter | 쿼리 | application/json object") for row in found)
    assert any(row.startswith("since | string (date)") for row in found)


def test_the_examples_of_the_document_come_before_made_ones(pages: dict[str, Page]) -> None:
    shown = [
        (block.title, block.language, block.text)
        for block in of_kind(CodeBlock, pages["operation:OrdersController_findOne"])
    ]
    assert ("예시: 결제됨", "json", '{\n  "id": 7,\n  "status": "PAID"\n}') in shown
    assert ("예시", "csv", "id,status\n7,PAID") in shown
    made = [block.title for block in of_kind(CodeBlock, pages["operation:OrdersController_create"])]
    assert "생성된 예시" in made


def test_deprecation_is_told_with_its_date(pages: dict[str, Page]) -> None:
    page = pages["operation:OrdersController_remove"]
    assert of_kind(Endpoint, page)[0].deprecated
    (panel,) = of_kind(Panel, page)
    assert "2027-03-01" in said(panel)


def test_authentication_is_told_in_all_its_alternatives(pages: dict[str, Page]) -> None:
    assert "인증: 선택 또는 token + oauth (orders:write)" in said(
        pages["operation:OrdersController_remove"]
    )
    assert "인증: 필요 없음" in said(pages["operation:uploadAvatar"])
    link = of_kind(PageLink, pages["operation:OrdersController_create"])[0]
    assert (link.page, link.anchor) == ("overview", "auth-token")


def test_parents_are_merged_and_each_inherited_field_tells_from_where(
    pages: dict[str, Page],
) -> None:
    found = rows(pages["schema:Order"].blocks)
    names = [(depth, text.split(" | ")[0]) for depth, text in found]
    assert names == [
        (0, "id 읽기 전용"),
        (0, "createdAt"),
        (0, "status"),
        (0, "items"),
        (0, "payment"),
        (0, "parent"),
        (0, "address"),
        (1, "zip"),
        (1, "lines"),
        (2, "text"),
        (0, "labels"),
        (1, "그 밖의 이름"),
    ]
    assert found[0][1] == "id 읽기 전용 | integer (int64) | 필수 | 번호상속 Base"
    assert found[2][1].startswith("status | OrderStatus | 필수 | 지금 상태허용 값:PENDING — 기다림")
    assert found[3][1] == "items | Item[] |  | 최소 개수: 1"
    assert found[5][1].startswith("parent | Order | null")
    assert "패턴: ^\\d{5}$" in found[7][1]


def test_variants_are_told_apart_and_shown_in_full_where_they_are_answered(
    pages: dict[str, Page],
) -> None:
    shown = said(pages["schema:Payment"])
    assert "다음 중 하나: 구분 필드 kindcard → Cardbank → Bank" in shown
    links = {link.page for link in of_kind(PageLink, pages["schema:Payment"])}
    assert {"schema:Card", "schema:Bank"} <= links


def test_enums_come_with_their_meanings_on_their_page_and_in_one_place(
    pages: dict[str, Page],
) -> None:
    for page in (pages["schema:OrderStatus"], pages["enums"]):
        found = [text for _, text in rows(page.blocks)]
        assert "PENDING | 기다림" in found
        assert "PAID | 결제됨" in found
    levels = [text for _, text in rows(pages["enums"].blocks)]
    assert "1 | LOW | 낮음" in levels


def test_errors_are_gathered_with_what_gives_them(pages: dict[str, Page]) -> None:
    found = [text for _, text in rows(pages["errors"].blocks)]
    assert found == ["409 | 재고 부족 | Problem | 주문 생성", "4XX | 없음 |  | 주문 조회"]


def test_a_broken_reference_is_shown_where_it_stands(pages: dict[str, Page]) -> None:
    shown = said(pages["schema:Problem"])
    assert "unresolvable reference #/components/schemas/Nope" in shown
    one = said(pages["operation:OrdersController_findOne"])
    assert one.count("unresolvable reference #/components/responses/Missing") == 1


def test_a_schema_tells_which_operations_use_it(pages: dict[str, Page]) -> None:
    (users,) = of_kind(Expand, pages["schema:Order"])
    assert users.title == "쓰이는 곳"
    assert said(users.children) == "주문 생성주문 조회"


def test_an_operation_with_two_tags_stands_under_the_first_and_is_linked_from_the_other(
    pages: dict[str, Page],
) -> None:
    assert [child.key for child in pages["tag:회원정보"].children] == ["operation:uploadAvatar"]
    links = [link.page for link in of_kind(PageLink, pages["tag:회원정보"])]
    assert links == ["operation:uploadAvatar", "operation:OrdersController_findOne"]


def test_each_operation_has_a_sample_for_every_client(tree: PageTree) -> None:
    titles = {"curl", "JavaScript", "TypeScript (axios)", "Python"}
    samples = [
        tabs
        for page, _ in tree.walk()
        for tabs in of_kind(Tabs, page)
        if {tab.title for tab in tabs.tabs} == titles
    ]
    assert len(samples) == 5


def test_both_layouts_say_the_same() -> None:
    together, apart = (
        {text for page, _ in tree_of(pages=layout).walk() for text in said_parts(page)}
        for layout in ("tag", "operation")
    )
    assert {text for text in apart if "스키마" not in text} <= together


def said_parts(page: Page) -> set[str]:
    return {text for _, text in rows(page.blocks)} | {
        block.text for block in of_kind(CodeBlock, page)
    }


def test_the_words_of_ours_follow_the_language_that_is_set() -> None:
    english = by_key(tree_of(pages="operation", language="en"))
    assert english["schemas"].title == "Schemas"
    assert "Authentication: not needed" in said(english["operation:uploadAvatar"])


def test_equal_documents_give_equal_bytes_in_every_process() -> None:
    code = (
        "import sys, msgspec\n"
        "from tests.unit.pages.reading import tree_of\n"
        "sys.stdout.buffer.write(msgspec.json.encode(tree_of()))\n"
    )
    root = Path(__file__).parents[3]
    made = {
        subprocess.run(
            (sys.executable, "-c", code),
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert made == {msgspec.json.encode(tree_of())}


def test_links_outside_lead_to_safe_addresses_only(tree: PageTree) -> None:
    for page, _ in tree.walk():
        for link in of_kind(Link, page):
            assert link.href.startswith(("https://", "mailto:"))
