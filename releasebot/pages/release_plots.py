"""The plots of the page with figures: when releases were made, how long each took, what it did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from releasebot.openapi.coverage import Coverage
from releasebot.pages.axes import number_of
from releasebot.pages.model import Blocks, Paragraph, Plot, Series, Text
from releasebot.pages.plot_blocks import plot_blocks
from releasebot.pages.release_words import Words

MOST_POINTS = 20
"""Points of a plot: more of them would make the page heavy, or need several pages."""


class Told(Struct, frozen=True):
    """A release as its page tells it.

    `notes` are Markdown; `day` is `2026-01-31`; `lead` is how many days its commits took, None
    where that is not known; `changes` and `breaking` count them; `web` is its address, or empty.
    """

    version: str
    day: str
    notes: str
    lead: float | None = None
    changes: int = 0
    breaking: int = 0
    web: str = ""


class Changed(Struct, frozen=True):
    """How many operations a release added, removed and deprecated."""

    added: int
    removed: int
    deprecated: int


class ApiAt(Struct, frozen=True):
    """What the API's document of a release tells; None of the changes where it was the first."""

    coverage: Coverage
    changed: Changed | None = None


class Measured(Struct, frozen=True):
    """What the gates measured before a release: the figures of each by its name."""

    version: str
    figures: Mapping[str, Mapping[str, float]]


class Story(Struct, frozen=True):
    """The releases, the latest first; `before` is the latest of those that are left out, or empty.

    `api` holds what is known of the API of a release, by its version. `measured` is what the gates
    found before these releases, the latest first; None where that could not be read.
    """

    releases: tuple[Told, ...]
    before: str = ""
    api: Mapping[str, ApiAt] = {}
    measured: tuple[Measured, ...] | None = ()


def page_key(version: str) -> str:
    """The key of the page of a release."""
    return f"release:{version}"


def figures_blocks(story: Story, words: Words) -> Blocks:
    """The plots with their tables, and what of the past they leave out."""
    shown = story.releases[MOST_POINTS - 1 :: -1]
    told = [words.figures_intro]
    if story.before or len(story.releases) > len(shown):
        told.append(words.window.format(shown[0].version))
    with_api = [one for one in shown if one.version in story.api]
    if not with_api:
        told.append(words.no_past)
    elif len(with_api) < len(shown):
        told.append(words.api_window.format(with_api[0].version))
    plots = [*_of_releases(shown, words)]
    if with_api:
        plots += _of_api(with_api, story.api, words)
    blocks: Blocks = (Paragraph((Text(" ".join(told)),)),)
    for plot in plots:
        blocks += plot_blocks(plot, version=words.version, day=words.day, values=words.values)
    return blocks


def _of_releases(shown: Sequence[Told], words: Words) -> Iterator[Plot]:
    yield Plot(
        "releases-over-time",
        words.over_time,
        words.over_time_about,
        *_points(shown),
        (Series(words.count, tuple(float(number + 1) for number in range(len(shown)))),),
        days=tuple(number_of(one.day) for one in shown),
    )
    yield Plot(
        "lead-time",
        words.lead_time,
        words.lead_time_about,
        *_points(shown),
        (Series(words.lead_time, tuple(one.lead for one in shown)),),
        unit=words.days,
        form="bars",
    )


def _of_api(shown: Sequence[Told], api: Mapping[str, ApiAt], words: Words) -> Iterator[Plot]:
    points = _points(shown)
    known = [api[one.version] for one in shown]
    changed = [one.changed for one in known]
    if any(changed):
        counts = (
            Series(words.added, tuple(one.added if one else None for one in changed)),
            Series(words.removed, tuple(one.removed if one else None for one in changed)),
            Series(words.deprecated, tuple(one.deprecated if one else None for one in changed)),
        )
        about = words.operations_about
        yield Plot("operations", words.operations, about, *points, counts, form="bars")
    titles = (
        ("described", words.described, words.described_about),
        ("exemplified", words.exemplified, words.exemplified_about),
    )
    shares = [_shares(one.coverage) for one in known]
    for number, (name, title, about) in enumerate(titles):
        series = tuple(
            Series(kind, tuple(one[number][place] for one in shares))
            for place, kind in enumerate(words.kinds)
            if any(one[number][place] is not None for one in shares)
        )
        yield Plot(name, title, about, *points, series, unit="%", highest=100)


def _shares(known: Coverage) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """In percent, of each kind of things what is described and what has an example."""
    kinds = (known.operations, known.parameters, known.fields, known.responses)
    described = tuple(one.described.percent for one in kinds)
    return described, tuple(one.exemplified.percent for one in kinds)


def _points(shown: Sequence[Told]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the points are called, and the pages they lead to."""
    versions = tuple(one.version for one in shown)
    return versions, tuple(map(page_key, versions))
