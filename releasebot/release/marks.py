"""Marks on the remote that remember what nothing else there shows: which notices were sent.

A mark is a ref of ours at the released commit, `refs/releasebot/notices/TAG/NAME`: no branch, no
tag, fetched by nobody. The server makes it once, so of two runs at once one has made it.
"""

from __future__ import annotations

from releasebot.release.world import World

_PLACE = "refs/releasebot/notices"


class Marks:
    """The marks of one release."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._place = f"{_PLACE}/{world.tag}/"

    def names(self) -> tuple[str, ...]:
        """The marks that are there.

        Raises:
            OutsideError: the remote could not be asked.
        """
        refs = self._world.repository.remote_objects(self._world.remote, f"{self._place}*")
        return tuple(ref.removeprefix(self._place) for ref in refs)

    def make(self, name: str) -> bool:
        """Whether this call made the mark; False where it was there.

        Raises:
            OutsideError: the remote refuses it or could not be asked.
        """
        world = self._world
        return world.repository.push_mark(world.remote, f"{self._place}{name}", world.head.commit)

    def take_back(self, name: str) -> None:
        """Remove a mark that this run has made.

        Raises:
            OutsideError: the remote refuses that or could not be asked.
        """
        world = self._world
        world.repository.drop_mark(world.remote, f"{self._place}{name}", world.head.commit)
