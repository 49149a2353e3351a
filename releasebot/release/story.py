"""What the pages about releases tell: the notes of each, and how the API changed with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from releasebot.git.notes import Release
from releasebot.pages.release_plots import MOST_POINTS, ApiAt, Changed, Story, Told
from releasebot.release.api_summaries import Summary, summaries
from releasebot.release.notes import style_for, written
from releasebot.release.past import Past
from releasebot.release.recent import recent_releases
from releasebot.release.trends import measured_before
from releasebot.release.world import World

_DAY = 24 * 3600


def story_of(world: World) -> Story:
    """The latest releases, as many as the configuration asks for.

    Raises:
        GateError, OutsideError: the clone is shallow, and the remote does not give what it lacks.
        UsageError: the template of the notes cannot be read or filled in.
    """
    past = Past(world)
    recent = recent_releases(past, world.config.docs.releases)
    return Story(
        tuple(_told(past, one) for one in recent.releases),
        recent.before,
        dict(_apis(past, dict(islice(recent.commits.items(), MOST_POINTS + 1)))),
        measured_before(world, recent.commits),
    )


def _told(past: Past, release: Release) -> Told:
    style = style_for(past, tuple(change.description for change in release.changes))
    first, last = release.span
    return Told(
        version=release.version,
        day=release.day,
        notes=written(past, release, style),
        lead=(last - first) / _DAY if last else None,
        changes=len(release.changes),
        breaking=sum(bool(change.breaking) for change in release.changes),
        web=past.links.tag(release.tag) if past.links else "",
    )


def _apis(past: Past, commits: Mapping[str, str]) -> Iterator[tuple[str, ApiAt]]:
    """What is known of the API of each release, the latest first."""
    after: tuple[str, Summary] | None = None
    for version, summary in summaries(past, commits):
        if after:
            yield after[0], ApiAt(after[1].coverage, _changed(summary, after[1]))
        after = version, summary
    if after:
        yield after[0], ApiAt(after[1].coverage)


def _changed(before: Summary, after: Summary) -> Changed:
    """How many operations came, went, and were deprecated without having come so."""
    return Changed(
        added=len(after.operations - before.operations),
        removed=len(before.operations - after.operations),
        deprecated=len((after.deprecated - before.deprecated) & before.operations),
    )
