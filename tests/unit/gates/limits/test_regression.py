"""How often the test for a slower run is wrong, and how often it sees what is there."""

import math
import os
import random
from collections.abc import Callable

import pytest

from releasebot.gates.limits.regression import (
    ARCSINE,
    LOGARITHM,
    Earlier,
    most_expected,
    student,
)

TRIALS = int(os.environ.get("RELEASEBOT_REGRESSION_TRIALS", "1000"))
"""Simulated histories of releases; `docs/gates-reports.md` tells the rates of 40,000."""


@pytest.mark.parametrize(
    ("probability", "freedom", "quantile"),
    [
        (0.99, 1, 31.821), (0.99, 2, 6.965), (0.99, 3, 4.541), (0.995, 4, 4.604),
        (0.995, 9, 3.250), (0.99, 10, 2.764), (0.975, 30, 2.042), (0.5, 5, 0.0),
    ],
)  # fmt: skip
def test_the_quantiles_of_student_are_those_of_the_tables(
    probability: float, freedom: int, quantile: float
) -> None:
    assert student(probability, freedom) == pytest.approx(quantile, abs=5e-4)


def rate(
    releases: int, noise: Callable[[random.Random], float], factor: float = 1, chance: float = 0.01
) -> float:
    """How often a run is called slower whose p95 is `factor` times that of the releases."""
    draw = random.Random(20261124)
    called = 0
    for _ in range(TRIALS):
        earlier = [Earlier(200 * noise(draw)) for _ in range(releases)]
        now = Earlier(200 * factor * noise(draw))
        bound = most_expected(now, earlier, chance, transformed=LOGARITHM)
        assert bound is not None
        called += now.value > bound
    return called / TRIALS


def lognormal(deviation: float) -> Callable[[random.Random], float]:
    return lambda draw: math.exp(draw.gauss(0, deviation))


def sometimes_disturbed(draw: random.Random) -> float:
    """Three per cent of noise, and one run of twenty beside a busy neighbour."""
    return math.exp(draw.gauss(0, 0.03)) * (1.3 if draw.random() < 0.05 else 1)


@pytest.mark.parametrize("releases", [3, 5, 10])
@pytest.mark.parametrize("deviation", [0.01, 0.05, 0.2])
def test_an_unchanged_program_is_called_slower_as_seldom_as_was_asked(
    releases: int, deviation: float
) -> None:
    allowed = 0.01 + 4 * math.sqrt(0.01 * 0.99 / TRIALS)
    assert rate(releases, lognormal(deviation)) <= allowed


def test_a_busy_neighbour_now_and_then_costs_few_alarms_more() -> None:
    assert rate(5, sometimes_disturbed) < 0.06


@pytest.mark.parametrize(
    ("releases", "factor", "least"), [(3, 1.5, 0.9), (5, 1.3, 0.95), (10, 1.2, 0.95)]
)
def test_a_slower_program_is_seen_in_noise_of_three_per_cent(
    releases: int, factor: float, least: float
) -> None:
    assert rate(releases, lognormal(0.03), factor) >= least


@pytest.mark.parametrize("releases", [1, 2])
def test_with_few_releases_the_parts_of_the_runs_give_the_scale(releases: int) -> None:
    draw, called = random.Random(7), 0
    for _ in range(TRIALS):
        runs = []
        for _ in range(releases + 1):
            level = 200 * math.exp(draw.gauss(0, 0.03))
            parts = tuple(level * math.exp(draw.gauss(0, 0.05)) for _ in range(20))
            runs.append(Earlier(sum(parts) / 20, parts))
        now, *earlier = runs
        bound = most_expected(now, earlier, 0.01, transformed=LOGARITHM)
        assert bound is not None
        called += now.value > bound
    assert called / TRIALS <= 0.02


def test_without_parts_or_without_a_release_nothing_is_known() -> None:
    now = Earlier(100)
    assert most_expected(now, [], 0.01, transformed=LOGARITHM) is None
    assert most_expected(now, [Earlier(90)], 0.01, transformed=LOGARITHM) is None


def test_what_is_known_of_the_noise_without_looking_widens_the_room() -> None:
    earlier = [Earlier(0.0)] * 5
    bound = most_expected(Earlier(0.01), earlier, 0.01, transformed=ARCSINE, least_spread=0.5 / 20)
    assert bound is not None
    assert 0.005 < bound < 0.05
    assert most_expected(Earlier(0.01), earlier, 0.01, transformed=ARCSINE) == 0
