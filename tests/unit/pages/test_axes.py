from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.pages.axes import day_of, day_ticks, number_of, shown, ticks, width


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_an_axis_holds_every_value_in_at_most_six_round_marks(highest: float) -> None:
    marks = ticks(highest)
    assert marks[0] == 0
    assert marks[-1] >= highest * (1 - 1e-8)
    assert 2 <= len(marks) <= 6 + 1
    steps = {round(after / marks[1] - before / marks[1], 6) for before, after in pairwise(marks)}
    assert steps == {1}
    assert round(marks[1] / 10.0 ** math.floor(math.log10(marks[1]) + 1e-9), 6) in {1, 2, 5}


def test_counts_have_no_fractions_between_them() -> None:
    assert ticks(1, whole=True) == (0, 1)
    assert ticks(3, whole=True) == (0, 1, 2, 3)
    assert ticks(100) == (0, 20, 40, 60, 80, 100)
    assert ticks(0) == (0, 1)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (7.0, "7"),
        (83.333, "83.3"),
        (99.96, "100"),
        (1234.5, "1,234"),
        (1_234_567.0, "1,234,567"),
        (0.00234, "0.00234"),
        (2.0004, "2"),
        (None, "-"),
        (float("nan"), "-"),
        (float("inf"), "-"),
    ],
)
def test_a_value_is_written_with_the_digits_that_count(value: float | None, written: str) -> None:
    assert shown(value) == written


def test_a_unit_follows_its_value() -> None:
    assert shown(50, "%") == "50%"
    assert shown(1.5, "일") == "1.5 일"


@given(st.integers(min_value=0, max_value=40_000), st.integers(min_value=0, max_value=20_000))
def test_an_axis_of_time_has_marks_within_its_ends(first: int, days: int) -> None:
    last = first + days
    marks = day_ticks(first, last, 6)
    assert len(marks) <= 6
    assert all(first <= day <= last for day, _ in marks)
    assert len({words for _, words in marks}) == len(marks)
    if days >= 62:
        assert all(day_of(day).day == 1 for day, _ in marks)


def test_a_day_and_its_number_say_the_same() -> None:
    assert number_of("1970-01-01") == 0
    assert day_of(number_of("2026-02-28")).isoformat() == "2026-02-28"


def test_hangul_is_as_wide_as_its_face_is_high() -> None:
    assert width("오퍼") == 2
    assert width("ab") == pytest.approx(1.2)
