"""All services of one environment in one run: what each is to be at, and the registries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from releasebot.config.images_schema import ImagesSettings
from releasebot.config.schema import Config
from releasebot.errors import OutsideError
from releasebot.images.deploy import Moved, deploy, read_targets, version_manifests
from releasebot.images.push import (
    Found,
    Pushed,
    Teller,
    look,
    push,
    refuse_frozen,
    short,
    side_by_side,
)
from releasebot.images.registries import Registries
from releasebot.images.service import (
    SKIP,
    Service,
    Wanted,
    environment,
    parse_choices,
    services,
    wanted,
)
from releasebot.version.located import Project


class Fleet(Struct, frozen=True):
    """`wanted` has those of the services that are not skipped, in the same order."""

    env: str
    services: tuple[Service, ...]
    wanted: tuple[Wanted, ...]
    registries: Registries
    settings: ImagesSettings
    environ: Mapping[str, str]

    @property
    def chosen(self) -> tuple[Service, ...]:
        """The services that are not skipped."""
        return tuple(one.service for one in self.wanted)

    def look(self, *, may_create: bool = False) -> list[Found]:
        """What is to be pushed; as `push.look` for each."""

        def one(wanted: Wanted) -> Found:
            return look(wanted, self.registries, self.settings, self.environ, may_create=may_create)

        return side_by_side(one, self.wanted)

    def push(self, found: Sequence[Found], teller: Teller) -> list[Pushed]:
        """Push what is missing; as `push.push` for each."""
        return side_by_side(lambda one: push(one, self.registries, teller), found)

    def refuse_frozen(self) -> None:
        """As `push.refuse_frozen`, for the services that are not skipped."""
        refuse_frozen(self.chosen, self.registries)

    def deploy(self, pushed: Sequence[Pushed] = ()) -> tuple[Moved, ...]:
        """Move the target of every service to the version that it is to be at; or of none.

        Raises:
            ConflictError: a version is not in the registry, or a tag cannot be moved.
            OutsideError: a registry failed, or a version has come to name another image.
        """
        tags = {one.service: one.tag for one in self.wanted}
        manifests = version_manifests(tags, self.registries)
        for one in pushed:
            there = manifests[one.wanted.service.name].digest
            if there != one.digest:
                raise OutsideError(
                    f"{one.wanted.name} names {short(there)} now, wanted {short(one.digest)}",
                    hint="somebody pushed the same version meanwhile: run the command again",
                )
        now = read_targets(self.services, self.registries)
        return deploy(now, manifests, self.registries)


def assemble(
    config: Config,
    *,
    env: str | None,
    words: Sequence[str],
    project: Project,
    base: Path,
    environ: Mapping[str, str],
    commit_of: Callable[[str], str],
) -> Fleet:
    """The services of an environment with what `words` such as `api=auto` want of them.

    Raises:
        UsageError: the environment, a service or a version is not known.
    """
    chosen = environment(config, env)
    all_of_them = services(config, chosen)
    choices = parse_choices(words, [one.name for one in all_of_them])
    wanted_ones = tuple(
        wanted(
            one,
            choices[one.name],
            config=config,
            project=project,
            base=base,
            commit_of=commit_of,
        )
        for one in all_of_them
        if choices[one.name] != SKIP
    )
    registries = Registries(config.images, environ)
    return Fleet(chosen, all_of_them, wanted_ones, registries, config.images, environ)
