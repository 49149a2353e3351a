"""Push the images of all services under their versions: all are looked at before one is pushed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from releasebot.config.images_schema import ImagesSettings
from releasebot.errors import ConflictError, OutsideError, ReleasebotError
from releasebot.images.local import Local, check_labels, find_local, labels_of
from releasebot.images.manifest import Manifest
from releasebot.images.registries import Registries
from releasebot.images.registry import MissingRepositoryError
from releasebot.images.service import Service, Wanted

_AT_ONCE = 8
_SHORT = len("sha256:") + 12
T = TypeVar("T")
R = TypeVar("R")


class Found(Struct, frozen=True):
    """What was found of one service: its digest in the registry, or the image to be pushed."""

    wanted: Wanted
    digest: str = ""
    local: Local | None = None
    is_repository_missing: bool = False


class Pushed(Struct, frozen=True):
    """A version's tag in the registry, with the digest that was read back from there."""

    wanted: Wanted
    state: Literal["already_so", "pushed"]
    digest: str


class Teller(Protocol):
    """Whoever shows how far each service has come; called from several threads."""

    def tell(self, service: str, words: str) -> None:
        """What is being done for the service."""
        ...


def look(
    wanted: Wanted,
    registries: Registries,
    settings: ImagesSettings,
    environ: Mapping[str, str],
    *,
    may_create: bool = False,
) -> Found:
    """Compare the image here with the version's tag in the registry; reads only.

    Raises:
        ConflictError: the tag names another image, the image is labelled as another, or it is
            neither here nor there.
        OutsideError: one of the two cannot be looked at.
    """
    service = wanted.service
    registry = registries.at(service.repository.host)
    missing = False
    try:
        there = registry.manifest(service.repository, wanted.tag)
    except MissingRepositoryError:
        if not may_create:
            raise
        there, missing = None, True
    try:
        local = find_local(wanted, settings, environ)
    except ReleasebotError:
        if there is None:
            raise
        local = None
    if local:
        check_labels(local.labels, wanted, local.where)
    if there is None:
        return Found(wanted, local=local, is_repository_missing=missing)
    if local and not local.is_same(there):
        raise _other(wanted, there, local)
    if local is None:
        check_labels(labels_of(registry.config(service.repository, there)), wanted, wanted.name)
    return Found(wanted, digest=there.digest)


def push(found: Found, registries: Registries, teller: Teller) -> Pushed:
    """Afterwards the version's tag names the image, read back from the registry.

    Raises:
        ConflictError: the tag has come to name another image meanwhile.
        OutsideError: the push failed, and the tag is not there.
    """
    wanted, local = found.wanted, found.local
    if local is None:
        return Pushed(wanted, "already_so", found.digest)
    service = wanted.service
    registry = registries.at(service.repository.host)
    if found.is_repository_missing:
        teller.tell(service.name, f"make the repository {service.repository}")
        registry.create(service.repository, movable=service.movable)
    teller.tell(service.name, f"push {wanted.tag}")
    failure, told = None, ""
    try:
        told = local.push(registry, lambda words: teller.tell(service.name, words))
    except OutsideError as error:
        failure = error  # a connection that broke leaves open whether the work was done
    there = registry.manifest(service.repository, wanted.tag)
    if there is None:
        raise failure or OutsideError(
            f"{wanted.name} was pushed and is not in the registry",
            hint="run the command again; look whether something removes images there",
        )
    if there.digest != told and not local.is_same(there):
        raise _other(wanted, there, local)
    return Pushed(wanted, "pushed", there.digest)


def frozen(services: Sequence[Service], registries: Registries) -> Mapping[str, tuple[str, ...]]:
    """The tags of each service that must be moved and, by the repository's settings, cannot be.

    Only services with such tags are in it. A repository that is not there forbids nothing. What
    `releasebot doctor` shows, and what is asked before anything is pushed.

    Raises:
        OutsideError: the settings cannot be read.
    """

    def of(service: Service) -> tuple[str, ...]:
        try:
            registry = registries.at(service.repository.host)
            return registry.frozen(service.repository, service.movable)
        except MissingRepositoryError:
            return ()

    found = zip(services, side_by_side(of, services), strict=True)
    return {service.name: tags for service, tags in found if tags}


def refuse_frozen(services: Sequence[Service], registries: Registries) -> None:
    """See that the targets can be moved, before anything is pushed.

    Raises:
        ConflictError: a repository's settings forbid it.
    """
    forbidden = frozen(services, registries)
    for service in services:
        if service.name in forbidden:
            tags = ", ".join(forbidden[service.name])
            raise ConflictError(
                f"{service.repository} keeps every tag as it is, so these cannot be moved: {tags}",
                hint="exclude them in the repository's settings (IMMUTABLE_WITH_EXCLUSION, filter "
                f"{service.target}*), or set MUTABLE",
            )


def side_by_side(work: Callable[[T], R], many: Sequence[T]) -> list[R]:
    """The work on each, several at once; all of it ends before an error of one is raised.

    Raises:
        ReleasebotError: what the first that failed raised; further failures are its details.
    """
    if len(many) <= 1:
        return [work(one) for one in many]
    pool = ThreadPoolExecutor(min(_AT_ONCE, len(many)))
    waiting = [pool.submit(work, one) for one in many]
    try:
        pool.shutdown(wait=True)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)  # whoever interrupts need not wait
        raise
    errors = [error for one in waiting if (error := one.exception())]
    for error in errors:
        if not isinstance(error, ReleasebotError):
            raise error
    told = [error for error in errors if isinstance(error, ReleasebotError)]
    if told:
        first, *others = told
        further = {error.message: None for error in others if error.message != first.message}
        first.details += tuple(further)
        raise first
    return [one.result() for one in waiting]


def short(digest: str) -> str:
    """A digest as people are shown it."""
    return digest[:_SHORT]


def _other(wanted: Wanted, there: Manifest, local: Local) -> ConflictError:
    config = there.config
    ids = ", ".join(sorted(short(one) for one in local.ids))
    kept = (
        f"{short(there.digest)}, of the image {short(config.digest)}"
        if config
        else short(there.digest)
    )
    return ConflictError(
        f"{wanted.name} names another image: found {kept}, wanted {ids} ({local.where})",
        hint="raise the version; a version's tag is never moved. To deploy the one that is there: "
        f"releasebot images target --env {wanted.service.env} "
        f"{wanted.service.name}={wanted.version}",
    )
