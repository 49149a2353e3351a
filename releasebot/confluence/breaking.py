"""Whether an edition breaks what the one before promised, as far as its version tells."""

from __future__ import annotations

from releasebot.pages.model import Edition


def by_version(before: Edition, now: Edition) -> bool:
    """Whether the first number of the version is another one; before 1.0 also the second.

    Source: Semantic Versioning 2.0.0, sections 4 and 8.
    """
    return _promise(before.version) != _promise(now.version)


def _promise(version: str) -> list[str]:
    """The numbers of a version that stay the same as long as nothing breaks."""
    numbers = version.split(".")
    return numbers[:2] if numbers[0] == "0" else numbers[:1]
