"""The services that ship as images, as the configuration and a call name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from releasebot.config.image_rules import filled
from releasebot.config.images_schema import ImageService
from releasebot.config.schema import Config, VersionSettings
from releasebot.errors import UsageError
from releasebot.images.reference import Repository, parse_repository, version_tag
from releasebot.version.located import Project
from releasebot.version.places import find_version
from releasebot.version.scheme import bare

AUTO: Literal["auto"] = "auto"
SKIP: Literal["skip"] = "skip"
_PREVIOUS, _NEXT = "-previous", "-next"


class Service(Struct, frozen=True):
    """A service in one environment: its repository, and the tag that says what runs there."""

    name: str
    env: str
    repository: Repository
    target: str

    @property
    def movable(self) -> tuple[str, str, str]:
        """The tags that are moved: the target's own, its previous and its next."""
        return self.target, f"{self.target}{_PREVIOUS}", f"{self.target}{_NEXT}"


class Wanted(Struct, frozen=True):
    """What a service is to be at: a version, its tag, and the image on this machine.

    `commit` is what the image must be built from where it says so; empty where nobody knows.
    """

    service: Service
    version: str
    tag: str
    image: str
    archive: Path | None
    commit: str

    @property
    def name(self) -> str:
        """The full name of the image in the registry."""
        return self.service.repository.tagged(self.tag)


class _Folder(Struct, frozen=True):
    """A service's folder as a place to look for its version."""

    project: Path
    worktree: Path


def environment(config: Config, asked: str | None) -> str:
    """The environment that is meant.

    Raises:
        UsageError: it is not configured, or none is named and there is not exactly one.
    """
    known = ", ".join(config.environments)
    if asked is not None:
        if asked not in config.environments:
            raise UsageError(
                f"there is no environment {asked}: found {known or 'none configured'}",
                hint=f"add [environments.{asked}] to the configuration, or name one of these",
            )
        return asked
    if not config.environments:
        raise UsageError(
            "no environment is configured",
            hint="name each in the configuration: [environments.prod]",
        )
    chosen = config.images.environment or (known if len(config.environments) == 1 else None)
    if chosen is None:
        raise UsageError(
            f"which environment is meant is not clear: found {known}",
            hint="name one: --env NAME, or images.environment in the configuration",
        )
    return chosen


def services(config: Config, env: str) -> tuple[Service, ...]:
    """Every service of the configuration, in its order.

    Raises:
        UsageError: none is configured.
    """
    images = config.images
    if not images.services:
        raise UsageError(
            "no service is configured",
            hint="name each in the configuration: [images.services.api]",
        )
    return tuple(
        Service(
            name,
            env,
            parse_repository(
                filled(one.repository or images.repository or "", env=env, service=name)
            ),
            filled(config.environments[env].target, env=env),
        )
        for name, one in images.services.items()
    )


def parse_choices(words: Sequence[str], known: Sequence[str]) -> Mapping[str, str]:
    """What each service is to be at, from words such as `api=auto nginx=skip`.

    No words at all mean `auto` for every service; a service that is left out otherwise is skipped.

    Raises:
        UsageError: a word is written otherwise, names no service, or one twice.
    """
    if not words:
        return dict.fromkeys(known, AUTO)
    choices: dict[str, str] = {}
    for word in words:
        name, equals, choice = word.partition("=")
        if not equals or not choice:
            raise UsageError(
                f"{word} says nothing of a service's version",
                hint="write api=auto, api=1.4.0 or api=skip",
            )
        if name not in known:
            raise UsageError(
                f"there is no service {name}: found {', '.join(known)}",
                hint=f"add [images.services.{name}] to the configuration, or correct the name",
            )
        if name in choices:
            raise UsageError(f"the service {name} is named twice", hint="name it once")
        choices[name] = choice
    return {name: choices.get(name, SKIP) for name in known}


def wanted(
    service: Service,
    choice: str,
    *,
    config: Config,
    project: Project,
    base: Path,
    commit_of: Callable[[str], str],
) -> Wanted:
    """What a service that is not skipped is to be at.

    `base` is the folder of the configuration; `commit_of` knows the commit of a version, or
    nothing.

    Raises:
        UsageError: the service's version cannot be found, or makes no tag.
    """
    settings = config.images.services[service.name]
    version = (
        bare(choice)
        if choice != AUTO
        else _own_version(settings, config, project=project, base=base)
    )
    filler = {"env": service.env, "service": service.name, "version": version}
    archive = filled(settings.archive, **filler) if settings.archive else None
    return Wanted(
        service=service,
        version=version,
        tag=version_tag(config.images.tag, version),
        image=filled(settings.image or config.images.image, **filler).replace("+", "_"),
        archive=base / archive if archive else None,
        commit=commit_of(AUTO if choice == AUTO else version),
    )


def _own_version(settings: ImageService, config: Config, *, project: Project, base: Path) -> str:
    place = settings.version
    if place.file is not None:
        named = VersionSettings(file=place.file, selector=place.selector, pattern=place.pattern)
        return find_version(project, named, base=base).version
    if place.folder is not None:
        folder = (base / place.folder).resolve()
        if not folder.is_dir():
            raise UsageError(
                f"{place.folder}, the folder of a service, is no folder",
                hint="correct images.services.NAME.version.folder",
            )
        return find_version(_Folder(folder, project.worktree), VersionSettings()).version
    return find_version(project, config.version, base=base).version
