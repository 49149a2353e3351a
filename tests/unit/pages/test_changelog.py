"""The changelog of an API, and what its pages say of the releases before."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest

from releasebot.config.docs_schema import DocsSettings
from releasebot.openapi.history import ApiHistory, ApiRelease, Entry, Step, Subject
from releasebot.pages.build import build
from releasebot.pages.model import (
    Heading,
    Page,
    PageLink,
    PageTree,
    Row,
)
from releasebot.site.html import draw
from releasebot.site.layout import Layout
from tests.api_past import DOCUMENTS, document, history, loaded, operation, step
from tests.unit.pages.reading import by_key, everything, of_kind, said

NOT_SHARED = False
LAYOUTS: tuple[Literal["tag", "operation"], ...] = ("tag", "operation")


def tree(
    pages: Literal["tag", "operation"] = "operation",
    told: ApiHistory | None = None,
    text: str = DOCUMENTS["2.0.0"],
    language: Literal["ko", "en"] = "en",
) -> PageTree:
    settings = DocsSettings(pages=pages, language=language)
    history_ = history(pages) if told is None else told
    return build(loaded(text), settings, version="2.0.0", history=history_)


def links(page: Page) -> list[tuple[str, str]]:
    return [(one.page, one.anchor) for one in of_kind(PageLink, page)]


@pytest.mark.parametrize("pages", LAYOUTS)
def test_releases_are_told_the_latest_first_and_what_breaks_before_the_rest(
    pages: Literal["tag", "operation"],
) -> None:
    page = by_key(tree(pages))["changes"]
    headings = [(one.level, said(one)) for one in of_kind(Heading, page)]
    assert headings == [
        (2, "2.0.0"),
        (3, "Breaking changes"),
        (2, "1.2.0"),
        (3, "Changes"),
        (2, "1.1.0"),
        (3, "Changes"),
    ]
    text = said(page)
    assert "Use /v2/orders instead of /orders." in text
    assert text.index("2026-06-30") < text.index("1.2.0")


def test_an_entry_leads_to_what_there_still_is_under_its_name_of_today() -> None:
    page = by_key(tree())["changes"]
    targets = {said(one): one.page for one in of_kind(PageLink, page)}
    assert targets["GET /orders"] == "operation:listOrders"
    assert targets["GET /orders/{id}"] == "operation:findOrder"
    assert "GET /export" not in targets
    assert targets["Order"] == "schema:Order"


def test_an_operation_says_since_when_it_is_there_and_what_changed_it() -> None:
    pages = by_key(tree())
    assert "since 1.0.0 changed in 2.0.0, 1.1.0" in said(pages["operation:listOrders"])
    assert ("changes", "v1-1-0") in links(pages["operation:listOrders"])
    assert "changed in 1.2.0, 1.1.0" in said(pages["operation:findOrder"])
    assert "1.0.0부터" in said(by_key(tree(language="ko"))["operation:listOrders"])


def test_a_parameter_and_a_field_say_since_when_where_they_came_later() -> None:
    pages = by_key(tree())
    (row,) = [one for one in of_kind(Row, pages["operation:listOrders"]) if "limit" in said(one)]
    assert said(row).startswith("limit since 1.1.0")
    names = [said(one.cells[0]) for one in of_kind(Row, pages["schema:Order"])]
    assert names[:2] == ["id", "note since 1.1.0"]


def test_what_is_to_go_away_stands_first_with_its_day() -> None:
    page = by_key(tree(text=DOCUMENTS["1.2.0"]))["changes"]
    first = of_kind(Heading, page)[0]
    assert said(first) == "Deprecated"
    (row,) = [one for one in of_kind(Row, page) if "GET /export" in said(one)]
    assert [said(cell) for cell in row.cells] == ["GET /export", "2026-06-30"]


@pytest.mark.parametrize("told", [ApiHistory(), ApiHistory((), "1.0.0")])
def test_without_releases_nothing_is_said_of_them(told: ApiHistory) -> None:
    found = tree(told=told)
    assert "changes" not in by_key(found)
    if not told.first:
        assert "since" not in said(by_key(found)["operation:listOrders"])


def test_what_came_first_is_not_dated_where_the_past_is_not_whole() -> None:
    told = msgspec.structs.replace(history("operation"), first="")
    pages = by_key(tree(told=told))
    assert "since" not in said(pages["operation:findOrder"]).partition("Parameters")[0]


def test_what_is_not_released_has_a_name() -> None:
    releases = history("operation").releases
    unreleased = msgspec.structs.replace(releases[-1], version="")
    page = by_key(tree(told=ApiHistory((*releases[:-1], unreleased))))["changes"]
    assert said(of_kind(Heading, page)[0]) == "Not released yet"


def many(count: int, releases: int = 1) -> ApiHistory:
    entries = tuple(Entry((f"thing {n}: gone", f"{n}: 없음"), ("Stop.", "")) for n in range(count))
    large = Step(levels=(("breaking", (Subject("GET /orders", NOT_SHARED, 1, entries),)),))
    return ApiHistory(
        tuple(ApiRelease(f"1.{n}.0", "2026-01-02", large) for n in range(releases)), "0.9.0"
    )


def test_a_large_changelog_has_a_page_for_each_release_and_several_for_a_large_one() -> None:
    pages = by_key(tree(told=many(400, 2)))
    named = [key for key in pages if key.startswith("changes")]
    assert named == [
        "changes",
        *("changes:1.1.0", "changes:1.1.0:2", "changes:1.1.0:3"),
        *("changes:1.0.0", "changes:1.0.0:2", "changes:1.0.0:3"),
    ]
    everything_said = " ".join(said(pages[key]) for key in named)
    assert all(f"thing {number}: gone" in everything_said for number in range(400))
    (row,) = [one for one in of_kind(Row, pages["changes"]) if said(one).startswith("1.1.0")]
    assert [said(cell) for cell in row.cells] == ["1.1.0", "2026-01-02", "400", "", ""]


@pytest.mark.parametrize(("count", "releases"), [(150, 1), (1000, 1), (5, 200)])
def test_no_page_of_it_is_too_heavy(count: int, releases: int) -> None:
    long = Entry(("`" + "x" * 80 + "`: " + "it was changed " * 10, "가" * 120), ("Do it. " * 8, ""))
    large = Step(levels=(("breaking", (Subject("GET /orders", NOT_SHARED, 1, (long,) * count),)),))
    told = ApiHistory(tuple(ApiRelease(f"1.{n}.0", "2026-01-02", large) for n in range(releases)))
    found = tree(told=told)
    layout = Layout(found)
    for page, _ in found.walk():
        assert len(draw(page, layout, permalink="").html.encode()) < 100_000, page.key


def test_a_renamed_parameter_keeps_its_date_when_its_operation_moves() -> None:
    assert "since 1.1.0" in said(by_key(tree())["operation:listOrders"])


def test_an_operation_that_came_back_is_as_old_as_its_return() -> None:
    gone = document("1", {"/orders/{id}": {"get": operation("getOrder", "x")}})
    steps = [
        ApiRelease("1.1.0", "2026-01-02", step(DOCUMENTS["1.0.0"], gone)),
        ApiRelease("1.2.0", "2026-01-02", step(gone, DOCUMENTS["1.0.0"])),
    ]
    pages = by_key(tree(told=ApiHistory(tuple(steps), "1.0.0"), text=DOCUMENTS["1.0.0"]))
    assert "since 1.2.0" in said(pages["operation:listOrders"])


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for pages in LAYOUTS:
        found = tree(pages)
        layout = Layout(found)
        for page, _ in found.walk():
            for one in everything(page.blocks):
                if isinstance(one, PageLink):
                    address = layout.link(page, one.page, one.anchor)
                    assert address
                    assert bool(one.anchor) == ("#" in address)
