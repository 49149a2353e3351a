from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from msgspec import structs

from releasebot.errors import OutsideError
from releasebot.pages.model import ChildPages, Page, PageTree
from releasebot.site.build import TREE, build, write_sources
from releasebot.site.generate import Order, generate
from releasebot.site.mark import Mark, MarkedFile, Standing, digest, names
from tests.fakes.trees import EDITION, every_block, hostile, paragraph, shop


def built(tree: PageTree, place: Path, url: str | None = None) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    site = place / "site"
    build(Order(tree, EDITION, url), sources=place / "sources", site=site)
    return site


@pytest.fixture(scope="module")
def shop_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(shop(), tmp_path_factory.mktemp("shop"))


class Addresses(HTMLParser):
    """Collects where a page's elements point to, and the ids it offers."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in {"link", "script", "img", "iframe", "source"}:
            self.loads += [given[name] for name in ("href", "src") if name in given]


def addresses(page: Path) -> Addresses:
    parser = Addresses()
    parser.feed(page.read_text("utf-8"))
    return parser


def test_every_tree_builds_without_a_warning(tmp_path: Path) -> None:
    for name, tree in (("blocks", every_block()), ("hostile", hostile())):
        assert (built(tree, tmp_path / name) / "index.html").is_file()


def test_pages_that_the_menu_leaves_out_build_without_a_warning(tmp_path: Path) -> None:
    schemas = tuple(Page(f"s{n}", f"s{n}", f"S{n}", ()) for n in range(200))
    section = Page("schemas", "schemas", "Schemas", (ChildPages(),), schemas)
    tree = PageTree(Page("overview", "overview", "API", (), (section,)), "API", "1.0.0", "en")
    site = built(tree, tmp_path)
    assert "S199" in (site / "schemas" / "index.html").read_text("utf-8")
    assert (site / "schemas" / "s199.html").is_file()


def test_the_same_order_gives_the_same_bytes(shop_site: Path, tmp_path: Path) -> None:
    time.sleep(1.1)  # a clock that was read would show
    again = built(shop(), tmp_path / "elsewhere")
    files = {p.relative_to(shop_site) for p in shop_site.rglob("*") if p.is_file()}
    assert files == {p.relative_to(again) for p in again.rglob("*") if p.is_file()}
    assert [f for f in files if (shop_site / f).read_bytes() != (again / f).read_bytes()] == []


def test_the_only_day_in_the_site_is_the_commits(tmp_path: Path) -> None:
    site = built(shop(), tmp_path, "https://docs.example.com/api/")
    sitemap = gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode()
    assert set(re.findall(r"<lastmod>(.*?)</lastmod>", sitemap)) == {"2026-09-21"}
    assert "https://docs.example.com/api/orders/create-order.html" in sitemap


def test_nothing_is_loaded_from_elsewhere(shop_site: Path) -> None:
    for page in shop_site.rglob("*.html"):
        for address in addresses(page).loads:
            assert not urlsplit(address).netloc, f"{page}: {address}"


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(shop_site: Path) -> None:
    for page in shop_site.rglob("*.html"):
        if page.name == "404.html":  # served for any address, its links are absolute
            continue
        for link in addresses(page).links:
            target = urlsplit(link)
            if target.scheme or target.netloc:
                continue
            file = (page.parent / unquote(target.path)).resolve() if target.path else page
            assert file.is_file(), f"{page}: {link}"
            assert not target.fragment or target.fragment in addresses(file).ids


def test_a_page_lists_its_headings_beside_it(shop_site: Path) -> None:
    html = (shop_site / "orders" / "create-order.html").read_text("utf-8")
    beside = html[html.index("md-sidebar--secondary") : html.index("<article")]
    anchors = re.findall(r'href="#([^"]+)" class="md-nav__link"', beside)
    assert anchors == ["create-order-parameters", "create-order-responses"]


def test_addresses_are_ascii_whatever_the_titles_are(shop_site: Path) -> None:
    for page in shop_site.rglob("*"):
        assert str(page.relative_to(shop_site)).isascii()
    for page in shop_site.rglob("*.html"):
        assert all(name.isascii() for name in addresses(page).ids)
        assert not {name for name in addresses(page).ids if re.fullmatch(r"_\d+", name)}


def test_no_path_of_this_machine_is_published(shop_site: Path) -> None:
    for file in shop_site.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert str(shop_site.parent).encode() not in content
            assert str(Path.home()).encode() not in content


def test_the_search_index_has_an_entry_for_each_heading_and_the_hidden_words(
    shop_site: Path,
) -> None:
    index = json.loads((shop_site / "search" / "search_index.json").read_text("utf-8"))
    entries = {entry["location"]: entry for entry in index["docs"]}
    assert index["config"]["lang"] == ["ko", "en"]
    assert entries["orders/create-order.html"]["title"] == "주문 생성"
    assert "orders/create-order.html#create-order-responses" in entries
    assert entries["members/index.html"]["text"].endswith("회원정보 회원 정보</p>")


def test_what_the_builder_complains_of_ends_the_build_and_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as refused:
        built(shop(), tmp_path, url="no address")
    assert "The URL isn't valid" in "\n".join(refused.value.details)


def test_only_the_pages_that_changed_are_written_again(tmp_path: Path) -> None:
    old = tmp_path / "old"
    tree, order = shop(), Order(shop(), EDITION)
    prints = build(order, sources=tmp_path / "s", site=old)
    there = Mark("releasebot", EDITION, order.digest, marked(old), dict(prints))
    operation = next(page for page, _ in tree.walk() if page.key == "operation:getOrder")
    blocks = (*operation.blocks, paragraph("다른 설명"))
    changed = replaced(tree, "operation:getOrder", blocks=blocks)
    new, clean = tmp_path / "new", tmp_path / "clean"
    standing = Standing(old, there, frozenset({"members/index.html"}))
    again = Order(changed, structs.replace(EDITION, commit="f" * 40))
    build(again, sources=tmp_path / "t", site=new, standing=standing)
    build(again, sources=tmp_path / "u", site=clean)
    assert contents(new) == contents(clean)
    pages = {str(p.relative_to(new)) for p in new.rglob("*.html")} - {"404.html"}
    written = {page for page in pages if not (new / page).samefile(old / page)}
    # its own, the harmed one, and the front page, which names the commit
    assert written == {"orders/get-order.html", "members/index.html", "index.html"}


def replaced(tree: PageTree, key: str, **changes: Any) -> PageTree:  # noqa: ANN401  any field
    """The tree with one page changed."""

    def page(one: Page) -> Page:
        here = structs.replace(one, **changes) if one.key == key else one
        return structs.replace(here, children=tuple(map(page, here.children)))

    return structs.replace(tree, root=page(tree.root))


def marked(site: Path) -> tuple[MarkedFile, ...]:
    return tuple(MarkedFile(name, digest(site / name)) for name in names(site))


def contents(site: Path) -> dict[str, bytes]:
    return {name: (site / name).read_bytes() for name in names(site)}


def test_settings_of_the_user_do_not_reach_the_builder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "nonsense")
    assert (built(shop(), tmp_path) / "index.html").is_file()


ORPHAN = """
import os, signal, subprocess, sys
child = subprocess.Popen(
    [sys.executable, "-m", "releasebot.site.child", str(os.getpid()), sys.argv[1], "site"],
)
print(child.pid, flush=True)
signal.pause()
"""


def test_a_builder_ends_when_the_release_that_started_it_is_killed(tmp_path: Path) -> None:
    write_sources(generate(Order(shop(), EDITION)), tmp_path)
    os.mkfifo(tmp_path / TREE)  # who reads it waits for a writer that never comes
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    time.sleep(1)
    assert is_alive(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
