"""When a request to GitHub is sent again, and after how long.

Source: GitHub Docs, "Best practices for using the REST API", section "Handle rate limit errors
appropriately", and "Rate limits for the REST API", section "Exceeding the rate limit".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

from msgspec import Struct

from releasebot.errors import OutsideError

_FORBIDDEN, _TOO_MANY, _FAILED = 403, 429, 500
_MINUTE = 60.0
_TRIES = 4
_FIRST_PAUSE = 0.5


class Answer(Struct, frozen=True):
    """What a server said when it did not do as asked; `status` is 0 where it said nothing."""

    status: int
    headers: Mapping[str, str]
    message: str

    @property
    def is_limit(self) -> bool:
        """Whether the request was refused for coming too fast: it was not carried out."""
        if self.status == _TOO_MANY:
            return True
        return self.status == _FORBIDDEN and (
            "retry-after" in self.headers
            or self.headers.get("x-ratelimit-remaining") == "0"
            or "rate limit" in self.message.lower()
        )

    @property
    def is_failure(self) -> bool:
        """Whether nothing is known of what became of the request."""
        return self.status == 0 or self.status >= _FAILED


class Patience:
    """How long one run waits in all; `sleep` and `now` are those of the time module."""

    def __init__(
        self,
        seconds: float,
        *,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._left = seconds
        self._sleep = sleep
        self._now = now

    def wait_for_limit(self, answer: Answer, attempt: int) -> None:
        """Wait as the answer asks; with no word of how long, a minute, then two, then four.

        Raises:
            OutsideError: that is longer than this run waits.
        """
        asked = self._asked(answer)
        seconds = _MINUTE * 2**attempt if asked is None else max(asked, 1.0)
        if seconds > self._left:
            raise OutsideError(
                f"GitHub asks to wait {seconds:.0f} s before the next request: {answer.message}",
                hint="run the same command again after that time, or raise github.patience",
            )
        self._left -= seconds
        self._sleep(seconds)

    def wait_for_recovery(self, answer: Answer, attempt: int) -> bool:
        """Whether a failed request is worth another try; has waited where it is."""
        if attempt + 1 >= _TRIES:
            return False
        asked = self._asked(answer) if answer.status else None
        seconds = _FIRST_PAUSE * 2**attempt if asked is None else asked
        if seconds > self._left:
            return False
        self._left -= seconds
        self._sleep(seconds)
        return True

    def _asked(self, answer: Answer) -> float | None:
        """The seconds that the answer asks for, None where it does not say."""
        after = answer.headers.get("retry-after", "")
        if after.isdecimal():
            return float(after)
        if after:
            try:
                return max(0.0, parsedate_to_datetime(after).timestamp() - self._now())
            except ValueError:
                return None
        reset = answer.headers.get("x-ratelimit-reset", "")
        if answer.headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
            return max(0.0, float(reset) - self._now()) + 1
        return None
