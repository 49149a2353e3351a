from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.site.test_build import addresses

SHOP = Path(__file__).parents[1] / "pages" / "shop.yaml"


def project(folder: Path, **settings: Any) -> Path:  # noqa: ANN401  the builder's settings
    """A site of somebody's own, with a page of theirs on each side of the API."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    shutil.copy(SHOP, folder / "shop.yaml")
    (docs / "index.md").write_text("# Home\n")
    (docs / "guide.md").write_text("# Guide\n")
    usual = {
        "site_name": "Mine",
        "theme": {"name": "material", "font": False},
        "plugins": ["search", {"releasebot": {"spec": "shop.yaml", "pages": "operation"}}],
    }
    (folder / "mkdocs.yml").write_text(json.dumps({**usual, **settings}))
    return folder


def build(folder: Path, *, ok: bool = True) -> str:
    argv = (
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--site-dir",
        "site",
    )
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is ok, done.stderr
    return done.stderr


def dead_links(site: Path) -> list[str]:
    dead = []
    for page in {*site.rglob("*.html")} - {site / "404.html"}:
        for link in addresses(page).links:
            path, _, anchor = link.partition("#")
            if ":" in path:
                continue
            file = (page.parent / path).resolve() if path else page
            file = file / "index.html" if file.is_dir() else file
            names_a_call = file.name == "console.html"  # which reads the address itself
            known = not anchor or names_a_call or anchor in addresses(file).ids
            if not file.is_file() or not known:
                dead.append(f"{page.relative_to(site)}: {link}")
    return dead


@pytest.mark.parametrize("directory_urls", [True, False])
def test_the_pages_stand_in_anybodys_site_and_every_link_lands(
    tmp_path: Path, *, directory_urls: bool
) -> None:
    build(project(tmp_path, use_directory_urls=directory_urls))
    site = (tmp_path / "site").resolve()
    place = "orders-create/index.html" if directory_urls else "orders-create.html"
    html = (site / "api" / "orders" / place).read_text("utf-8")
    assert "주문" in html
    assert 'class="md-status md-status--post"' in html
    assert dead_links(site) == []
    assert (site / "assets" / "releasebot.css").is_file()


@pytest.mark.parametrize("directory_urls", [True, False])
def test_each_operation_leads_to_the_console(tmp_path: Path, *, directory_urls: bool) -> None:
    build(project(tmp_path, use_directory_urls=directory_urls))
    api = tmp_path / "site" / "api"
    page = api / "orders" / ("orders-create/index.html" if directory_urls else "orders-create.html")
    (link,) = (one for one in addresses(page).links if "console.html" in one)
    assert link.endswith("console.html#POST%20/orders")
    console = (page.parent / link.partition("#")[0]).resolve()
    assert console == api / "console.html"
    for path in addresses(console).loads:
        assert (api / path).is_file(), path


def test_the_console_can_be_left_out(tmp_path: Path) -> None:
    settings = {"spec": "shop.yaml", "console": False}
    build(project(tmp_path, plugins=["search", {"releasebot": settings}]))
    assert not (tmp_path / "site" / "api" / "console.html").exists()
    html = (tmp_path / "site" / "api" / "orders" / "index.html").read_text("utf-8")
    assert "console.html" not in html


def titles(site: Path) -> list[str]:
    """The menu's first level, on the front page."""
    html = (site / "index.html").read_text("utf-8")
    menu = html[html.index('data-md-component="sidebar"') :]
    spans = [part.partition("</span>")[0] for part in menu.split('<span class="md-ellipsis">')[1:]]
    return [span.strip().split("\n")[0].strip() for span in spans]


def test_the_pages_go_where_the_menu_says(tmp_path: Path) -> None:
    nav = ["index.md", {"Reference": "releasebot"}, "guide.md"]
    build(project(tmp_path, nav=nav))
    seen = titles(tmp_path / "site")
    assert seen.index("Home") < seen.index("Reference") < seen.index("Guide")


def test_in_a_section_of_a_menu_they_have_a_section_of_their_own(tmp_path: Path) -> None:
    build(project(tmp_path, nav=["index.md", {"Docs": ["guide.md", "releasebot"]}]))
    seen = titles(tmp_path / "site")
    assert seen.index("Docs") < seen.index("Guide")
    assert len(seen) > 3


def test_without_a_menu_they_come_last(tmp_path: Path) -> None:
    build(project(tmp_path))
    assert (tmp_path / "site" / "api" / "index.html").is_file()
    assert titles(tmp_path / "site").index("Guide") == 1


def test_the_search_of_that_site_finds_them(tmp_path: Path) -> None:
    build(project(tmp_path))
    index = json.loads((tmp_path / "site" / "search" / "search_index.json").read_text("utf-8"))
    assert "api/orders/orders-create/" in {entry["location"] for entry in index["docs"]}


def test_a_spec_that_is_not_there_is_said_with_what_to_do(tmp_path: Path) -> None:
    project(tmp_path, plugins=[{"releasebot": {"spec": "gone.yaml"}}])
    said = build(tmp_path, ok=False)
    assert "releasebot: the OpenAPI document gone.yaml cannot be read" in said
    assert "hint:" in said
    assert "Traceback" not in said
