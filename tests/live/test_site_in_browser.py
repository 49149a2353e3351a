"""What a reader sees and does: the built site in Chromium, from a server and from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest

from releasebot.pages.model import PageTree
from releasebot.site.build import build
from releasebot.site.generate import Order
from tests.fakes.trees import EDITION, HOSTILE, every_block, hostile, shop
from tests.live.browsing import Reader, reader, serving

pytestmark = [pytest.mark.live, pytest.mark.slow]


def built(tree: PageTree, place: Path) -> Path:
    site = place / "site"
    build(Order(tree, EDITION), sources=place / "sources", site=site)
    return site


@pytest.fixture(scope="module")
def shop_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(shop(), tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def address(shop_site: Path) -> Iterator[str]:
    with serving(shop_site) as address:
        yield address


@pytest.fixture(params=["server", "folder"])
def served(
    request: pytest.FixtureRequest,
    browser: Any,  # noqa: ANN401  as above
    shop_site: Path,
    address: str,
) -> Iterator[Reader]:
    one = reader(browser, address if request.param == "server" else shop_site.as_uri())
    yield one
    one.page.context.close()


def test_reading_asks_no_other_host_for_anything_and_has_no_complaint(served: Reader) -> None:
    for path in ("index.html", "orders/create-order.html", "schemas/order-dto.html"):
        served.open(path).wait_for_load_state("networkidle")
    served.search("회원")
    elsewhere = [a for a in served.requests if not a.startswith((served.base, "data:", "blob:"))]
    assert elsewhere == []
    assert served.complaints == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("회원", "members/index.html"),
        ("정보", "members/index.html"),
        ("user", "members/get-member.html"),
        ("orders", "orders/create-order.html"),
        ("getOrder", "orders/get-order.html"),
        ("도시", "schemas/order-dto.html"),
    ],
)
def test_the_search_finds(served: Reader, words: str, found: str) -> None:
    served.open("index.html")
    paths = {urlsplit(link).path for link in served.search(words)}
    assert any(path.endswith(found) for path in paths), paths


def test_a_search_for_what_is_not_there_finds_nothing(served: Reader) -> None:
    served.open("index.html")
    assert served.search("없는말") == []


def test_a_reader_goes_from_the_front_page_to_a_field_in_three_clicks(served: Reader) -> None:
    page = served.open("index.html")
    article = page.locator("article")
    article.get_by_role("link", name="주문", exact=True).click()
    article.get_by_role("link", name="주문 생성", exact=True).click()
    article.get_by_role("link", name="OrderDto").click()
    page.wait_for_url("**/schemas/order-dto.html#order-dto-id")
    assert page.locator("#order-dto-id").count() == 1


def test_a_deep_link_lands_on_its_heading(served: Reader) -> None:
    page = served.open("orders/create-order.html#create-order-responses")
    heading = page.locator("#create-order-responses")
    page.wait_for_function(
        "() => document.querySelector('#create-order-responses').getBoundingClientRect().top"
        " < window.innerHeight"
    )
    assert heading.inner_text().startswith("응답")


@pytest.mark.parametrize(("scheme", "wanted"), [("light", "default"), ("dark", "slate")])
def test_the_colours_follow_the_system(
    browser: Any,  # noqa: ANN401  as above
    address: str,
    scheme: Literal["light", "dark"],
    wanted: str,
) -> None:
    one = reader(browser, address, scheme)
    page = one.open("index.html")
    assert page.locator("body").get_attribute("data-md-color-scheme") == wanted
    one.page.context.close()


def test_the_copy_button_copies_the_code(
    browser: Any,  # noqa: ANN401  as above
    address: str,
) -> None:
    one = reader(browser, address)
    page = one.open("orders/create-order.html")
    page.locator("pre").first.hover()
    page.locator(".md-code__button, .md-clipboard").first.click()
    page.wait_for_timeout(200)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == '{\n  "id": "ord_1",\n  "status": "PAID"\n}'
    one.page.context.close()


def test_nothing_is_wider_than_a_telephone_but_what_scrolls_by_itself(
    browser: Any,  # noqa: ANN401  as above
    tmp_path: Path,
) -> None:
    for tree in (shop(), every_block()):
        one = reader(browser, built(tree, tmp_path / tree.title).as_uri())
        one.page.set_viewport_size({"width": 360, "height": 740})
        one.open("index.html")
        width = one.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360
        one.page.context.close()


def test_hostile_texts_are_shown_and_do_nothing(
    browser: Any,  # noqa: ANN401  as above
    tmp_path: Path,
) -> None:
    site = built(hostile(), tmp_path)
    one = reader(browser, site.as_uri())
    dialogs: list[str] = []
    one.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for path in sorted({*site.rglob("*.html")} - {site / "404.html"}):  # made for servers alone
        page = one.open(str(path.relative_to(site)))
        for summary in page.locator("details > summary").all():
            summary.click()
        assert page.evaluate("window.harmed") is None, path
        assert page.locator("article :is([onclick], [onerror], [onload])").count() == 0
        assert page.locator("article svg:not(figure.rb-plot > svg)").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
    page = one.open("section/page-0.html")
    assert page.title().startswith(HOSTILE[0])
    one.search("harmed")
    assert page.evaluate("window.harmed") is None
    assert (dialogs, one.complaints) == ([], [])
    one.page.context.close()
