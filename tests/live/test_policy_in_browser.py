"""The site where a server forbids every script and style in a page (Content-Security-Policy)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.openapi.source import obtain
from releasebot.pages.build import build as tree_of
from releasebot.site.build import build
from releasebot.site.console import console_spec
from releasebot.site.generate import Order
from tests.fakes.trees import EDITION
from tests.live.browsing import Reader, answering, reader, serving
from tests.unit.site.test_plugin import SHOP

pytestmark = [pytest.mark.live, pytest.mark.slow]

DOCUMENTED = Path(__file__).parents[2] / "docs" / "site.md"
TELL = (
    "addEventListener('securitypolicyviolation',"
    " (e) => console.error(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
)


def policy(api: str) -> str:
    """The policy that the documentation names, for a site whose API is at `api`."""
    text = DOCUMENTED.read_text("utf-8")
    stated = re.search(r'add_header Content-Security-Policy "([^"]+)"', text)
    assert stated
    return stated[1].replace("connect-src 'self'", f"connect-src 'self' {api}")


@pytest.fixture(scope="module")
def api() -> Iterator[tuple[str, list[str]]]:
    with answering() as api:
        yield api


@pytest.fixture
def strict(
    browser: Any,  # noqa: ANN401  playwright may not be installed
    api: tuple[str, list[str]],
    tmp_path: Path,
) -> Iterator[Reader]:
    """A reader of a site whose server sends the policy."""
    spec = yaml.safe_load(SHOP.read_text("utf-8")) | {"servers": [{"url": api[0]}]}
    (tmp_path / "shop.yaml").write_text(yaml.safe_dump(spec), "utf-8")
    document = obtain(SpecSettings(file="shop.yaml"), base=tmp_path)
    tree = tree_of(document, DocsSettings(pages="operation"), version="1.0.0")
    order = Order(tree, EDITION, console=console_spec(document))
    build(order, sources=tmp_path / "sources", site=tmp_path / "site")
    with serving(tmp_path / "site", {"Content-Security-Policy": policy(api[0])}) as address:
        one = reader(browser, address)
        one.page.add_init_script(TELL)
        yield one
        one.page.context.close()


def test_under_a_strict_policy_nothing_is_refused_and_everything_works(
    strict: Reader, api: tuple[str, list[str]]
) -> None:
    page = strict.open("orders/orders-create.html")
    before = page.locator("body").get_attribute("data-md-color-scheme")
    for _ in range(2):  # from the system's colours to light ones, to dark ones
        page.locator("[data-md-component=palette] label:visible").click()
    assert (before, page.locator("body").get_attribute("data-md-color-scheme")) == (
        "default",
        "slate",
    )
    tab = page.locator(".tabbed-labels label", has_text="Python").first
    tab.click()
    page.locator(".md-code__button, .md-clipboard").first.click(force=True)
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.trim() !== '')")

    strict.open("orders/orders-find-one.html")  # what was chosen stays so on the next page
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    chosen = page.locator(".tabbed-set input:checked").all()
    names = [page.locator(f"label[for='{one.get_attribute('id')}']").inner_text() for one in chosen]
    assert "Python" in names

    page.locator("a.rb-try").first.click()
    page.locator("button.execute").wait_for()
    page.get_by_placeholder("orderId").fill("7")
    page.locator("button.execute").click()
    page.locator(".live-responses-table .response-col_status").first.wait_for()
    assert len(api[1]) == 1
    for path in ("index.html", "404.html", "console.html"):
        strict.open(path).wait_for_load_state("networkidle")
    strict.open("index.html")
    assert strict.search("orders")
    assert strict.complaints == []
