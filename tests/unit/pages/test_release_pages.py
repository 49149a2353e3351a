from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from releasebot.openapi.coverage import Coverage, Covered, Share
from releasebot.pages.labels import Language
from releasebot.pages.model import (
    Expand,
    Heading,
    Page,
    PageLink,
    PageTree,
    Paragraph,
    Plot,
    Table,
    Text,
)
from releasebot.pages.plot_svg import drawing
from releasebot.pages.release_pages import FIGURES, INDEX, with_releases
from releasebot.pages.release_plots import ApiAt, Changed, Story, Told
from releasebot.site.html import draw
from releasebot.site.layout import Layout
from releasebot.site.weight import light, weight
from tests.fakes.trees import HOSTILE, shop
from tests.unit.site.reading import read

SOME = Covered(Share(1, 3), Share(0, 3))
NONE = Covered(Share(0, 0), Share(0, 0))


def told(number: int, **given: object) -> Told:
    day = f"2026-0{number % 9 + 1}-11"
    values = {"notes": "### 새 기능\n\n- 하나\n", "lead": number + 0.5, "changes": 3}
    return Told(f"1.{number}.0", day, **{**values, **given})  # type: ignore[arg-type]


def story(count: int = 4, **given: object) -> Story:
    releases = tuple(told(number) for number in reversed(range(count)))
    api = {
        one.version: ApiAt(Coverage(SOME, SOME, NONE, SOME), Changed(2, 1, 0) if number else None)
        for number, one in enumerate(reversed(releases))
    }
    return Story(releases, api=api, **given)  # type: ignore[arg-type]


def tree_of(one: Story, language: Language = "ko") -> PageTree:
    bare = shop()
    return with_releases(PageTree(bare.root, bare.title, bare.version, language), one)


def page(tree: PageTree, key: str) -> Page:
    return next(page for page, _ in tree.walk() if page.key == key)


def words(blocks: object) -> str:
    return " ".join(re.findall(r"text='([^']*)'", repr(blocks)))


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("ko", ["릴리스", "숫자로 보는 릴리스", "릴리스 1.1.0", "릴리스 1.0.0"]),
        ("en", ["Releases", "Releases in figures", "Release 1.1.0", "Release 1.0.0"]),
    ],
)
def test_there_is_a_list_a_page_of_figures_and_a_page_for_each_release(
    language: Language, titles: list[str]
) -> None:
    index = page(tree_of(story(2), language), INDEX)
    assert [one.title for one in (index, *index.children)] == titles
    assert [one.in_menu for one in index.children] == [True, False, False]
    listed = next(block for block in index.blocks if isinstance(block, Table))
    assert [row.cells[0] for row in listed.rows] == [
        (PageLink("release:1.1.0", (Text("1.1.0"),)),),
        (PageLink("release:1.0.0", (Text("1.0.0"),)),),
    ]


def test_a_tree_without_releases_stays_as_it_was() -> None:
    assert tree_of(Story(())) == shop()


def test_a_release_tells_its_notes_and_leads_back() -> None:
    one = page(tree_of(story()), "release:1.2.0")
    assert one.blocks[0] == Paragraph(
        (Text("2026-03-11에 릴리스했습니다. "), PageLink(INDEX, (Text("모든 릴리스"),)))
    )
    assert [block.level for block in one.blocks if isinstance(block, Heading)] == [2]
    assert one.slug == "1.2.0"


def test_a_release_leads_to_what_the_changelog_of_the_api_tells_of_it() -> None:
    def links(*changelog: Page) -> list[PageLink]:
        root = replace(shop().root, children=(*shop().root.children, *changelog))
        tree = with_releases(replace(shop(), root=root), story(3))
        found = []
        for number in range(3):
            head = page(tree, f"release:1.{number}.0").blocks[0]
            assert isinstance(head, Paragraph)
            found += [one for one in head.children if isinstance(one, PageLink)]
        return [one for one in found if one.page != INDEX]

    text = (Text("API에서 바뀐 것"),)
    together = Page("changes", "c", "C", (Heading(2, "v1-1-0", (Text("1.1.0"),)),))
    assert links(together) == [PageLink("changes", text, "v1-1-0")]
    below = (Page("changes:1.2.0", "v1-2-0", "1.2.0", ()),)
    apart = Page("changes", "c", "C", (), below)
    assert links(apart) == [PageLink("changes:1.2.0", text)]
    assert links() == []


