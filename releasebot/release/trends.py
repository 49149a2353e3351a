"""What the gates measured for one release after another, read from the evidence on the remote."""

from __future__ import annotations

from collections.abc import Mapping

from releasebot.errors import OutsideError
from releasebot.gates.evidence import Evidence
from releasebot.pages.release_plots import MOST_POINTS, Measured
from releasebot.release.evidence_past import past_evidence
from releasebot.release.world import World


def latest_measured(world: World, most: int) -> tuple[Measured, ...]:
    """What was measured for the latest releases that have any evidence, the latest first.

    Raises:
        OutsideError: the remote could not be asked.
        UsageError: there is no remote, or the versions are of no known scheme.
    """
    return tuple(map(_measured, past_evidence(world, most)))


def measured_before(world: World, commits: Mapping[str, str]) -> tuple[Measured, ...] | None:
    """The same of the releases whose commits, by their versions, are given; not of HEAD.

    What is measured of HEAD is on the remote only after the pages are made, so it has no part in
    them: they are the same before and after. None where the remote could not be asked.
    """
    if not world.config.gates or not world.repository.ask("remote").stdout.split():
        return ()
    try:
        found = past_evidence(world, MOST_POINTS + 1)
    except OutsideError:
        return None
    head = world.head.commit
    return tuple(
        _measured(one)
        for one in found
        if one.commit != head and commits.get(one.version) == one.commit
    )


def _measured(evidence: Evidence) -> Measured:
    figures = {one.name: one.figures for one in evidence.gates if one.figures}
    return Measured(evidence.version, figures)
