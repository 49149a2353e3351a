from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.pages.pattern import matching

PATTERNS = [
    r"^\d{3}-\d{4}$",
    r"^[A-Z]{2}[0-9]+(foo|bar)?$",
    r"^(?:a|b){2,}x*$",
    r"^01[016789]-?\d{3,4}-?\d{4}$",
    r"^[\w.-]+@[\w.-]+\.[a-z]{2,}$",
    r"[^a-z0-9 ]+",
    r"^[가-힣]{2,4}$",
    r"^#(?:[0-9a-fA-F]{3}){1,2}$",
    r"^[a-zA-Z0-9!@#$%^&*]{8,20}$",
    r"^(?<year>[0-9]{4})-[01]\d$".replace("?<year>", "?:"),
    r"^\S+\s\S+$",
    r"^[^\s]+$",
    r"^\t\/\.\x41\u0042$",
    r"^a{2$",
    r"^[a-]$",
    r"^[\]\\]$",
    r"\bword\b",
    r"^$",
    r"^.{3,5}$",
    r"^a+?b*?c??$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_made_matches(pattern: str) -> None:
    made = matching(pattern)
    assert made is not None
    assert re.search(pattern, made)


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [(r"^[a-z]+$", 12, None), (r"^\d*$", 5, 5), (r"^(ab)+$", 6, 8), (r"^[A-Z]{1,3}\d*$", 10, 20)],
)
def test_what_is_made_has_the_length_that_is_wanted(
    pattern: str, least: int, most: int | None
) -> None:
    made = matching(pattern, at_least=least, at_most=most)
    assert made is not None
    assert re.fullmatch(pattern, made)
    assert least <= len(made) <= (most or 99)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?=.*\d).{8,}",
        r"(a)\1",
        r"(?!x)y",
        r"(",
        r"[a",
        "a)",
        "*",
        "\\",
        "x" * 2000,
        "(" * 50,
        "a{99999}{99999}",
    ],
)
def test_what_cannot_be_made_by_writing_gives_nothing(pattern: str) -> None:
    assert matching(pattern) is None


def test_a_length_that_cannot_be_reached_gives_nothing() -> None:
    assert matching(r"^\d{3}$", at_least=5) is None
    assert matching(r"^\d{8}$", at_most=5) is None


def test_a_name_of_a_group_and_a_property_of_unicode_are_understood() -> None:
    assert matching(r"^(?<year>\d{4})$") == "0000"
    assert matching(r"^\p{L}+\P{L}$") == "a0"


def test_a_pattern_that_runs_for_ever_is_only_read() -> None:
    matching(r"^(a+)+$", at_least=500)
    matching(r"(((((.*)*)*)*)*)*" * 20, at_least=500)


@given(st.from_regex(r"[a-c\[\](){}*+?|^$.\\d0-9,-]{0,20}"), st.integers(0, 30))
def test_any_pattern_gives_a_match_or_nothing(pattern: str, least: int) -> None:
    made = matching(pattern, at_least=least)
    assert made is None or len(made) >= least
