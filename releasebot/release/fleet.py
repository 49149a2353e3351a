"""The images of this project's services, with what its repository says of their commits."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.errors import UsageError
from releasebot.images.fleet import Fleet, assemble
from releasebot.images.service import AUTO
from releasebot.release.world import World
from releasebot.version.scheme import tag_name


def fleet_of(world: World, *, env: str | None = None, words: Sequence[str] = ()) -> Fleet:
    """The services of an environment, each with the version that `words` want.

    Raises:
        UsageError: the environment, a service or a version is not known.
    """

    def commit_of(version: str) -> str:
        """What the image of a version must be built from, where that can be known."""
        if version == AUTO:
            return world.head.commit
        try:
            name = tag_name(world.config.tag.template, version=version, name=world.name)
            tag = world.repository.look_up(name, "").tag
            is_own = version == world.version
        except UsageError:
            return ""  # a service may have versions that the project has not
        if tag:
            return tag.commit
        return world.head.commit if is_own else ""

    return assemble(
        world.config,
        env=env,
        words=words,
        project=world.root,
        base=world.base,
        environ=world.environ,
        commit_of=commit_of,
    )
