"""The images of the version in their registries, by the commit that their labels name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from releasebot.errors import ConflictError
from releasebot.images.fleet import Fleet
from releasebot.images.local import REVISION, check_labels, labels_of
from releasebot.images.push import short, side_by_side
from releasebot.images.service import Wanted
from releasebot.release.fleet import fleet_of
from releasebot.release.verify.check import Differs, Row, Silent, Subject, Verdict, compared


class ImagesCheck:
    """Every service's image bears the label of the commit that it was built from."""

    name = "images"

    def look(self, subject: Subject) -> Sequence[Row]:
        """Read every version's manifest and labels, in the release's environment or in all.

        Raises:
            ReleasebotError: a registry cannot be looked at.
        """
        config = subject.world.config
        if not config.images.services:
            return ()
        chosen = config.images.environment
        envs = [chosen] if chosen else [*config.environments]
        rows: list[Row] = []
        for env in envs:
            fleet = fleet_of(subject.world, env=env)
            prefix = "image " if len(envs) == 1 else f"image {env}/"
            names = [f"{prefix}{one.service.name}" for one in fleet.wanted]
            verdicts = side_by_side(partial(_verdict, subject, fleet), fleet.wanted)
            rows += map(Row, names, verdicts)
        return rows


def _verdict(subject: Subject, fleet: Fleet, wanted: Wanted) -> Verdict:
    service = wanted.service
    registry = fleet.registries.at(service.repository.host)
    there = registry.manifest(service.repository, wanted.tag)
    if there is None:
        return Differs(
            f"no {wanted.name}", subject.short, "releasebot release at the commit pushes it"
        )
    labels = labels_of(registry.config(service.repository, there))
    what, where = f"{wanted.tag} ({short(there.digest)})", f"{service.repository}@{there.digest}"
    try:
        check_labels(_versions_only(labels), wanted, wanted.name)
    except ConflictError as error:
        return Differs(error.message, subject.short, error.hint)
    revision = labels.get(REVISION, "")
    return (
        compared(subject, revision, what, where)
        if revision
        else Silent(f"{what} names no commit: it has no label {REVISION}")
    )


def _versions_only(labels: Mapping[str, str]) -> Mapping[str, str]:
    return {key: value for key, value in labels.items() if key != REVISION}
