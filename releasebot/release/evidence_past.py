"""What the gates found of earlier releases, read from the remote."""

from __future__ import annotations

from releasebot.gates.evidence import EVIDENCE, Evidence, decoded
from releasebot.gates.reading import Past
from releasebot.release.proof import PLACE
from releasebot.release.world import World
from releasebot.version.next import newest_first
from releasebot.version.scheme import versions_of_tags


def past_evidence(world: World, limit: int) -> tuple[Evidence, ...]:
    """The evidence of the newest releases that have any, the newest first.

    Raises:
        OutsideError: the remote could not be asked.
        UsageError: there is no remote, or the versions are of no known scheme.
    """
    there = world.repository.remote_objects(world.remote, f"{PLACE}/*")
    if not there:
        return ()
    found: list[tuple[str, str]] = []
    for tag in _tags(world):
        known = world.remote_refs.tag(tag)
        ref = f"{PLACE}/{tag}/{known.commit}" if known else ""
        if ref in there:
            found.append((ref, there[ref]))
        if len(found) == limit:
            break
    missing = [held for _, held in found if not world.repository.has(held)]
    if missing:
        world.repository.bring(world.remote, *missing)
    read = (world.repository.text_at(held, EVIDENCE) for _, held in found)
    return tuple(one for data in read if data and (one := decoded(data)))


def past_of(world: World, gate: str, limit: int) -> tuple[Past, ...]:
    """What one gate measured for the releases before this version, the newest first."""
    earlier = (one for one in past_evidence(world, limit + 1) if one.tag != world.tag)
    measured = ((one.version, one.named(gate)) for one in earlier)
    return tuple(
        Past(version, judgement.figures, judgement.samples)
        for version, judgement in measured
        if judgement and judgement.verdict == "passed"
    )[:limit]


def _tags(world: World) -> list[str]:
    """The tags of this project's versions on the remote, the newest version first."""
    template = world.config.tag.template
    name = world.name if "{name}" in template else ""
    versions = versions_of_tags(template, world.remote_refs.tag_names(), name=name)
    return [versions[one] for one in newest_first(versions, world.scheme)]
