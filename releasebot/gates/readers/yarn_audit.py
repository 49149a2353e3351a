"""`yarn audit --json` of Yarn 1, and `yarn npm audit --json` of Yarn 2 and later.

Yarn 1 writes an object a line: `auditAdvisory` for each path to an advisory, `auditSummary` at the
end (<https://classic.yarnpkg.com/en/docs/cli/audit>). Yarn 4 writes a line for each package and
advisory, and nothing at all where there is none; its exit code is then what proves it
(<https://yarnpkg.com/cli/npm/audit>). Yarn 2 and 3 wrote the registry's report as one document.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Raw, Struct, field

from releasebot.gates.limits.advisories import Advisory, judge, severity
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.audit_report import (
    AuditReport,
    RegistryAdvisory,
    advisories_of,
    advisory,
    ghsa,
    refuse_error,
)
from releasebot.gates.reports.data import batches, decoded, is_empty, said, whole

_WHAT = "report of yarn audit"


class _Resolution(Struct):
    dev: bool | None = None


class _Found(Struct):
    resolution: _Resolution
    advisory: RegistryAdvisory


class _Children(Struct):
    title: str = field(name="Issue")
    severity: str = field(name="Severity")
    id: int | str | None = field(name="ID", default=None)
    url: str | None = field(name="URL", default="")
    versions: list[str] = field(name="Tree Versions", default=[])


class _Line(Struct):
    """A line of either; Yarn 1 has `type` and `data`, Yarn 4 `value` and `children`."""

    type: str = ""
    data: Raw = Raw(b"null")
    value: str = ""
    children: _Children | None = None


def read(report: Path, asked: Asked) -> Reading:
    """Judged by its advisories.

    Raises:
        Unreadable: it is no such report, is cut off, or the audit did not come to its end.
    """
    if is_empty(report):
        if asked.code:
            raise Unreadable(f"yarn wrote no report and ended with exit code {asked.code}")
        return judge((), asked, ("yarn wrote no advisory and ended with exit code 0",))
    if _is_document(report):
        content = whole(report)
        refuse_error(content, _WHAT)
        return judge(advisories_of(decoded(content, AuditReport, what=_WHAT)), asked)
    return judge(_lines(report), asked)


def _is_document(report: Path) -> bool:
    """Whether it is one object over several lines, or the registry's report on a single one."""
    with report.open("rb") as file:
        first = file.readline(64 * 1024)
    return first.strip() == b"{" or first.startswith((b'{"actions"', b'{"advisories"'))


def _lines(report: Path) -> Iterator[Advisory]:
    is_old = has_summary = False
    for batch in batches(report, _Line, what="line of yarn audit"):
        for line in batch:
            if line.children is not None:
                yield _modern(line.value, line.children)
            elif line.type == "auditAdvisory":
                is_old = True
                yield _old(line.data)
            elif line.type == "auditSummary":
                is_old = has_summary = True
            elif line.type == "error":
                raise Unreadable(f"the audit failed: {said(bytes(line.data).decode())}")
            elif line.type:
                is_old = True
            else:
                raise Unreadable("a line of the report is of no kind that yarn audit writes")
    if is_old and not has_summary:
        raise Unreadable("the report has no auditSummary: the audit did not come to its end")


def _old(data: Raw) -> Advisory:
    try:
        found = msgspec.json.decode(data, type=_Found)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(f"an auditAdvisory of the report cannot be read: {error}") from error
    one = advisory(found.advisory)
    if found.resolution.dev:
        return msgspec.structs.replace(one, is_production=False)
    return one


def _modern(package: str, found: _Children) -> Advisory:
    ids = (ghsa(found.url or ""), "" if found.id is None else str(found.id))
    return Advisory(
        ids=tuple(filter(None, ids)) or (found.title,),
        package=package,
        severity=severity(found.severity),
        title=found.title,
        version=", ".join(found.versions[:3]),
    )
