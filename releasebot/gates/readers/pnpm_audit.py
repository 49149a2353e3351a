"""`pnpm audit --json`: the registry's report (<https://pnpm.io/cli/audit>)."""

from __future__ import annotations

from pathlib import Path

from releasebot.gates.limits.advisories import judge
from releasebot.gates.reading import Asked, Reading
from releasebot.gates.reports.audit_report import AuditReport, advisories_of, refuse_error
from releasebot.gates.reports.data import decoded, whole

_WHAT = "report of pnpm audit"


def read(report: Path, asked: Asked) -> Reading:
    """Judged by its advisories.

    Raises:
        Unreadable: it is no such report, or tells of an outage.
    """
    content = whole(report)
    refuse_error(content, _WHAT)
    return judge(advisories_of(decoded(content, AuditReport, what=_WHAT)), asked)
