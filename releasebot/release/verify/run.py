"""Verify one version: find its tag, and compare all targets with the project as it was there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct, structs

from releasebot.config.load import Loaded, load
from releasebot.config.schema import Config
from releasebot.errors import UsageError
from releasebot.git.refname import check_tag_name
from releasebot.git.root import Root
from releasebot.git.second_checkout import second_checkout
from releasebot.release.past import Past
from releasebot.release.verify.check import Check, Differs, Row, Subject, look
from releasebot.release.verify.tag import SignatureCheck, TagCheck
from releasebot.release.world import World


class Verified(Struct, frozen=True):
    """A version's targets with what was found of them; `commit` is empty where it has no tag."""

    version: str
    tag: str
    commit: str
    rows: tuple[Row, ...]


def verify(here: World, asked: str, targets: Sequence[Check]) -> Verified:
    """What every target of a version says, at the commit of its tag on the remote.

    `asked` is a version or a tag; empty for the version that HEAD states. Only what the commit's
    own configuration names is looked at. Reads only.

    Raises:
        OutsideError: the remote could not be asked, or does not give the commit.
        UsageError: there is no version to verify.
    """
    version, tag = _named(here, asked)
    made = here.remote_refs.tag(tag)
    if made is None:
        missing = Differs(f"no tag {tag} on {here.remote}", "one", "releasebot tag makes it")
        return Verified(version, tag, "", (Row("tag", missing),))
    here.history.bring(made.commit)
    with _at(here, made.commit) as world:
        subject = Subject(world, here, tag, made)
        checks: Sequence[Check] = (TagCheck(), SignatureCheck())
        if _states(world, tag):  # else nothing else there is of this version
            checks = (*checks, *targets)
        return Verified(version, tag, made.commit, look(checks, subject))


def _named(here: World, asked: str) -> tuple[str, str]:
    """The version and the tag that are meant."""
    past = Past(here)
    version = past.version_named(asked or here.version)
    tag = asked if past.versions_in((asked,)) else past.tag_of(version)
    check_tag_name(tag)
    return version, tag


def _states(world: World, tag: str) -> bool:
    try:
        return world.tag == tag
    except UsageError:
        return False  # which the check of the tag tells


@contextmanager
def _at(here: World, commit: str) -> Iterator[World]:
    """The project as it is at the commit: here, where that is checked out and unchanged."""
    if here.head.commit == commit and not here.head.changed:
        yield here
        return
    with second_checkout(here.repository, here.root, commit, here.environ) as (root, repository):
        loaded = _loaded(root, commit)
        yield World(
            root=root,
            config=_with_folders(loaded.config, here),
            base=loaded.base,
            repository=repository,
            environ=here.environ,
            cache=here.cache,
        )


def _loaded(root: Root, commit: str) -> Loaded:
    try:
        return load(root.project, root.worktree, None)
    except UsageError as error:
        raise UsageError(
            f"the configuration at {commit[:9]} cannot be used: {error.message}",
            hint="verify the version with the releasebot that released it",
            details=error.details,
        ) from error


def _with_folders(config: Config, here: World) -> Config:
    """The configuration with the folder of pages that is here: a second checkout has none."""
    folder = str(here.base / config.confluence.folder)
    return structs.replace(config, confluence=structs.replace(config.confluence, folder=folder))
