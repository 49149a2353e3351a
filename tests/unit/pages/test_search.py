from __future__ import annotations

import pytest

from releasebot.pages import search
from releasebot.pages.model import Heading
from tests.unit.pages.reading import by_key, of_kind, tree_of


def found(query: str, words: tuple[str, ...]) -> bool:
    """Whether a search that matches beginnings of words finds the query."""
    return any(word.startswith(query) for word in words)


@pytest.mark.parametrize("query", ["정보", "원정보", "보를", "정보를"])
def test_a_korean_compound_is_found_by_any_part_of_it(query: str) -> None:
    words = search.gathered(search.compound_words("회원정보를 고칩니다"))
    assert found(query, words)


def test_the_beginning_of_a_compound_needs_no_word_of_its_own() -> None:
    assert tuple(search.compound_words("주문 회원정보")) == ("원정보", "정보")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("userId", ("user", "id")),
        ("HTTPStatusCode", ("http", "status", "code")),
        ("order_item", ("order", "item")),
        ("OrdersController_findOne", ("orders", "controller", "find", "one")),
        ("user", ()),
        ("oauth2Token", ("oauth", "token")),
    ],
)
def test_names_are_found_by_their_parts(name: str, words: tuple[str, ...]) -> None:
    assert search.gathered(search.name_words(name)) == words


def test_words_are_lower_case_and_each_stands_once() -> None:
    assert search.gathered(["User", "user", "x", "ID", "id"]) == ("user", "id")
    assert len(search.gathered(f"w{n}" for n in range(1000))) == search.MAX_WORDS


def test_an_operation_is_found_by_its_path_and_its_parameters() -> None:
    words = by_key(tree_of(pages="operation"))["operation:OrdersController_findOne"].search
    for query in ("orders", "order", "id", "find", "one", "trace", "정보"):
        assert found(query, words)


def test_on_a_page_of_several_operations_each_has_its_words_at_its_heading() -> None:
    page = by_key(tree_of(pages="tag"))["tag:주문"]
    words = {heading.anchor: heading.search for heading in of_kind(Heading, page) if heading.search}
    for anchor, query in (("orders-create", "create"), ("orders-find-one", "find")):
        assert found(query, words[anchor])
