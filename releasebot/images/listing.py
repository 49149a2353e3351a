"""What versions of the services are in the registries, and which of them runs where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from releasebot.images.push import side_by_side
from releasebot.images.registries import Registries
from releasebot.images.registry import MissingRepositoryError, Stored
from releasebot.images.service import Service


class Entry(Struct, frozen=True):
    """An image of a service: its versions' tags, and the target's tags that name it."""

    service: Service
    tags: tuple[str, ...]
    targets: tuple[str, ...]
    stored: Stored


def listing(services: Sequence[Service], registries: Registries, *, most: int) -> tuple[Entry, ...]:
    """The newest images of each service, at most `most` of each, and those that its target names.

    A repository that is not there has none.

    Raises:
        OutsideError: a registry cannot tell.
    """

    def of(service: Service) -> Sequence[Stored]:
        registry = registries.at(service.repository.host)
        try:
            return registry.listed(service.repository, most=most, also=service.movable)
        except MissingRepositoryError:
            return ()

    found: Mapping[Service, Sequence[Stored]] = dict(
        zip(services, side_by_side(of, services), strict=True)
    )
    return tuple(
        Entry(
            service,
            tuple(tag for tag in stored.tags if tag not in service.movable),
            tuple(tag for tag in service.movable[:2] if tag in stored.tags),
            stored,
        )
        for service in services
        for stored in found[service]
    )
