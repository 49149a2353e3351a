"""Versions side by side, as a branch is served: the selector, the banner, the way to the latest."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.live.browsing import reader, serving
from tests.projects import git, make_project

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with two versions, as a server of static pages shows it."""
    place = tmp_path_factory.mktemp("versions")
    project = make_project(place)
    project.commit("chore: configure", {"releasebot.toml": '[site]\nbranch = "gh-pages"\n'})
    for version in ("1.2.3", "1.3.0"):
        manifest = json.dumps({"name": "order-api", "version": version})
        project.commit(f"chore: {version}", {"package.json": manifest})
        ended = project.run("docs", "publish", "--to", "site")
        assert ended.code == 0, ended.err
    folder = place / "served"
    folder.mkdir()
    archive = place / "pages.tar"
    git(project.remote, "archive", "--output", str(archive), "gh-pages")
    subprocess.run(("tar", "-xf", str(archive)), cwd=folder, check=True)
    return folder


def test_a_reader_of_an_old_version_is_told_and_gets_to_the_latest(
    browser: Any,  # noqa: ANN401  playwright may not be installed
    served: Path,
) -> None:
    with serving(served) as address:
        one = reader(browser, address)
        page = one.open("1.2.3/orders.html")
        page.locator(".md-version__current").wait_for()
        assert page.locator(".md-version__current").inner_text().startswith("1.2.3")
        assert page.locator(".md-version__link").count() == 2
        banner = page.locator("[data-md-component=outdated]")
        banner.wait_for(state="visible")
        banner.get_by_role("link").click()
        page.wait_for_url("**/1.3.0/index.html")
        assert not page.locator("[data-md-component=outdated]").is_visible()
        elsewhere = [a for a in one.requests if not a.startswith((address, "data:", "blob:"))]
        assert elsewhere == []
        one.page.context.close()


def test_latest_leads_to_the_same_page_and_heading(browser: Any, served: Path) -> None:  # noqa: ANN401  as above
    with serving(served) as address:
        one = reader(browser, address)
        one.open("latest/orders.html#get-order")
        one.page.wait_for_url("**/1.3.0/orders.html#get-order")
        one.open("")
        one.page.wait_for_url("**/1.3.0/index.html")
        one.page.context.close()
