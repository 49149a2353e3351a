"""What one clone left when it was killed, another one finishes; each effect is made once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash.shared_targets import STEPS, Moment, finish, kill, seconds_of, targets
from tests.crash.table import PAGE, rows

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Undisturbed:
    """What a release leaves that nobody disturbs, and how long its steps work."""

    state: dict[str, str]
    seconds: dict[str, float]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    with targets(tmp_path_factory.mktemp("undisturbed")) as quiet:
        seconds = seconds_of(quiet)
        return Undisturbed(quiet.state(), seconds)


@pytest.mark.parametrize(
    ("step", "moment"),
    [*((step, moment) for step in STEPS for moment in ("before", "inside")), (STEPS[-1], "after")],
)
def test_a_release_killed_in_a_step_is_finished_by_another_clone(
    undisturbed: Undisturbed, tmp_path: Path, step: str, moment: Moment
) -> None:
    with targets(tmp_path) as disturbed:
        kill(disturbed, step, moment, undisturbed.seconds[step])
        finish(disturbed, undisturbed.state)


def test_every_step_that_makes_something_is_killed(undisturbed: Undisturbed) -> None:
    guards = {"tree", "branch", "version", "order", "api"}
    assert set(undisturbed.seconds) - guards == set(STEPS)


def test_the_published_table_is_about_these_steps() -> None:
    assert [row.step for row in rows(PAGE.read_text("utf-8"))] == list(STEPS)
