from __future__ import annotations

import pytest

from releasebot.cli.sparklines import sparkline, trend_data, trend_rows
from releasebot.pages.release_plots import Measured

MEASURED = (
    Measured("1.2.0", {"test": {"tests": 130.0, "seconds": 41.25}, "load": {"error_rate": 0.01}}),
    Measured("1.1.0", {"test": {"tests": 120.0}}),
    Measured("1.0.0", {"test": {"tests": 60.0, "seconds": 30.0, "files": 7.0}}),
)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ((0, 1, 2, 3, 4, 5, 6, 7), "▁▂▃▄▅▆▇█"),
        ((5, 5, 5), "▄▄▄"),
        ((1, None, 3), "▁ █"),
        ((0.9, 0.1), "█▁"),
        ((), ""),
        ((None,), " "),
    ],
)
def test_a_line_has_a_bar_for_each_value(values: tuple[float | None, ...], line: str) -> None:
    assert sparkline(values) == line


def test_rows_run_from_the_oldest_release_to_the_latest() -> None:
    assert trend_rows(MEASURED) == [
        ("load error-rate", "  ▄", "1% → 1%"),
        ("test tests", "▁▇█", "60 → 130"),
        ("test test-time", "▁ █", "30 s → 41.2 s"),
    ]


def test_programs_get_every_figure() -> None:
    data = trend_data(MEASURED)
    assert data["releases"] == ["1.0.0", "1.1.0", "1.2.0"]
    assert {"gate": "test", "figure": "files", "values": [7.0, None, None]} in data["figures"]
    assert {"gate": "load", "figure": "error_rate", "values": [None, None, 0.01]} in data["figures"]
