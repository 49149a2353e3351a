"""The Confluence pages, by the edition that the topmost one tells."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.pages.model import Edition
from releasebot.release.step import Absent, Conflict, Present, Skipped, Stale
from releasebot.release.steps.confluence import ConfluenceStep
from releasebot.release.verify.check import (
    Agrees,
    Differs,
    Row,
    Silent,
    Subject,
    Unreachable,
    Verdict,
    compared,
)


class ConfluenceCheck:
    """The pages of the version."""

    name = "confluence"

    def look(self, subject: Subject) -> Sequence[Row]:
        """Read the topmost page's property, and compare every page with what the commit makes.

        Raises:
            ReleasebotError: the target cannot be read.
        """
        if not (subject.world.config.confluence.enabled and subject.world.has_spec):
            return ()
        return (Row("confluence", _verdict(subject)),)


def _verdict(subject: Subject) -> Verdict:
    world, step = subject.world, ConfluenceStep()
    shown = step.edition(world)
    if shown is None:
        if not world.config.confluence.url:
            return Silent("not in this checkout: they are where the release was run")
        return Differs("no pages", subject.short, "releasebot release at the commit makes them")
    if shown.version == world.version and shown.commit != subject.commit:
        return compared(subject, shown.commit, f"the pages of {shown.version}")
    return _by_pages(subject, step, shown)


def _by_pages(subject: Subject, step: ConfluenceStep, shown: Edition) -> Verdict:
    """The verdict on pages that show the version, or another one."""
    world = subject.world
    match step.probe(world):
        case Present(found, where):
            return Agrees(f"{found}, of {subject.short}", where)
        case _ if shown.version != world.version and step.is_later(world, shown):
            return Silent(f"the pages show {shown.version}, which came later")
        case Conflict(found, wanted, hint, details):
            return Differs(found, wanted, hint, details)
        case Absent(wanted):
            return Differs("no pages", wanted)
        case Stale(found, wanted):
            return Differs(f"the pages of {shown.version}: {found}", wanted)
        case Skipped(reason):
            return Unreachable(reason)
