"""The notes for those who call the API: what breaks first, and what to do about it."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

from releasebot.openapi.diff.compare import compare
from releasebot.openapi.diff.deprecations import deprecations
from releasebot.openapi.diff.junit import junit
from releasebot.openapi.diff.notes import Heading, markdown
from releasebot.openapi.diff.places import find_places
from releasebot.openapi.diff.rule import Language
from releasebot.openapi.diff.verdict import judge
from tests.unit.openapi.documents import api

TEXT = {"type": "string"}
TODAY = date(2026, 6, 1)


def paths(*, old: bool) -> dict[str, Any]:
    status: dict[str, Any] = TEXT if old else {**TEXT, "nullable": True}
    answer = {"type": "object", "properties": {"status": status}, "required": ["status"]}
    content = {"application/json": {"schema": answer}}
    one: dict[str, Any] = {"responses": {"200": {"description": "ok", "content": content}}}
    gone = {"responses": {"200": {"description": "ok"}}, "deprecated": True}
    return {"/orders": {"get": one}, "/old": {"get": {**gone, "x-sunset": "2026-01-31"}}}


def notes(language: Language) -> str:
    found = compare(api(paths(old=True)), api(paths(old=False)))
    heading = Heading("v1.0.0", "v2.0.0", language, TODAY)
    going = deprecations(found.revision)
    return markdown(found.changes, judge(found), going, heading)


def test_what_breaks_comes_first_with_what_to_do() -> None:
    assert notes("en") == (
        "## API changes: v1.0.0 to v2.0.0\n\n"
        "### Breaking changes\n\n"
        "**`GET /orders`**\n\n"
        "- property `status` of the 200 response: null is allowed now; "
        "clients can receive what the old contract ruled out. **Expect null there.**\n\n"
        "### Deprecated\n\n"
        "| What | Goes away |\n| --- | --- |\n"
        "| `GET /old` | 2026-01-31, which has gone by |\n"
    )


def test_the_notes_are_korean_where_that_is_asked_for() -> None:
    told = notes("ko")
    assert "### 호환되지 않는 변경" in told
    assert "**이 값이 null일 수 있도록 처리하십시오.**" in told


def test_nothing_and_other_words_are_told_apart() -> None:
    one, other = (
        api(paths(old=True)),
        api({**paths(old=True)}, tags=[{"name": "a", "description": "b"}]),
    )
    heading = Heading("a", "b", "en", TODAY)
    same, reworded = compare(one, one), compare(one, other)
    assert "Nothing changed." in markdown((), judge(same), (), heading)
    assert "Only descriptions and examples changed." in markdown((), judge(reworded), (), heading)


def test_a_breaking_change_is_a_failure_of_the_junit_report() -> None:
    found = compare(api(paths(old=True)), api(paths(old=False)))
    places = find_places(found.changes, found.base.scope.document, found.revision.scope.document)
    root = ET.fromstring(junit(found.changes, places, "en").encode())
    assert (root.get("tests"), root.get("failures")) == ("1", "1")
    case = root.find("testsuite/testcase")
    assert case is not None
    assert case.get("classname") == "GET /orders"
    failure = case.find("failure")
    assert failure is not None
    assert failure.text is not None
    assert "api.json:1" in failure.text
