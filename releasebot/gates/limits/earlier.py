"""The figures of earlier releases, asked for where they can change the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.errors import ReleasebotError
from releasebot.gates.reading import Asked, Past


def earlier(asked: Asked, faults: Sequence[str]) -> Sequence[Past]:
    """What was measured for earlier releases, the newest first.

    A gate that fails anyway does so without them too: somebody's outage does not turn "failed" into
    "could not run".

    Raises:
        ReleasebotError: they cannot be read, and there are no faults yet.
    """
    try:
        return asked.past()
    except ReleasebotError:
        if faults:
            return ()
        raise
