"""The notice that the release is out: the last step, and one that never changes the outcome."""

from __future__ import annotations

from releasebot.errors import ReleasebotError
from releasebot.github.place import Unavailable
from releasebot.release.step import Absent, Finding, Present, Receipt, Skipped, Stale
from releasebot.release.world import World


class NoticeStep:
    """A message to everybody that the configuration names, once per release."""

    name = "notice"

    def probe(self, world: World) -> Finding:
        """See on the remote who was told before; never a conflict and never an error."""
        notices = world.notices
        if not notices.addresses:
            return Skipped(f"{' and '.join(notices.missing)} not set")
        try:
            told = notices.told()
        except ReleasebotError as error:
            return Skipped(f"who was told before is not known: {error.message}")
        waiting = [one for one in notices.addresses if one not in told]
        if not waiting:
            return Present(f"told {', '.join(told)}")
        return Absent(f"tell {', '.join(waiting)}")

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Tell those that were not told; what goes wrong stands in the receipt."""
        notices = world.notices
        try:
            failures = notices.tell(notices.released(_places(world)))
        except ReleasebotError as error:
            failures = (error.message,)
        told = f"told {', '.join(notices.addresses)}"
        return Receipt("; ".join(failures) or told, counts=False)


def _places(world: World) -> tuple[tuple[str, str], ...]:
    there = world.on_github if world.config.github.enabled else None
    places = []
    if there and not isinstance(there, Unavailable):
        places.append(("release", there.page))
    return (*places, *world.documented)
