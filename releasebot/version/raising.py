"""The version that follows the project's present one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from releasebot.config.schema import VersionSettings
from releasebot.errors import GateError
from releasebot.version.located import Located
from releasebot.version.places import disagreements
from releasebot.version.scheme import Level, scheme_for
from releasebot.version.spelling import same_version


def raised_version(
    places: Sequence[Located],
    settings: VersionSettings,
    level: Level,
    *,
    today: Callable[[], date],
) -> str:
    """What the deciding place's version, the first of `places`, becomes when `level` is raised.

    A place that states the answer already does not count as disagreeing: it was written by a run
    that did not get to the end.

    Raises:
        GateError: the places disagree, so that it is not clear what is to be raised.
        UsageError: the version is of no known scheme, or this level cannot be raised.
    """
    decided = places[0]
    scheme = scheme_for(settings, decided.version, path=decided.path, today=today)
    raised = scheme.bump(decided.version, level)
    others = [
        place
        for place in disagreements(places, decided.version)
        if not same_version(place.version, raised)
    ]
    if others:
        raise disagreement(decided, others)
    return raised


def disagreement(decided: Located, others: Sequence[Located]) -> GateError:
    """The error that lists the places which state another version than the deciding one."""
    count = "one place states" if len(others) == 1 else f"{len(others)} places state"
    return GateError(
        f"{count} another version than {decided.version} at {decided.shown}:{decided.line}",
        hint=f"releasebot version set {decided.version} writes one version everywhere; "
        "version.ignore in the configuration leaves a file out",
        details=tuple(f"{one.shown}:{one.line}: {one.version} ({one.why})" for one in others),
    )
