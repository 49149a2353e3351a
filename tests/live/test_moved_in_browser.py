"""Old addresses in a browser: they lead to where things are, from a server and from a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.api_past import QUIET, project_with_past
from tests.live.browsing import reader, serving

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the last release, with a page for each operation."""
    place = tmp_path_factory.mktemp("moved")
    project = project_with_past(place, f'{QUIET}[docs]\npages = "operation"\n')
    ended = project.run("docs", "build")
    assert ended.code == 0, ended.err
    return project.folder / "build" / "releasebot" / "site"


def test_an_old_address_leads_to_the_operation_and_its_section(
    browser: Any,  # noqa: ANN401  playwright may not be installed
    site: Path,
) -> None:
    with serving(site) as address:
        for base in (address, site.as_uri()):
            one = reader(browser, base)
            page = one.open("orders/get-order.html#responses")
            page.wait_for_url("**/orders/find-order.html#responses")
            assert page.locator("h1").inner_text().startswith("주문 조회")
            assert all(asked.startswith((base, "data:", "blob:")) for asked in one.requests)
            assert one.complaints == []
            one.page.context.close()


def test_the_changelog_leads_to_the_operations_and_these_lead_back(
    browser: Any,  # noqa: ANN401  as above
    site: Path,
) -> None:
    one = reader(browser, site.as_uri())
    page = one.open("index.html")
    page.get_by_role("link", name="API 변경 이력").first.click()
    page.wait_for_url("**/api-changelog.html")
    page.locator("article").get_by_role("link", name="GET /orders/{id}").first.click()
    page.wait_for_url("**/orders/find-order.html")
    page.locator("article").get_by_role("link", name="1.2.0").first.click()
    page.wait_for_url("**/api-changelog.html#v1-2-0")
    one.page.context.close()
