from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from releasebot.pages.axes import shown, width
from releasebot.pages.model import Plot, Series
from releasebot.pages.plot_svg import drawing, file_name
from tests.fakes.trees import HOSTILE, plot

VERSIONS = tuple(f"1.{number}.0" for number in range(40))


def no_page(key: str) -> None:
    del key


def drawn(one: Plot, *, style: str = "") -> ET.Element:
    """The drawing as a parser of XML reads it, names without their namespace."""
    text = drawing(one, lambda key: f"{key}.html", style=style)
    return ET.fromstring(text.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def many(count: int, **given: object) -> Plot:
    labels = VERSIONS[:count]
    values = tuple(float(number * number) for number in range(count))
    pages = tuple(f"release:{label}" for label in labels)
    whole = Plot("many", "리드 타임", "걸린 날수.", labels, pages, (Series("날수", values),))
    return replace(whole, **given)


def test_a_reader_who_cannot_see_it_is_told_what_it_is_and_where_it_leads() -> None:
    root = drawn(many(3, unit="일"))
    named = root.attrib["aria-labelledby"].split()
    texts = {one.attrib["id"]: one.text for one in root if "id" in one.attrib}
    assert [texts[name] for name in named] == [
        "리드 타임",
        "걸린 날수. 날수: 1.0.0 0 일, 1.2.0 4 일.",
    ]
    assert root.attrib["role"] == "graphics-document"


def test_each_point_is_a_link_to_its_page_that_says_its_values() -> None:
    links = [*drawn(many(3)).iter("a")]
    assert [one.attrib["href"] for one in links] == [
        "release:1.0.0.html",
        "release:1.1.0.html",
        "release:1.2.0.html",
    ]
    assert [one.findtext("title") for one in links] == ["1.0.0: 0", "1.1.0: 1", "1.2.0: 4"]


def test_a_point_without_a_page_is_no_link() -> None:
    one = plot("가")
    root = ET.fromstring(drawing(one, lambda key: "second.html" if key == "second" else None))
    assert [link.attrib["href"] for link in root.iter("a")] == ["second.html"]
    assert (
        len([group for group in root.iter("g") if "rb-plot__point" in group.attrib["class"]]) == 2
    )


@pytest.mark.parametrize("form", ["line", "bars"])
def test_values_stand_as_high_as_they_are(form: str) -> None:
    root = drawn(many(4, form=form))
    if form == "line":
        heights = [float(one.attrib["cy"]) for one in root.iter("circle")]
        base = heights[0]
        rises = [base - one for one in heights]
    else:
        bars = [one for one in root.iter("rect") if one.attrib["class"] == "rb-plot-1"]
        rises = [float(one.attrib["height"]) for one in bars]
    assert rises[0] == 0
    assert rises[2] / rises[1] == pytest.approx(4, abs=0.05)
    assert rises[3] / rises[1] == pytest.approx(9, abs=0.1)


def test_a_line_is_broken_where_a_value_is_not_known() -> None:
    values = (1.0, 2.0, None, 3.0, 4.0, None, 5.0)
    root = drawn(many(7, series=(Series("가", values),)))
    assert len([*root.iter("polyline")]) == 2
    assert len([*root.iter("circle")]) == 5


def test_points_stand_at_their_days() -> None:
    root = drawn(many(3, days=(20_000, 20_010, 20_100)))
    first, second, third = (float(one.attrib["cx"]) for one in root.iter("circle"))
    assert (second - first) / (third - first) == pytest.approx(0.1, abs=0.01)


def test_releases_of_one_day_stand_on_one_another() -> None:
    places = {one.attrib["cx"] for one in drawn(many(3, days=(20_000,) * 3)).iter("circle")}
    assert len(places) == 1


@pytest.mark.parametrize("count", [1, 2, 11, 40])
def test_words_below_the_axis_do_not_run_into_each_other(count: int) -> None:
    labels = tuple(f"2026.1.{number}-긴이름" for number in range(count))
    axes = next(
        one for one in drawn(many(count, labels=labels)).iter("g") if "axes" in str(one.attrib)
    )
    words = [
        (float(one.attrib["x"]), str(one.text))
        for one in axes.iter("text")
        if one.attrib["text-anchor"] == "middle"
    ]
    spans = sorted((x - width(text) * 6, x + width(text) * 6) for x, text in words)
    assert labels[-1] in {text for _, text in words}
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert spans[0][0] >= 0
    assert spans[-1][1] <= 720


def test_series_are_told_apart_without_colours() -> None:
    four = tuple(Series(str(number), (1.0, 2.0)) for number in range(4))
    root = drawn(many(2, series=four))
    points = next(iter(root.iter("a")))
    forms = [re.sub(r"[\d.]+", "", str(one.tag) + one.attrib.get("d", "")) for one in points[2:]]
    assert len(set(forms)) == 4
    assert len({one.attrib.get("stroke-dasharray") for one in root.iter("polyline")}) == 4
    bars = next(iter(drawn(many(2, series=four, form="bars")).iter("a")))
    assert (
        len(
            {
                one.attrib["fill-opacity"]
                for one in bars.iter("rect")
                if one.attrib["class"] != "rb-plot__field"
            }
        )
        == 4
    )


def test_nothing_in_it_acts_or_asks_for_anything() -> None:
    for attack in HOSTILE:
        for style in ("", ".a { fill: red; }"):
            root = drawn(plot(attack), style=style)
            for one in root.iter():
                assert one.tag not in {"script", "image", "use", "foreignObject", "animate"}
                assert not [name for name in one.attrib if name.startswith("on") or name == "style"]
            if not style:
                assert [*root.iter("style")] == []
    hostile = drawing(plot("</svg><script>"), no_page)
    assert "<script" not in hostile


def test_equal_plots_are_equal_bytes() -> None:
    assert drawing(many(30), no_page) == drawing(many(30), no_page)


def test_a_file_of_its_own_has_a_size_colours_and_a_ground() -> None:
    text = drawing(many(3), no_page, style=".rb-plot-1 { color: blue; }")
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg"') or 'xmlns="' in text[:400]
    root = drawn(many(3), style="svg { color: black; }")
    assert (root.attrib["width"], root.attrib["height"]) == ("720", "240")
    assert root.findtext("style") == "svg { color: black; }"
    assert file_name(many(3)) == "many.svg"


def test_the_axis_says_its_values_as_the_points_do() -> None:
    axes = next(
        one for one in drawn(many(5, unit="%", highest=100)).iter("g") if "axes" in str(one.attrib)
    )
    ends = [one.text for one in axes.iter("text") if one.attrib["text-anchor"] == "end"]
    assert ends == [shown(value, "%") for value in (0, 20, 40, 60, 80, 100)]
