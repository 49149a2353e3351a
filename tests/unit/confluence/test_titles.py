from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from releasebot.confluence.titles import LONGEST, folded, titles
from releasebot.pages.model import Endpoint, Page, PageTree


def operation(key: str, title: str, method: str = "GET", path: str = "/") -> Page:
    return Page(f"operation:{key}", key, title, (Endpoint(method, path),))


def tree(*children: Page) -> PageTree:
    return PageTree(
        Page("overview", "overview", "상점 API", (), children), "상점 API", "1.0.0", "ko"
    )


def test_a_title_that_is_its_pages_own_stays() -> None:
    assert titles(tree(operation("a", "주문 조회")), ()) == {
        "overview": "상점 API",
        "operation:a": "주문 조회",
    }


def test_operations_of_one_title_are_told_apart_by_method_and_path() -> None:
    named = titles(
        tree(
            operation("a", "목록 조회", "GET", "/orders"),
            operation("b", "목록 조회", "GET", "/members"),
        ),
        (),
    )
    assert named["operation:a"] == "목록 조회 (GET /orders)"
    assert named["operation:b"] == "목록 조회 (GET /members)"


def test_upper_and_lower_case_are_one_title_to_confluence() -> None:
    named = titles(tree(Page("tag:order", "order", "order", ()), operation("a", "Order")), ())
    assert named["tag:order"] == "order (상점 API)"
    assert named["operation:a"] == "Order (GET /)"


def test_a_title_that_somebody_elses_page_has_is_left_to_it() -> None:
    named = titles(
        tree(operation("a", "주문 조회", "GET", "/orders/{id}")), ("주문 조회", "상점 API")
    )
    assert named["operation:a"] == "주문 조회 (GET /orders/{id})"
    assert named["overview"] == "상점 API (overview)"


def test_the_order_of_pages_does_not_matter() -> None:
    pages = [operation(name, "조회", "GET", "/same") for name in ("a", "b", "c")]
    assert titles(tree(*pages), ()) == titles(tree(*reversed(pages)), ())
    assert len(set(titles(tree(*pages), ()).values())) == 4


def test_a_page_without_a_title_is_called_by_its_key() -> None:
    assert titles(tree(operation("a", " \n ")), ())["operation:a"] == "operation:a"


def test_a_title_is_never_too_long() -> None:
    named = titles(tree(operation("a", "가" * 400), operation("b", "가" * 400, "POST")), ())
    assert all(len(title) <= LONGEST for title in named.values())
    assert named["operation:b"].endswith("… (POST /)")


some_titles = (
    st.sampled_from(("주문", "주문 ", "Order", "order", "주문 (GET /)", "", "\x00")) | st.text()
)


@given(st.lists(some_titles, max_size=8), st.lists(some_titles, max_size=3))
def test_titles_are_unique_over_the_space_whatever_they_were(
    wished: list[str], taken: list[str]
) -> None:
    pages = [operation(str(number), title) for number, title in enumerate(wished)]
    named = titles(tree(*pages), taken)
    assert len({folded(title) for title in named.values()}) == len(pages) + 1
    assert not {folded(title) for title in named.values()} & {folded(title) for title in taken}
    assert all(0 < len(title) <= LONGEST for title in named.values())
