"""The outlook of a pull request: as a file that anybody may have written, and as a comment."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from releasebot.errors import UsageError
from releasebot.github.comments import MOST_CHARACTERS
from releasebot.release.outlook import (
    MOST_BYTES,
    MOST_LINES,
    MOST_TEXT,
    ApiLine,
    Deed,
    Disagreement,
    Outlook,
    Why,
    decoded,
    encoded,
)
from releasebot.release.outlook_text import comment, mark

HEAD = "a" * 40
GOOD: dict[str, Any] = {
    "pull_request": 12, "commit": HEAD, "parents": ["b" * 40], "language": "en", "name": "api",
}  # fmt: skip
LONG = "<@" * (MOST_TEXT // 2)


def test_a_file_is_read_as_it_was_written() -> None:
    outlook = Outlook(12, HEAD, ("b" * 40,), "ko", "주문", version="1.2.3", level="minor")
    assert decoded(encoded(outlook), name="plan.json") == outlook
    assert outlook.heads == {HEAD, "b" * 40}


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x" * (MOST_TEXT + 1)},
        {"why": [{"level": "minor", "text": "x"}] * (MOST_LINES + 1)},
        {"why": [{"level": "**bold**", "text": "x"}]},
        {"commit": "HEAD"},
        {"parents": ["../.."]},
        {"level": "<b>"},
        {"language": "fr"},
        {"pull_request": -1},
        {"pull_request": 10**11},
        {"preview": "https://evil.example"},
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(change: dict[str, Any]) -> None:
    assert decoded(json.dumps(GOOD).encode(), name="plan.json").pull_request == 12
    with pytest.raises(UsageError, match=r"plan\.json is no plan for a comment"):
        decoded(json.dumps(GOOD | change).encode(), name="plan.json")


@pytest.mark.parametrize("data", [b"", b"[" * 100_000, b"\xff", b"null", b'"\\ud800"'])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="is no plan for a comment"):
        decoded(data, name="plan.json")


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(UsageError, match="larger than"):
        decoded(b" " * (MOST_BYTES + 1), name="plan.json")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_longest_outlook_fits_into_a_comment(language: Any) -> None:  # noqa: ANN401
    longest = Outlook(
        12, HEAD, (), language, LONG, version=LONG, tag=LONG, place=LONG, last=LONG, next=LONG,
        level="major", why=(Why("major", LONG, LONG),) * MOST_LINES, api_base=LONG,
        api=(ApiLine("breaking", LONG, LONG, LONG),) * MOST_LINES, api_lines=5000,
        disagreements=(Disagreement(LONG, LONG),) * MOST_LINES,
        steps=(Deed(LONG, LONG, LONG),) * MOST_LINES, troubles=(LONG,) * MOST_LINES,
    )  # fmt: skip
    assert decoded(encoded(longest), name="plan.json") == longest
    text = comment(longest, preview="https://preview.example.com/", most=MOST_CHARACTERS)
    assert len(text) <= MOST_CHARACTERS
    assert text.endswith("</sub>\n")
    assert "<@" not in re.sub("`[^`]*`", "", text)


def test_what_is_left_out_is_counted() -> None:
    lines = tuple(ApiLine("info", f"GET /{n}", "x") for n in range(MOST_LINES))
    outlook = Outlook(12, HEAD, (), "en", "api", api_base="main", api=lines, api_lines=5000)
    text = comment(outlook, preview="", most=MOST_CHARACTERS)
    assert text.count("\n- `GET /") == 100
    assert "and 4900 more" in text


def test_breaking_changes_stand_first() -> None:
    levels = ("info", "breaking", "warning")
    lines = tuple(ApiLine(level, level, "x") for level in levels)  # type: ignore[arg-type]
    outlook = Outlook(12, HEAD, (), "en", "api", api_base="main", api=lines)
    text = comment(outlook, preview="", most=MOST_CHARACTERS)
    assert text.index("`breaking`") < text.index("`warning`") < text.index("`info`")


def test_the_mark_ends_where_it_should() -> None:
    assert mark(".") == "<!-- releasebot plan: . -->"
    assert mark("apps/--> <b>") == "<!-- releasebot plan: apps/--%3E%20%3Cb%3E -->"


def test_every_field_has_a_limit() -> None:
    kinds = msgspec.json.schema(Outlook)["$defs"]
    for name, kind in kinds.items():
        for field, told in kind["properties"].items():
            if told.get("type") == "string" and "enum" not in told:
                assert "maxLength" in told or "pattern" in told, (name, field)
            if told.get("type") == "array":
                assert "maxItems" in told, (name, field)
