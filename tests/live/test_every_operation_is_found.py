"""Every operation of real documents: three clicks from the front page at most, and by search."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from msgspec import Struct

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.openapi.api import read_api
from releasebot.openapi.source import obtain
from releasebot.pages.book import title_of
from releasebot.pages.build import build as tree_of
from releasebot.pages.model import Endpoint, Heading, PageTree
from releasebot.site.build import build
from releasebot.site.generate import Order
from releasebot.site.layout import Layout
from releasebot.site.weight import light
from tests.fakes.trees import EDITION
from tests.live.browsing import Reader, reader, serving
from tests.unit.openapi.corpus import SPECS, records
from tests.unit.site.test_build import addresses
from tests.unit.site.test_plugin import SHOP

pytestmark = [pytest.mark.live, pytest.mark.slow]

FEW = ("ieum-ko-3.1", "petstore-2.0")
TEN = (
    *FEW, "k4cut-ko-3.1", "nest-did-ko", "traq-ja", "discord-3.1", "immich-2026", "novu",
    "portone-ko", "github-rest",
)  # fmt: skip
CHOSEN = TEN if os.environ.get("RELEASEBOT_EVERY_SPEC") else FEW
"""Set it to look at ten documents, for about fifteen minutes."""

MOST_SEARCHED = 25
"""Of an API with more operations as many are searched, spread over all."""
MOST_CLICKED = 3
OURS = pytest.param({"file": str(SHOP), "id": "shop"}, id="shop")


class Place(Struct, frozen=True):
    """Where an operation is shown."""

    file: str
    anchor: str
    names: tuple[str, ...]
    """What a reader types: the operationId, else the path; and what the operation is called."""


class Site(Struct, frozen=True):
    """A built site and the places of its API's operations."""

    folder: Path
    places: list[Place]


@pytest.fixture(
    scope="module",
    params=[OURS, *(r for r in records(valid=True) if r.id in (*CHOSEN, "corpus"))],
)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = SPECS / request.param["file"]
    place = tmp_path_factory.mktemp("found")
    document = obtain(SpecSettings(file=path.name), base=path.parent)
    tree = tree_of(document, DocsSettings(), version="1.0.0")
    build(Order(tree, EDITION), sources=place / "sources", site=place / "site")
    names = {
        (one.method, one.path): (one.operation_id or one.path, title_of(one))
        for one in read_api(document).operations
    }
    places = [
        Place(file, anchor, names[call])
        for call, (file, anchor) in shown_at(light(tree)).items()
        if call in names
    ]
    assert len(places) == len(names)
    return Site(place / "site", places)


def shown_at(tree: PageTree) -> dict[tuple[str, str], tuple[str, str]]:
    """The file and the anchor of each operation, by its method and path."""
    layout, found = Layout(tree), {}
    for page, _ in tree.walk():
        anchor = ""
        for block in page.blocks if not page.key.startswith("webhook") else ():
            if isinstance(block, Heading):
                anchor = block.anchor
            elif isinstance(block, Endpoint):
                file = layout.path(page).removesuffix(".md") + ".html"
                found[block.method, block.path] = (file, anchor)
    return found


def ways(site: Path) -> dict[str, list[str]]:
    """The links to follow from the front page to each place, by file and by file with anchor."""
    found: dict[str, list[str]] = {"index.html": []}
    waiting = deque(["index.html"])
    while waiting:
        name = waiting.popleft()
        for link in addresses(site / name).links:
            path, anchor = urldefrag(link)
            if ":" in path:
                continue
            folder = (site / name).parent
            there = (folder / unquote(path)).resolve() if path else site / name
            file = str(there.relative_to(site))
            way = [*found[name], link]
            if file not in found and there.suffix == ".html":
                found[file] = way
                if len(way) < 3:
                    waiting.append(file)
            if anchor:
                found.setdefault(f"{file}#{anchor}", way)
    return found


def spread(places: list[Place], most: int) -> list[Place]:
    step = max(1, len(places) // most)
    return places[::step][:most]


def test_every_operation_is_three_clicks_away_at_most(site: Site) -> None:
    found = ways(site.folder.resolve())
    names = [f"{one.file}#{one.anchor}" if one.anchor else one.file for one in site.places]
    assert [name for name in names if len(found.get(name, "1234")) > 3] == []


@pytest.fixture
def at(browser: Any, site: Site) -> Iterator[Reader]:  # noqa: ANN401  playwright may not be installed
    with serving(site.folder) as address:
        one = reader(browser, address)
        yield one
        one.page.context.close()


def test_a_reader_who_clicks_gets_there(at: Reader, site: Site) -> None:
    found = ways(site.folder.resolve())
    for place in spread(site.places, MOST_CLICKED):
        name = f"{place.file}#{place.anchor}" if place.anchor else place.file
        page = at.open("index.html")
        for link in found[name]:
            there = urljoin(page.url, link)
            page.locator(f'a[href="{link}"]:visible').first.click()
            page.wait_for_function("(there) => location.href === there", arg=there)
        assert page.url.startswith(f"{at.base}/{name}")
        if place.anchor:
            assert page.locator(f"[id='{place.anchor}']").is_visible()
    assert at.complaints == []


def test_every_operation_is_found_by_its_name(at: Reader, site: Site) -> None:
    at.open("index.html")
    lost = [
        place
        for place in spread(site.places, MOST_SEARCHED)
        if not any(is_among(at.search(name), place) for name in place.names)
    ]
    assert lost == []


def is_among(links: list[str], place: Place) -> bool:
    """Whether one of the links that the search shows first leads to the operation."""
    hits = map(urlsplit, links)
    return any(hit.path == f"/{place.file}" and place.anchor in {"", hit.fragment} for hit in hits)
