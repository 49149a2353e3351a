"""The git program is new enough."""

from __future__ import annotations

import re

from releasebot.release.doctor.check import Amiss, Fine, Health
from releasebot.release.world import World

_OLDEST = (2, 29)
"""The first git whose `fetch` has `--no-write-fetch-head` (its release notes)."""


class GitProgram:
    """What is asked of git exists in the one on PATH."""

    name = "git"

    def look(self, world: World) -> Health:
        """Read the version that git prints."""
        said = world.repository.ask("--version").text.strip()
        found = re.search(r"(\d+)\.(\d+)", said)
        if found and (int(found[1]), int(found[2])) < _OLDEST:
            oldest = ".".join(map(str, _OLDEST))
            return Amiss(f"{said}, wanted {oldest} or newer", "install a newer git")
        return Fine(said)
