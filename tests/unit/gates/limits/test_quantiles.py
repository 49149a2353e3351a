import math
import random
import statistics

import pytest

from releasebot.gates.limits.quantiles import Quantiles, at


def test_few_values_have_exact_quantiles() -> None:
    quantiles = Quantiles(100, 0.01)
    quantiles.values.extend((4.0, 1.0, 3.0, 2.0))
    assert [quantiles.at(share) for share in (0, 0.5, 0.95, 1)] == [1, 2.5, pytest.approx(3.85), 4]
    assert quantiles.summary() == (1, 4, 2.5)


def test_nothing_has_no_quantile() -> None:
    assert math.isnan(Quantiles(10, 0.01).at(0.5))
    assert math.isnan(at([], 0.5))
    assert math.isnan(Quantiles(10, 0.01).summary()[2])


@pytest.mark.parametrize("spread", [0.1, 1, 4])
def test_many_values_have_quantiles_that_are_wrong_by_a_share_at_most(spread: float) -> None:
    draw = random.Random(7)
    quantiles, every = Quantiles(500, 0.001), []
    for _ in range(40):
        values = [draw.lognormvariate(3, spread) for _ in range(500)]
        every += values
        quantiles.values.extend(values)
        quantiles.settle()
    every.sort()
    for share in (0, 0.01, 0.5, 0.95, 0.99, 1):
        place = share * (len(every) - 1)
        low, high = every[math.floor(place)], every[math.ceil(place)]
        assert low * 0.998 <= quantiles.at(share) <= high * 1.002
    assert quantiles.count == 20_000
    assert quantiles.summary()[2] == pytest.approx(statistics.fmean(every))


def test_zero_and_less_have_a_bucket_of_their_own() -> None:
    quantiles = Quantiles(2, 0.01)
    quantiles.values.extend((0.0, 0.0, 0.0, -1.0, 5.0))
    quantiles.settle()
    assert quantiles.at(0.5) == 0
    assert quantiles.at(1) == 5
