"""Move the target of all services, or of none: nothing is pulled, only manifests are put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from releasebot.errors import ConflictError, ReleasebotError
from releasebot.images.manifest import Manifest
from releasebot.images.moves import (
    Name,
    Put,
    Stage,
    State,
    Tags,
    back,
    has_previous,
    is_moving,
    is_preparing,
    move,
)
from releasebot.images.push import short, side_by_side
from releasebot.images.registries import Registries
from releasebot.images.registry import MissingRepositoryError
from releasebot.images.service import Service

_NAMES: tuple[Name, ...] = ("target", "previous", "next")


class Deployment(Struct, frozen=True):
    """The targets of one environment as they are, with all manifests that are needed to move them.

    `manifests` are by service and digest.
    """

    services: tuple[Service, ...]
    state: State
    manifests: Mapping[tuple[str, str], Manifest]

    @property
    def is_unfinished(self) -> bool:
        """Whether a move was interrupted."""
        return is_moving(self.state) or is_preparing(self.state)


class Moved(Struct, frozen=True):
    """What one service's target named before and names now; the same where it was not moved."""

    service: Service
    before: str
    after: str


def read_targets(services: Sequence[Service], registries: Registries) -> Deployment:
    """What the tags of all services name now; reads only.

    Raises:
        OutsideError: a registry cannot tell.
    """
    asked = [(service, name) for service in services for name in _NAMES]

    def read(one: tuple[Service, Name]) -> Manifest | None:
        service, name = one
        try:
            registry = registries.at(service.repository.host)
            return registry.manifest(service.repository, _tag(service, name))
        except MissingRepositoryError:
            return None

    found = dict(zip(asked, side_by_side(read, asked), strict=True))
    state = {
        service.name: Tags(*(_digest(found[service, name]) for name in _NAMES))
        for service in services
    }
    manifests = {
        (service.name, manifest.digest): manifest
        for (service, _), manifest in found.items()
        if manifest
    }
    return Deployment(tuple(services), state, manifests)


def deploy(
    now: Deployment, wanted: Mapping[str, Manifest], registries: Registries
) -> tuple[Moved, ...]:
    """Afterwards the target of every service in `wanted` names its manifest, all others as before.

    Where a tag cannot be moved, those that were are put back; where that fails too, the next run
    finishes it or takes it back.

    Raises:
        ConflictError: a tag is immutable, or somebody else moved one meanwhile.
        OutsideError: a registry failed.
    """
    digests = {name: manifest.digest for name, manifest in wanted.items()}
    manifests = {
        **now.manifests,
        **{(name, manifest.digest): manifest for name, manifest in wanted.items()},
    }
    known = Deployment(now.services, now.state, manifests)
    try:
        _carry_out(known, move(known.state, digests), registries)
    except ReleasebotError as error:
        _take_back(known, registries, error)
        raise
    return _seen(now, digests, registries)


def roll_back(now: Deployment, registries: Registries) -> tuple[Moved, ...]:
    """Afterwards every target names what its `previous` does: the set before the last move.

    A service without one had no target before and is left as it is. Done again, nothing changes.

    Raises:
        ConflictError: there is no previous set.
        OutsideError: a registry failed; done again, it is finished.
    """
    if not has_previous(now.state):
        tags = ", ".join(str(service.movable[1]) for service in now.services[:1])
        raise ConflictError(
            f"there is no previous set to go back to: found no tag {tags} at any service",
            hint="name the versions yourself: releasebot images target --env "
            f"{now.services[0].env} {now.services[0].name}=VERSION",
        )
    unfinished = is_preparing(now.state)
    _carry_out(now, back(now.state), registries)
    ends = {
        name: one.target if unfinished else one.previous or one.target
        for name, one in now.state.items()
    }
    return _seen(now, {name: end for name, end in ends.items() if end}, registries)


def _carry_out(now: Deployment, stages: Sequence[Stage], registries: Registries) -> None:
    """Put the tags, stage by stage, those of a stage side by side."""
    by_name = {service.name: service for service in now.services}

    def put(one: Put) -> None:
        service = by_name[one.service]
        registry = registries.at(service.repository.host)
        manifest = now.manifests[one.service, one.digest]
        registry.put(service.repository, _tag(service, one.tag), manifest)

    for stage in stages:
        side_by_side(put, stage)


def _take_back(known: Deployment, registries: Registries, error: ReleasebotError) -> None:
    """Put the targets back that were moved before `error`, which is told whether that worked."""
    try:
        now = read_targets(known.services, registries)
        moved = [name for name, one in known.state.items() if now.state[name].target != one.target]
        _carry_out(
            Deployment(known.services, now.state, {**known.manifests, **now.manifests}),
            back(now.state) if now.is_unfinished else (),
            registries,
        )
    except ReleasebotError as further:
        error.details += (f"taking back what was moved failed too: {further.message}",)
        error.hint = "run the same command again: it finishes the move. " + error.hint
        return
    left = [name for name in moved if known.state[name].target is None]
    if moved and not left:
        error.details += (f"put back: {', '.join(moved)}",)
    elif left:
        error.details += (f"{', '.join(left)} had no target to be put back to",)
        error.hint = "run the same command again: it finishes the move. " + error.hint


def _seen(
    before: Deployment, wanted: Mapping[str, str], registries: Registries
) -> tuple[Moved, ...]:
    """What the targets name, read back.

    Raises:
        ConflictError: one names something else than what was put.
    """
    ends = {name: wanted.get(name, one.target or "") for name, one in before.state.items()}
    changed = [
        one for one in before.services if ends[one.name] != (before.state[one.name].target or "")
    ]

    def read(service: Service) -> str:
        registry = registries.at(service.repository.host)
        return _digest(registry.manifest(service.repository, service.target)) or ""

    for service, there in zip(changed, side_by_side(read, changed), strict=True):
        if there != ends[service.name]:
            raise ConflictError(
                f"superseded: {service.repository.tagged(service.target)} is at "
                f"{short(there) or 'nothing'}, wanted {short(ends[service.name])}; another run "
                "moved it meanwhile",
                hint="look what the other run deployed; run this one again to deploy this",
            )
    return tuple(
        Moved(one, before.state[one.name].target or "", ends[one.name]) for one in before.services
    )


def _digest(manifest: Manifest | None) -> str | None:
    return manifest.digest if manifest else None


def _tag(service: Service, name: Name) -> str:
    return dict(zip(_NAMES, service.movable, strict=True))[name]


def version_manifests(
    tags: Mapping[Service, str], registries: Registries
) -> Mapping[str, Manifest]:
    """The manifests of versions' tags, by service.

    Raises:
        ConflictError: one is not in the registry.
        OutsideError: a registry cannot tell.
    """

    def read(one: tuple[Service, str]) -> Manifest:
        service, tag = one
        found = registries.at(service.repository.host).manifest(service.repository, tag)
        if found is None:
            raise ConflictError(
                f"{service.repository.tagged(tag)} is not in the registry",
                hint=f"push it first: releasebot images push --env {service.env}",
            )
        return found

    items = list(tags.items())
    return {
        service.name: found
        for (service, _), found in zip(items, side_by_side(read, items), strict=True)
    }
