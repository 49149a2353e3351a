from __future__ import annotations

import pytest

from releasebot.errors import OutsideError
from releasebot.github.patience import Answer, Patience

NOW = 1_767_323_045.0


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def now(self) -> float:
        return NOW + sum(self.slept)


def patience(clock: Clock, seconds: float = 10_000) -> Patience:
    return Patience(seconds, sleep=clock.sleep, now=clock.now)


def answer(status: int, message: str = "", **headers: str) -> Answer:
    return Answer(
        status, {name.replace("_", "-"): value for name, value in headers.items()}, message
    )


@pytest.mark.parametrize(
    "limit",
    [
        answer(429),
        answer(403, retry_after="7"),
        answer(403, x_ratelimit_remaining="0"),
        answer(403, "You have exceeded a secondary rate limit. Please wait."),
    ],
)
def test_a_limit_is_told_from_a_lack_of_permission(limit: Answer) -> None:
    assert limit.is_limit
    assert not answer(403, "Resource not accessible by integration").is_limit
    assert not answer(404, retry_after="7").is_limit


@pytest.mark.parametrize(
    ("limit", "seconds"),
    [
        (answer(429, retry_after="7"), 7),
        (answer(403, retry_after="Fri, 02 Jan 2026 03:04:35 GMT"), 30),
        (answer(403, x_ratelimit_remaining="0", x_ratelimit_reset=f"{NOW + 40:.0f}"), 41),
        (answer(403, "secondary rate limit"), 60),
        (answer(429, retry_after="soon"), 60),
        (answer(429, retry_after="0"), 1),
    ],
)
def test_the_wait_is_the_one_that_github_asks_for(limit: Answer, seconds: float) -> None:
    clock = Clock()
    patience(clock).wait_for_limit(limit, 0)
    assert clock.slept == [pytest.approx(seconds, abs=1)]


def test_without_a_word_of_how_long_the_waits_double() -> None:
    clock = Clock()
    waiting = patience(clock)
    for attempt in range(3):
        waiting.wait_for_limit(answer(429), attempt)
    assert clock.slept == [60, 120, 240]


def test_all_waits_of_a_run_together_have_an_end() -> None:
    clock = Clock()
    waiting = patience(clock, 100)
    waiting.wait_for_limit(answer(429, retry_after="70"), 0)
    with pytest.raises(OutsideError, match="70 s") as caught:
        waiting.wait_for_limit(answer(429, retry_after="70"), 1)
    assert "github.patience" in caught.value.hint
    assert clock.slept == [70]


def test_a_failure_is_worth_three_more_tries() -> None:
    clock = Clock()
    waiting = patience(clock)
    tried = [waiting.wait_for_recovery(answer(502), attempt) for attempt in range(4)]
    assert tried == [True, True, True, False]
    assert clock.slept == [0.5, 1, 2]


def test_a_failure_that_says_when_to_come_back_is_believed() -> None:
    clock = Clock()
    assert patience(clock).wait_for_recovery(answer(503, retry_after="9"), 0)
    assert clock.slept == [9]
    assert not patience(clock, 5).wait_for_recovery(answer(503, retry_after="9"), 0)
