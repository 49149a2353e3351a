"""The site of the version beside those of the others, on a branch of the remote."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from releasebot.errors import ConflictError, ReleasebotError
from releasebot.git.branch import Branch, Entry
from releasebot.release.step import Absent, Conflict, Finding, Present, Receipt, Stale
from releasebot.release.steps.site import (
    SiteStep,
    order_of,
    phrase,
    site_folder,
    up_to_date,
    wanted_of,
)
from releasebot.release.world import World
from releasebot.site import mark
from releasebot.site.folder import Wanted
from releasebot.site.versions import (
    INDEX,
    LATEST,
    Deployment,
    is_ours,
    planned,
    redirects,
    top_pages,
)

_ATTEMPTS: Final = 60
"""How often a version is put on top of what another publisher was quicker to deploy."""

_PAUSE_SECONDS: Final = 0.2


class Seen(Struct, frozen=True):
    """The branch at one moment: its commit, what stands at its top, and the version's mark."""

    tip: str
    entries: Mapping[str, Entry]
    index: str | None
    mark: mark.Mark | None


class VersionsStep:
    """The version on the branch that pages are served from, its aliases, and the selector."""

    name = "versions"

    def probe(self, world: World) -> Finding:
        """Read the remote's branch; nothing is written but git's own objects.

        Raises:
            OutsideError: the remote could not be asked.
            ConflictError: what names the versions cannot be read.
        """
        branch, order = _branch(world), order_of(world)
        seen, wanted = _look(branch, world.version), wanted_of(order)
        where = f"{world.version} on {branch.name}"
        foreign = _foreign(seen, world.version)
        if foreign:
            return Conflict(f"{foreign} on {branch.name}", where, _ELSEWHERE)
        if seen.mark is None:
            return Absent(f"deploy {phrase(order)} to {branch.name}")
        if _is_current(seen, wanted, _planned(seen, world)):
            return Present(where, _address(world))
        return Stale(f"{where}, otherwise", f"deploy {phrase(order)} to {branch.name}")

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Put the built site on top of the branch, again where somebody else was quicker.

        Raises:
            ConflictError: what is there is not ours to replace.
            OutsideError: the site could not be built, or the remote did not take it.
        """
        up_to_date(world, SiteStep())
        branch = _branch(world)
        folder = site_folder(world)
        names = mark.names(folder)
        version = branch.folder(branch.files(folder, names))
        _deploy(branch, world, version, tuple(names))
        return Receipt(f"{phrase(order_of(world))} on {branch.name}", _address(world))


_ELSEWHERE: Final = "move it away, or set `site.branch` to a branch of its own"


def _branch(world: World) -> Branch:
    site = world.config.site
    return Branch(world.repository, site.remote or world.remote, site.branch or "")


def _look(branch: Branch, version: str) -> Seen:
    tip = branch.tip()
    return Seen(tip, branch.entries(tip), branch.text(tip, INDEX), mark_on(branch, tip, version))


def mark_on(branch: Branch, tip: str, version: str) -> mark.Mark | None:
    """The mark of the version's site on a branch, None where there is none of ours."""
    written = branch.text(tip, f"{version}/{mark.NAME}")
    try:
        return msgspec.json.decode(written, type=mark.Mark) if written else None
    except msgspec.MsgspecError:
        return None


def _planned(seen: Seen, world: World) -> Deployment:
    return planned(seen.index, world.version, world.scheme)


def _is_current(seen: Seen, wanted: Wanted, deployment: Deployment) -> bool:
    return (
        seen.mark is not None
        and seen.mark.made_from == wanted.made_from
        and seen.index == deployment.index
        and all(alias in seen.entries for alias in deployment.owners)
    )


def _foreign(seen: Seen, version: str) -> str:
    """What stands in the way and was not made by us; empty where nothing does."""
    if version in seen.entries and seen.mark is None:
        return f"{version} that releasebot did not make"
    known = seen.index or ""
    if LATEST in seen.entries and f'"{LATEST}"' not in known:
        return f"{LATEST} that {INDEX} does not name"
    return ""


def _deploy(branch: Branch, world: World, version: Entry, names: tuple[str, ...]) -> None:
    """Bring the version onto the branch, whatever others deploy meanwhile.

    Raises:
        ConflictError: what is there is not ours to replace.
        OutsideError: the remote does not take it.
    """
    wanted = wanted_of(order_of(world))
    refused: ReleasebotError | None = None
    before = None
    for attempt in range(_ATTEMPTS):
        seen = _look(branch, world.version)
        deployment = _planned(seen, world)
        foreign = _foreign(seen, world.version)
        if foreign:
            raise ConflictError(f"{foreign} on {branch.name}", hint=_ELSEWHERE)
        if _is_current(seen, wanted, deployment):
            return
        if refused and seen.tip == before:
            raise refused  # nobody was quicker: the remote does not want it
        tree = _tree(branch, world, seen, deployment, version, names)
        message = f"docs: {world.version} at {world.head.commit[:9]}\n"
        commit = branch.commit(tree, after=seen.tip, message=message)
        refused = branch.move(commit, expected=seen.tip)
        if refused is None:
            return
        before = seen.tip
        time.sleep(random.uniform(0, _PAUSE_SECONDS * (attempt + 1)))  # noqa: S311  only to part
    raise refused or ConflictError(f"{branch.name} would not stand still")


def _tree(
    branch: Branch,
    world: World,
    seen: Seen,
    deployment: Deployment,
    version: Entry,
    names: tuple[str, ...],
) -> Entry:
    entries = dict(seen.entries) | {world.version: version, INDEX: branch.file(deployment.index)}
    for alias, owner in deployment.owners.items():
        if owner == world.version:
            entries[alias] = _alias(branch, redirects(names, owner))
        elif alias not in entries:
            entries[alias] = _alias(branch, redirects(branch.names(seen.tip, owner), owner))
    for name, text in top_pages(world.config.site.url, deployment.owners[LATEST]).items():
        if is_ours(branch.text(seen.tip, name) or ""):
            entries[name] = branch.file(text)
    return branch.folder_of(entries)


def _alias(branch: Branch, pages: Mapping[str, str]) -> Entry:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="releasebot-") as place:
        for name, text in pages.items():
            path = Path(place) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return branch.folder(branch.files(Path(place), pages))


def _address(world: World) -> str:
    url = world.config.site.url
    return f"{url.rstrip('/')}/{world.version}/" if url else ""
