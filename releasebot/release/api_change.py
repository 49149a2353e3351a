"""What the API's document says has changed since the last release."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from releasebot.config.diff_schema import DiffSettings
from releasebot.openapi.api import read_api
from releasebot.openapi.bundle.bundle import bundle
from releasebot.openapi.diff.accepted import Accepted, Sifted, sift
from releasebot.openapi.diff.compare import Comparison, compare
from releasebot.openapi.diff.lifecycle import Policy
from releasebot.openapi.diff.verdict import Verdict, judge
from releasebot.openapi.load import Document, load
from releasebot.openapi.model import Api
from releasebot.release.attachments import SPEC
from releasebot.release.spec_past import (
    NotReleased,
    attached_document,
    document_at,
    nothing,
    stands_at,
)
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
    return compared((read_api(base), read_api(revision)), settings, today)


def compared(apis: tuple[Api, Api], settings: DiffSettings, today: date) -> ApiChange:
    """The same of two APIs, the older one first."""
    policy = Policy(today, settings.notice_days)
    comparison = compare(*apis, policy=policy, profiles=settings.profiles)
    sifted = sift(comparison.changes, _accepted(settings), today)
    return ApiChange(comparison, sifted, judge(comparison, sifted.changes))


class NotCompared(Struct, frozen=True):
    """What changed cannot be told, and `why`; empty where the project has no API's document."""

    why: str


def change_since(world: World, release: str, tag: str) -> ApiChange | NotCompared:
    """What changed in the project's document since a release, which git calls `release`.

    Where git has no document of today, as where a command or a server gives it, that one is asked.
    Where git has none of the release, the one that is attached to the release on GitHub counts.

    Raises:
        UsageError: a document cannot be read.
        OutsideError: the command, the server or GitHub failed.
    """
    newer = document_at(world, "HEAD")
    if newer is not None and stands_at(world, newer, release):
        return compare_documents(newer, newer, world.config.diff, world.today)
    older = document_at(world, release)
    if newer is not None and older is not None:
        return compare_documents(older, newer, world.config.diff, world.today)
    if not world.has_spec:
        return NotCompared("")
    if older is None:
        attached = attached_document(world, tag)
        if isinstance(attached, NotReleased):
            return NotCompared(f"git has no document of {tag}, and {attached.why}")
        return _between_bundles(world, attached, newer or world.document)
    return compare_documents(older, world.document, world.config.diff, world.today)


def _between_bundles(world: World, released: Document, now: Document) -> ApiChange:
    """What was attached to a release is a bundle, which what is internal is no part of."""
    bundled = load(bundle(now).data, name=SPEC, read=nothing, max_bytes=world.config.spec.max_bytes)
    return compare_documents(released, bundled, world.config.diff, world.today)


def _accepted(settings: DiffSettings) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(one.fingerprint, one.reason, date.fromisoformat(one.until) if one.until else None)
        for one in settings.accepted
    )
