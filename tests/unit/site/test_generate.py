from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec import structs

from releasebot.pages.model import Page, PageTree
from releasebot.site.generate import Order, generate
from releasebot.site.layout import Layout
from tests.fakes.trees import EDITION, HOSTILE, every_block, hostile, shop
from tests.unit.site.reading import said


def written(order: Order) -> dict[str, str]:
    return {file.path: file.text for file in generate(order)}


def settings(tree: PageTree, url: str | None = None) -> Any:  # noqa: ANN401  another program's format
    return json.loads(written(Order(tree, EDITION, url))["mkdocs.yml"])


def nav_paths(nav: list[Any]) -> list[str]:
    paths: list[str] = []
    for entry in nav:
        if isinstance(entry, str):
            paths.append(entry)
        else:
            paths += [path for below in entry.values() for path in nav_paths(below)]
    return paths


def test_each_page_has_a_file_and_stands_in_the_menu_once() -> None:
    for tree in (shop(), every_block(), hostile()):
        files = written(Order(tree, EDITION))
        pages = [path.removeprefix("docs/") for path in files if path.endswith(".md")]
        drawn = Order(tree, EDITION).signed
        layout = Layout(drawn)
        parts = [layout.path(page) for page, _ in drawn.walk() if page.part_of]
        assert sorted([*nav_paths(settings(tree)["nav"]), *parts]) == sorted(pages)
        assert len(pages) == len(set(pages)) == sum(1 for _ in tree.walk()) + len(parts)


def test_a_section_is_named_by_its_page_and_begins_with_it() -> None:
    nav = settings(shop())["nav"]
    assert nav[0] == "index.md"
    assert nav[1] == {"주문": ["orders/index.md", "orders/create-order.md", "orders/get-order.md"]}


def test_equal_orders_give_equal_files_and_digests() -> None:
    assert generate(Order(shop(), EDITION)) == generate(Order(shop(), EDITION))
    assert Order(shop(), EDITION).digest == Order(shop(), EDITION).digest


def test_whatever_changes_the_site_changes_the_digest() -> None:
    tree = shop()
    digests = {
        Order(tree, EDITION).digest,
        Order(every_block(), EDITION).digest,
        Order(tree, EDITION, "https://docs.example.com/").digest,
        Order(tree, structs.replace(EDITION, commit="f" * 40)).digest,
        Order(structs.replace(tree, language="en"), EDITION).digest,
    }
    assert len(digests) == 5


def test_the_address_is_set_only_where_it_is_known() -> None:
    assert "site_url" not in settings(shop())
    assert settings(shop(), "https://docs.example.com/")["site_url"] == "https://docs.example.com/"


def test_the_theme_speaks_the_language_of_the_pages() -> None:
    korean, english = settings(shop()), settings(structs.replace(shop(), language="en"))
    assert (korean["theme"]["language"], english["theme"]["language"]) == ("ko", "en")
    assert korean["theme"]["palette"][0]["toggle"]["name"] == "밝은 화면으로"


def test_the_imprint_names_version_commit_and_day_on_the_first_page_alone() -> None:
    naming = {p for p, text in written(Order(shop(), EDITION)).items() if "0a1b2c3" in text}
    assert naming == {"docs/index.md"}
    assert said(Order(shop(), EDITION).signed.root).endswith("1.4.0·0a1b2c3·2026-09-21")


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path, content in written(Order(shop(), EDITION)).items():
        assert "//" not in content.replace("://example.com", ""), path


def test_no_title_reaches_the_theme_as_html() -> None:
    for attack in HOSTILE:
        below = Page("s", "s", attack, (), (Page("c", "c", attack, ()),))
        tree = PageTree(Page("overview", "overview", attack, (), (below,)), attack, "1.0.0", "en")
        files = written(Order(tree, EDITION))
        read = json.loads(files["mkdocs.yml"])
        titles = [read["site_name"], *(key for entry in read["nav"][1:] for key in entry)]
        titles += [content.splitlines()[1] for name, content in files.items() if ".md" in name]
        assert not any("<" in title or "{{" in title for title in titles)


def test_a_title_longer_than_a_yaml_key_may_be_is_cut_in_the_menu_alone() -> None:
    long = Page("s", "s", "가" * 3000, (), (Page("c", "c", "c", ()),))
    tree = PageTree(Page("overview", "overview", "API", (), (long,)), "API", "1.0.0", "ko")
    assert len(next(iter(settings(tree)["nav"][1]))) < 1024
    assert "가" * 3000 in written(Order(tree, EDITION))["docs/s/index.md"]


@pytest.mark.parametrize(
    ("slugs", "names"),
    [
        (("index", "readme", "404", "templates"), ("index-2", "readme-2", "404-2", "templates-2")),
        (("Orders", "orders"), ("Orders", "orders-2")),
        (("../../etc", "a/b", ".hidden", ""), ("etc", "a-b", "hidden", "page")),
        (("x" * 400, "y"), ("x" * 100, "y")),
    ],
)
def test_a_file_name_is_safe_and_its_own(slugs: tuple[str, ...], names: tuple[str, ...]) -> None:
    pages = tuple(Page(f"p{n}", slug, "T", ()) for n, slug in enumerate(slugs))
    root = Page("overview", "overview", "API", (), pages)
    layout = Layout(PageTree(root, "API", "1.0.0", "en"))
    assert tuple(layout.path(page) for page in pages) == tuple(f"{name}.md" for name in names)


def test_a_page_and_a_folder_of_one_name_do_not_meet() -> None:
    with_child = Page("a", "orders", "A", (), (Page("c", "list", "C", ()),))
    root = Page("overview", "overview", "API", (), (with_child, Page("b", "orders", "B", ())))
    layout = Layout(PageTree(root, "API", "1.0.0", "en"))
    assert layout.path(with_child) == "orders/index.md"
    assert layout.path(root.children[1]) == "orders-2.md"


def test_many_pages_have_menus_that_hold_only_what_is_near() -> None:
    def features(count: int) -> list[str]:
        pages = tuple(Page(f"p{n}", f"p{n}", "T", ()) for n in range(count))
        root = Page("overview", "overview", "API", (), pages)
        read = settings(PageTree(root, "API", "1.0.0", "en"))
        return list(read["theme"]["features"])

    assert "navigation.prune" not in features(20)
    assert "navigation.prune" in features(500)


def test_a_page_of_very_many_children_is_itself_their_list() -> None:
    deep = Page("deep", "deep", "Deep", (), (Page("deepest", "deepest", "Deepest", ()),))
    schemas = tuple(Page(f"s{n}", f"s{n}", f"S{n}", ()) for n in range(200))
    section = Page("schemas", "schemas", "Schemas", (), (*schemas, deep))
    tree = PageTree(Page("overview", "overview", "API", (), (section,)), "API", "1.0.0", "en")
    read = settings(tree)
    assert read["nav"] == ["index.md", "schemas/index.md"]
    left_out = read["not_in_nav"].split()
    assert len(left_out) == 202
    assert {"/schemas/s0.md", "/schemas/deep/index.md", "/schemas/deep/deepest.md"} < set(left_out)
