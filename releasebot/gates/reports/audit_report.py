"""The report that the npm registry itself makes, and what npm 6, pnpm and Yarn pass on of it.

`advisories` is an object of advisories by their numbers; their `findings` say where the package is
and whether that is for development alone. Where the registry does not answer, npm and pnpm write an
object with `error`, and npm one with `statusCode` too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from releasebot.gates.limits.advisories import Advisory, severity
from releasebot.gates.reading import Unreadable
from releasebot.gates.reports.data import decoded, said

_ADVISORY = "/advisories/"


class Finding(Struct):
    """Where a vulnerable package is."""

    version: str = ""
    dev: bool | None = None


class RegistryAdvisory(Struct):
    """An advisory as the registry writes it."""

    id: int | str
    package: str = field(name="module_name")
    severity: str
    title: str = ""
    url: str = ""
    cves: list[str] = []
    findings: list[Finding] = []
    github: str | None = field(name="github_advisory_id", default=None)
    fixed: str | None = field(name="patched_versions", default=None)


class AuditReport(Struct):
    """The report; `metadata` is always there and tells it from an object that is none."""

    advisories: dict[str, RegistryAdvisory]
    metadata: dict[str, Any]


class _Failure(Struct):
    error: Any = None
    message: Any = None
    status: Any = field(name="statusCode", default=None)


def advisories_of(report: AuditReport) -> Iterator[Advisory]:
    """The advisories of a report."""
    for one in report.advisories.values():
        yield advisory(one)


def advisory(one: RegistryAdvisory) -> Advisory:
    """An advisory of the registry; it is for production unless every finding says otherwise."""
    flags = [finding.dev for finding in one.findings]
    ids = (one.github or ghsa(one.url), *one.cves, str(one.id))
    return Advisory(
        ids=tuple(filter(None, ids)),
        package=one.package,
        severity=severity(one.severity),
        title=one.title,
        version=one.findings[0].version if one.findings else "",
        fixed=one.fixed or "",
        is_production=not (flags and all(flags)),
    )


def ghsa(url: str) -> str:
    """The id of the advisory that a page of GitHub is about; empty where it is another page."""
    head, found, tail = url.rpartition(_ADVISORY)
    return tail if found and head and tail.upper().startswith("GHSA-") else ""


def refuse_error(content: bytes, what: str) -> None:
    """Go on where the content is no account of a failure.

    Raises:
        Unreadable: it is one, or is no JSON object.
    """
    failure = decoded(content, _Failure, what=what)
    if failure.error is None and failure.status is None:
        return
    error = failure.error if isinstance(failure.error, dict) else {"summary": failure.error}
    words = (failure.message, error.get("summary"), error.get("message"), error.get("code"))
    why = next(
        (word for word in words if isinstance(word, str) and word.strip()), "no reason given"
    )
    raise Unreadable(f"the audit failed: {said(why)}")
