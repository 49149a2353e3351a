"""The page of plots about what the gates measured, release after release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from releasebot.pages.labels import Language
from releasebot.pages.model import Blocks, Page, Paragraph, Plot, Series, Text
from releasebot.pages.plot_blocks import plot_blocks
from releasebot.pages.plot_marks import KINDS
from releasebot.pages.release_plots import MOST_POINTS, Measured, page_key
from releasebot.pages.release_words import WORDS as RELEASE_WORDS
from releasebot.pages.trend_words import MEASURES, WORDS, Measure

TRENDS = "release-trends"


def trend_page(measured: Sequence[Measured], language: Language) -> Page | None:
    """The page, of releases with the latest first; None where they measured nothing of it."""
    words = WORDS[language]
    shown = measured[MOST_POINTS - 1 :: -1]
    blocks: Blocks = (Paragraph((Text(words.intro),)),)
    plots = [plot for one in MEASURES for plot in _plots(one, shown, *words.measures[one.name])]
    heads = RELEASE_WORDS[language]
    for plot in plots:
        blocks += plot_blocks(plot, version=heads.version, day=heads.day, values=heads.values)
    return Page(TRENDS, "trends", words.title, blocks) if plots else None


def series_of(measure: Measure, shown: Sequence[Measured]) -> tuple[Series, ...]:
    """A series for each gate that measured it, in the order of the releases given."""
    gates = dict.fromkeys(gate for one in shown for gate in one.figures)
    found = (
        Series(gate, tuple(_value(measure, one.figures.get(gate, {})) for one in shown))
        for gate in gates
    )
    return tuple(one for one in found if any(value is not None for value in one.values))


def _value(measure: Measure, figures: Mapping[str, float]) -> float | None:
    found = figures.get(measure.figure, figures.get(measure.instead))
    return None if found is None else found * measure.times


def _plots(measure: Measure, shown: Sequence[Measured], title: str, about: str) -> Iterator[Plot]:
    """The plot of a measure; of many gates several, as a plot tells only so many series apart."""
    versions = tuple(one.version for one in shown)
    for number, series in enumerate(_groups(series_of(measure, shown)), 1):
        name = measure.name if number == 1 else f"{measure.name}-{number}"
        yield Plot(
            f"trend-{name}",
            title,
            about,
            versions,
            tuple(map(page_key, versions)),
            series,
            unit=measure.unit,
            highest=measure.highest,
        )


def _groups(series: tuple[Series, ...]) -> Iterator[tuple[Series, ...]]:
    for start in range(0, len(series), KINDS):
        yield series[start : start + KINDS]