@pytest.mark.parametrize("attack", HOSTILE)
def test_whatever_notes_say_does_nothing(attack: str) -> None:
    tree = tree_of(Story((told(1, notes=attack, web="https://example.com/x"),)))
    one = page(tree, "release:1.1.0")
    seen = read(draw(one, Layout(tree), permalink="Link").html)
    assert seen.refused == []
    assert not [address for address in seen.addresses if "javascript" in address.lower()]


@pytest.mark.parametrize("line", ["- a change that was made (`0a1b2c3d`)\n", "- 바뀐 것 하나\n"])
def test_long_notes_are_cut_between_lines_and_the_page_stays_light(line: str) -> None:
    release = told(1, notes="### 새 기능\n\n" + line * 20_000, web="https://example.com/x")
    tree = tree_of(Story((release,)))
    html = draw(page(tree, "release:1.1.0"), Layout(tree), permalink="Link").html
    assert 50_000 < len(html.encode()) < 110_000
    assert "…" in html
    assert "https://example.com/x" in html


def test_what_is_left_out_is_said() -> None:
    tree = tree_of(story(before="0.9.0"))
    assert "0.9.0 이전의 릴리스는 여기에 페이지가 없습니다." in words(page(tree, INDEX).blocks)
    assert "1.0.0부터 최근 릴리스만 표시합니다." in words(page(tree, FIGURES).blocks)
    whole = tree_of(story())
    assert "최근 릴리스만" not in words(page(whole, FIGURES).blocks)
    half = story(4)
    half = Story(half.releases, api={"1.3.0": half.api["1.3.0"]})
    assert "1.3.0부터입니다" in words(page(tree_of(half), FIGURES).blocks)
    none = Story(half.releases)
    assert "git에 없어서" in words(page(tree_of(none), FIGURES).blocks)
    assert len(plots(tree_of(none))) == 2


def plots(tree: PageTree) -> list[tuple[Plot, Table]]:
    """The plots of the page with figures, each with the table beneath it."""
    blocks = page(tree, FIGURES).blocks
    found = []
    for number, block in enumerate(blocks):
        if isinstance(block, Plot):
            beneath = blocks[number + 1]
            assert isinstance(beneath, Expand)
            table = beneath.children[0]
            assert isinstance(table, Table)
            found.append((block, table))
    return found


def test_the_figures_are_those_asked_for() -> None:
    found = plots(tree_of(story()))
    assert [plot.name for plot, _ in found] == [
        "releases-over-time",
        "lead-time",
        "operations",
        "described",
        "exemplified",
    ]
    over_time, lead, operations, described = [plot for plot, _ in found[:4]]
    assert over_time.series[0].values == (1.0, 2.0, 3.0, 4.0)
    assert lead.series[0].values == (0.5, 1.5, 2.5, 3.5)
    assert [one.values for one in operations.series] == [
        (None, 2, 2, 2),
        (None, 1, 1, 1),
        (None, 0, 0, 0),
    ]
    assert [one.name for one in described.series] == ["오퍼레이션", "파라미터", "응답"]


def test_a_table_says_what_its_plot_shows_and_leads_where_its_points_do() -> None:
    for plot, table in plots(tree_of(story(7))):
        root = ET.fromstring(drawing(plot, lambda key: key))
        points = [(link.attrib["href"], str(link.findtext("title"))) for link in root.iter("a")]
        assert len(points) == 7
        rows = []
        for row in reversed(table.rows):
            (link,) = row.cells[0]
            assert isinstance(link, PageLink)
            values = [words(cell) for cell in row.cells[-len(plot.series) :]]
            names = [f"{one.name} {value}" for one, value in zip(plot.series, values, strict=True)]
            said = values[0] if len(values) == 1 else ", ".join(names)
            rows.append((link.page, f"{words(link)}: {said}"))
        assert rows == points


def test_a_page_of_figures_with_all_that_it_holds_is_light() -> None:
    tree = tree_of(story(400))
    html = draw(page(tree, FIGURES), Layout(tree), permalink="Link").html
    assert len(plots(tree)[0][0].labels) == 20
    assert len(html.encode()) < 85_000
    assert not [one for one, _ in light(tree).walk() if one.part_of == FIGURES]
    assert len(html.encode()) < weight(page(tree, FIGURES))
