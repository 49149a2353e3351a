"""A regular expression that a user declares: the last resort for a format nobody knows.

`re` cannot be stopped from outside, so the search runs under an alarm: a pattern that explodes on a
text ends with an error instead of a hung build.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from releasebot.errors import UsageError
from releasebot.version.place import Finding, Place

_GROUP = "version"
_SECONDS = 2.0
_MOST = 1000


class _TooSlowError(Exception):
    """The alarm went off."""


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """Every match of the pattern, which is what `selector` holds; `^` and `$` match at line ends.

    Raises:
        UsageError: it is no regular expression, has no group `version`, or takes too long.
    """
    pattern = _compiled(selector or "")
    found: list[Finding] = []
    try:
        with _alarm(_SECONDS):
            for match in pattern.finditer(text):
                if match[_GROUP]:
                    start, end = match.span(_GROUP)
                    found.append(Place(match[_GROUP], start, end, pattern.pattern))
                if len(found) >= _MOST:
                    break
    except _TooSlowError:
        raise UsageError(
            f"the pattern {pattern.pattern!r} takes more than {_SECONDS:g} seconds on this file",
            hint="a repetition inside a repetition, such as (a+)+, is the usual reason",
        ) from None
    return found


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern, re.MULTILINE)
    except (re.error, RecursionError, OverflowError) as error:
        raise UsageError(
            f"the pattern {pattern!r} is no regular expression: {error}",
            hint="the syntax is that of Python's re module",
        ) from None
    if _GROUP not in compiled.groupindex:
        raise UsageError(
            f"the pattern {pattern!r} has no group named `version`",
            hint=r"mark what the version is: release=(?P<version>[0-9.]+)",
        )
    return compiled


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise in the block after so many seconds; only the main thread can be stopped this way."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
