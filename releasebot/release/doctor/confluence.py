"""The space in Confluence is there, and the account may write to it."""

from __future__ import annotations

from releasebot.config.schema import Config
from releasebot.release.doctor.check import Amiss, Aside, Fine, Health
from releasebot.release.world import World

_NEEDED = {
    ("create", "page"): "Add pages",
    ("create", "attachment"): "Add attachments",
}
_ARCHIVES = {("archive", "page"): "Archive pages"}


class ConfluenceSpace:
    """Credentials, space, parent page and rights."""

    name = "confluence"

    def look(self, world: World) -> Health:
        """Ask the server who calls, for the space and for what may be done in it; reads only.

        Raises:
            UsageError: there are no credentials, or there is no such space or parent page.
            OutsideError: the server does not know the account, or does not answer.
        """
        settings = world.config.confluence
        if not settings.enabled:
            return Aside("confluence.enabled is false")
        if not settings.url:
            return Aside(f"confluence.url is not set: the pages are written to {settings.folder}")
        from releasebot.confluence.connect import connect, home_of
        from releasebot.confluence.reading import find_home

        api = connect(settings, world.environ)
        account = api.whoami()
        place = api.place()
        home = find_home(api, home_of(settings), place.home)
        if home and api.page(home) is None:
            return Amiss(
                f"there is no page {home} for the pages to go below",
                "correct confluence.parent, or let the account see that page",
            )
        allowed = api.allowed()
        lacking = [name for deed, name in _needed(world.config).items() if deed not in allowed]
        if allowed and lacking:
            return Amiss(
                f"{account} lacks {', '.join(lacking)} in the space {place.key}",
                "give the account these permissions in the space's settings",
            )
        told = "" if allowed else "; what it may do there only the attempt shows"
        return Fine(f"{account} in the space {place.key} of {api.product}{told}")


def _needed(config: Config) -> dict[tuple[str, str], str]:
    """The operations that a release will make, and what their permissions are called."""
    settings = config.confluence
    needed = dict(_NEEDED)
    if not settings.attach_spec:
        del needed["create", "attachment"]
    return needed | (_ARCHIVES if settings.archive_orphans else {})
