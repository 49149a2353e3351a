"""Real documents as whole sites: strict builds, no dead link, nothing of the document missing."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import pytest

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.openapi.load import Document
from releasebot.openapi.source import obtain
from releasebot.pages.build import build as tree_of
from releasebot.pages.model import Endpoint, PageTree
from releasebot.site.build import build
from releasebot.site.generate import Order
from releasebot.site.layout import Layout
from releasebot.site.weight import HEAVIEST, light
from tests.fakes.trees import EDITION
from tests.unit.openapi.corpus import SPECS, records
from tests.unit.pages.wanted import Raw, Wanted, of_operation, of_parameter, of_schema

FEW = ("corpus", "ieum-ko-3.1", "petstore-2.0", "circular-3.0", "callback-example-3.0")
EVERY = bool(os.environ.get("RELEASEBOT_EVERY_SPEC"))
"""Set it to build the others too, for about five minutes."""

NO_WORDS = re.compile(r"<[^<>]*>|\]\([^)]*\)|&#?\w+;|https?://\S+")
VOID = frozenset({"br", "hr", "input", "img", "meta", "link", "wbr"})


class Seen(HTMLParser):
    """What a reader sees in a page's article, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(str(given.get("id")))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "article" or (self._depth and tag not in VOID):
            self._depth += 1
        if self._depth and tag in {"td", "th", "p", "li", "br", "h1", "h2", "h3", "label", "code"}:
            self.pieces.append("\0")

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag not in VOID:
            self._depth -= 1
            self.pieces.append("\0" if tag in {"code", "td", "p", "span", "label"} else "")

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Sight:
    """Whether something stands on a page, or on one of its later parts."""

    def __init__(self, *pages: Path) -> None:
        seen = Seen()
        for page in pages:
            seen.feed(page.read_text("utf-8"))
        self.links, self.ids = seen.links, seen.ids
        self._whole = seen.text.replace("\0", "\n")
        self._exact = {piece.strip() for piece in seen.text.split("\0")}
        self._bare = "".join(seen.text.replace("\0", "").split())
        self._words = re.sub(r"[^\w]+", " ", self._whole).lower()

    def lacks(self, wanted: Wanted) -> bool:
        kind, value = wanted
        if kind == "text":
            parts = re.sub(r"[^\w]+", " ", NO_WORDS.sub(" ", value)).lower().split()
            missing = [part for part in parts if part not in self._words]
            return len(missing) > max(1, len(parts) // 20)
        if kind == "json":
            return "".join(value.split()) not in self._bare
        if value.strip() in self._exact:
            return False
        alone = r"(?<!\w)" + r"\s+".join(map(re.escape, value.split())) + r"(?!\w)"
        return re.search(alone, self._whole) is None


@cache
def document(file: str) -> Document:
    path = SPECS / file
    return obtain(SpecSettings(file=path.name), base=path.parent)


def built(tree: PageTree, place: Path) -> Path:
    site = place / "site"
    build(Order(tree, EDITION), sources=place / "sources", site=site)
    return site


def dead_links(sights: dict[Path, Sight]) -> list[str]:
    dead = []
    for page, sight in sights.items():
        for link in set(sight.links):
            target = urlsplit(link)
            if target.scheme or target.netloc:
                continue
            file = (page.parent / unquote(target.path)).resolve() if target.path else page
            if file not in sights or (target.fragment and target.fragment not in sights[file].ids):
                dead.append(f"{page}: {link}")
    return dead


def lost(document: Document, tree: PageTree, site: Path) -> list[str]:
    """Everything that the document says and its page does not."""
    tree = light(tree)
    layout, raw = Layout(tree), Raw(document)
    files: defaultdict[str, list[Path]] = defaultdict(list)
    for page, _ in tree.walk():
        files[page.part_of or page.key].append((site / layout.path(page)).with_suffix(".html"))
    homes = {key: Sight(*pages) for key, pages in files.items()}
    by_call = {
        (endpoint.method, endpoint.path): homes[page.key]
        for page, _ in tree.walk()
        if page.key.startswith("operation:")
        for endpoint in page.blocks[:1]
        if isinstance(endpoint, Endpoint)
    }
    gone = []
    for method, path, operation, file, parameters in raw.operations():
        wanted = list(of_operation(raw, operation, file))
        for parameter, _ in parameters:
            wanted += of_parameter(raw, parameter) if isinstance(parameter, dict) else ()
        sight = by_call[method, path]
        gone += [f"{method} {path}: {one}" for one in dict.fromkeys(wanted) if sight.lacks(one)]
    for name, schema in raw.schemas().items():
        sight = homes[f"schema:{name}"]
        gone += [f"{name}: {one}" for one in dict.fromkeys(of_schema(schema)) if sight.lacks(one)]
    return gone


@pytest.mark.parametrize("layout", ["tag", "operation"])
@pytest.mark.parametrize("record", [r for r in records(valid=True) if EVERY or r.id in FEW])
def test_a_real_document_is_a_whole_site(
    record: dict[str, Any], layout: Literal["tag", "operation"], tmp_path: Path
) -> None:
    source = document(record["file"])
    tree = tree_of(source, DocsSettings(pages=layout), version="1.2.3")
    site = built(tree, tmp_path).resolve()
    pages = sorted({*site.rglob("*.html")} - {site / "404.html"})
    sights = {page: Sight(page) for page in pages}
    assert dead_links(sights) == []
    assert {page: page.stat().st_size for page in pages if page.stat().st_size > HEAVIEST} == {}
    if layout == "operation":
        assert lost(source, tree, site) == []


def test_the_sight_of_a_page_tells_what_is_not_there(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>outside</p><article><p>the <code>GET</code> of /orders/{id}</p></article>")
    sight = Sight(page)
    assert not sight.lacks(("word", "GET"))
    assert sight.lacks(("word", "order"))
    assert sight.lacks(("word", "outside"))
    assert sight.lacks(("text", "nothing of this is there"))
