"""The site for readers with a keyboard, a screen reader or a telephone, judged by axe-core."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest

from releasebot.pages.release_pages import with_releases
from releasebot.pages.release_plots import Measured
from releasebot.site.build import build
from releasebot.site.console import console_spec
from releasebot.site.generate import Order
from releasebot.site.weight import HEAVIEST
from tests.fakes.trees import EDITION
from tests.live.browsing import reader, serving
from tests.unit.pages.reading import tree_of
from tests.unit.pages.test_release_pages import story
from tests.unit.site.test_plugin import SHOP

pytestmark = [pytest.mark.live, pytest.mark.slow]
PAGES = (
    "index.html",
    "orders/index.html",
    "orders/orders-create.html",
    "schemas/index.html",
    "enums.html",
    "errors.html",
    "releases/index.html",
    "releases/figures.html",
    "releases/trends.html",
    "releases/1.3.0.html",
    "404.html",
    "console.html",
    "console.html#POST%20/orders",
)

MEASURED = tuple(
    Measured(f"1.{number}.0", {"test": {"lines": 80.0 + number}, "load": {"p95": 200.0 - number}})
    for number in reversed(range(12))
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from releasebot.config.schema import SpecSettings
    from releasebot.openapi.source import obtain

    place = tmp_path_factory.mktemp("accessible")
    document = obtain(SpecSettings(file=SHOP.name), base=SHOP.parent)
    tree = with_releases(tree_of(pages="operation"), story(12, measured=MEASURED))
    order = Order(tree, EDITION, console=console_spec(document))
    build(order, sources=place / "sources", site=place / "site")
    return place / "site"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_serious(
    browser: Any,  # noqa: ANN401  playwright may not be installed
    site: Path,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is missing"
    ).Axe()
    found = {}
    with serving(site) as address:
        one = reader(browser, address, scheme)
        one.page.set_viewport_size({"width": width, "height": 800})
        for name in PAGES:
            page = one.open(name)
            page.wait_for_timeout(1500 if "console" in name else 300)
            serious = [
                f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
                for rule in axe.run(page).response["violations"]
                if rule["impact"] in {"serious", "critical"}
                for node in rule["nodes"][:3]
            ]
            if serious:
                found[name] = serious
        one.page.context.close()
    assert found == {}


def test_every_control_of_a_page_is_reached_by_the_tabulator_key(browser: Any, site: Path) -> None:  # noqa: ANN401  as above
    one = reader(browser, site.as_uri())
    page = one.open("orders/orders-create.html")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(({ tagName, className }) => `${tagName} ${className}`)(document.activeElement)"
            )
        )
    assert any("rb-try" in one for one in reached)
    assert any("headerlink" in one for one in reached)
    assert any("INPUT" in one for one in reached)  # the tabs of answers and of samples
    one.page.context.close()


def test_no_page_is_heavy(site: Path) -> None:
    heavy = {page.name: page.stat().st_size for page in site.rglob("*.html")}
    assert {name: size for name, size in heavy.items() if size > HEAVIEST} == {}
