from __future__ import annotations

import pytest

from releasebot.pages.labels import Language
from releasebot.pages.model import Expand, Page, PageLink, Plot, Table
from releasebot.pages.release_plots import Measured
from releasebot.pages.trend_page import trend_page
from releasebot.pages.trend_words import MEASURES, WORDS
from tests.unit.pages.test_release_pages import words

ALL = {one.figure: 1.0 for one in MEASURES}


def page_of(*measured: Measured, language: Language = "ko") -> Page:
    page = trend_page(measured, language)
    assert page is not None
    return page


def plots(page: Page) -> dict[str, Plot]:
    return {block.name: block for block in page.blocks if isinstance(block, Plot)}


def test_every_measure_is_a_plot_with_words_in_both_languages() -> None:
    for language in WORDS:
        found = plots(page_of(Measured("1.0.0", {"test": ALL}), language=language))
        assert [*found] == [f"trend-{one.name}" for one in MEASURES]
        titles = [title for title, _ in WORDS[language].measures.values()]
        assert [plot.title for plot in found.values()] == titles


def test_points_run_from_the_oldest_release_and_lead_to_it() -> None:
    page = page_of(
        Measured("1.2.0", {"cover": {"lines": 90.0}, "load": {"p95": 120.0}}),
        Measured("1.1.0", {"load": {"p95": 110.0}}),
        Measured("1.0.0", {"cover": {"statements": 80.0}}),
    )
    coverage, time = plots(page).values()
    assert coverage.labels == ("1.0.0", "1.1.0", "1.2.0")
    assert coverage.pages == ("release:1.0.0", "release:1.1.0", "release:1.2.0")
    assert [(one.name, one.values) for one in coverage.series] == [("cover", (80.0, None, 90.0))]
    assert (coverage.unit, coverage.highest) == ("%", 100)
    assert [(one.name, one.values) for one in time.series] == [("load", (None, 110.0, 120.0))]
    table = next(block.children[0] for block in page.blocks if isinstance(block, Expand))
    assert isinstance(table, Table)
    assert [words(row) for row in table.rows] == ["1.2.0 90%", "1.1.0 -", "1.0.0 80%"]
    assert isinstance(table.rows[0].cells[0][0], PageLink)


def test_a_rate_is_shown_in_per_cent() -> None:
    page = page_of(Measured("1.0.0", {"load": {"error_rate": 0.002}}))
    assert plots(page)["trend-error-rate"].series[0].values == pytest.approx((0.2,))


def test_more_gates_than_can_be_told_apart_are_shown_in_several_plots() -> None:
    gates = {f"test{number}": {"tests": float(number)} for number in range(9)}
    found = plots(page_of(Measured("1.0.0", gates)))
    assert [*found] == ["trend-tests", "trend-tests-2", "trend-tests-3"]
    assert [len(one.series) for one in found.values()] == [4, 4, 1]


def test_of_figures_that_nobody_looks_at_there_is_no_page() -> None:
    assert trend_page([Measured("1.0.0", {"lint": {"files": 3.0}})], "en") is None
    assert trend_page([], "en") is None
