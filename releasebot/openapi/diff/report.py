"""A comparison as other programs read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from releasebot.openapi.diff.accepted import Sifted
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.compare import Comparison
from releasebot.openapi.diff.deprecations import Deprecation
from releasebot.openapi.diff.places import Places, find_places
from releasebot.openapi.diff.sentence import sentence
from releasebot.openapi.diff.verdict import Verdict


def data(comparison: Comparison, verdict: Verdict, sifted: Sifted) -> dict[str, Any]:
    """The JSON contract of `releasebot api diff`: the verdict and every change that counts."""
    documents = comparison.base.scope.document, comparison.revision.scope.document
    passed = [change for change, _ in sifted.passed]
    places = find_places((*sifted.changes, *passed), *documents)
    return {
        "breaking": verdict.breaking,
        "bump": verdict.bump,
        "reasons": [sentence(one, "en") for one in verdict.reasons],
        "changes": [described(change, places) for change in sifted.changes],
        "accepted": [
            {**described(change, places), "reason": why.reason, "until": why.until}
            for change, why in sifted.passed
        ],
    }


def described(change: Change, places: Places) -> dict[str, Any]:
    """One change; `pointer` leads to it in the revision, or in the base where it is gone."""
    at = change.revision or change.base
    return {
        "id": change.id,
        "level": change.level,
        "direction": change.direction,
        "operation": change.operation or None,
        "pointer": at.pointer if at else "",
        "message": sentence(change, "en"),
        "message_ko": sentence(change, "ko"),
        "before": change.before,
        "after": change.after,
        "base_file": change.base.file if change.base else None,
        "base_pointer": change.base.pointer if change.base else None,
        "base_line": places.base_line(change),
        "revision_file": change.revision.file if change.revision else None,
        "revision_pointer": change.revision.pointer if change.revision else None,
        "revision_line": places.revision_line(change),
        "covers": list(change.covers),
        "fingerprint": change.fingerprint,
    }


def dated(deprecation: Deprecation, today: date) -> dict[str, Any]:
    """Something deprecated; `days_left` is below zero where its day has gone by."""
    day = deprecation.day
    return {
        "operation": deprecation.operation or None,
        "name": deprecation.name or None,
        "file": deprecation.location.file,
        "pointer": deprecation.location.pointer,
        "sunset": day,
        "days_left": (day - today).days if day else None,
    }
