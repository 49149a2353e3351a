"""What the API's document says has changed since the last release."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from releasebot.config.diff_schema import DiffSettings
from releasebot.openapi.api import read_api
from releasebot.openapi.diff.accepted import Accepted, Sifted, sift
from releasebot.openapi.diff.compare import Comparison, compare
from releasebot.openapi.diff.lifecycle import Policy
from releasebot.openapi.diff.verdict import Verdict, judge
from releasebot.openapi.load import Document
from releasebot.release.spec_past import document_at
from releasebot.release.world import World


class ApiChange(Struct, frozen=True, eq=False):
    """A comparison with what counts of it, and what that means."""

    comparison: Comparison
    sifted: Sifted
    verdict: Verdict


def compare_documents(
    base: Document, revision: Document, settings: DiffSettings, today: date
) -> ApiChange:
    """What changed between two documents, as the settings see it on the day `today`."""
    policy = Policy(today, settings.notice_days)
    comparison = compare(
        read_api(base), read_api(revision), policy=policy, profiles=settings.profiles
    )
    sifted = sift(comparison.changes, _accepted(settings), today)
    return ApiChange(comparison, sifted, judge(comparison, sifted.changes))


def change_between(world: World, base: str, revision: str) -> ApiChange | None:
    """What changed in the project's document from one commit to another.

    None where either has no document, as where a command or a server gives it.

    Raises:
        UsageError: a document cannot be read.
    """
    newer = document_at(world, revision)
    if newer is None:
        return None
    older = newer if _unchanged(world, newer, base) else document_at(world, base)
    if older is None:
        return None
    return compare_documents(older, newer, world.config.diff, world.today)


def _unchanged(world: World, document: Document, base: str) -> bool:
    """Whether every file of the document has the same bytes in the commit `base`."""
    return all(
        world.repository.text_at(base, name) == source.data
        for name, source in document.files.items()
    )


def _accepted(settings: DiffSettings) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(one.fingerprint, one.reason, date.fromisoformat(one.until) if one.until else None)
        for one in settings.accepted
    )
