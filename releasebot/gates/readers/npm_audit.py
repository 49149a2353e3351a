"""`npm audit --json`, of npm 7 and later, and of npm 6.

npm 7 writes `"auditReportVersion": 2` with an object of vulnerable packages; their advisories are
the objects in `via`, strings there name the packages they got them from
(<https://docs.npmjs.com/cli/v11/commands/npm-audit>). It does not say what is for development
alone, `package-lock.json` does. npm 6 wrote the registry's own report, see `audit_report`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct, field

from releasebot.gates.limits.advisories import Advisory, judge, severity
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.audit_report import AuditReport, advisories_of, ghsa, refuse_error
from releasebot.gates.reports.data import decoded, whole

_WHAT = "report of npm audit"
_LOCKS = ("npm-shrinkwrap.json", "package-lock.json")


class _Via(Struct):
    title: str
    severity: str
    source: int | None = None
    url: str = ""
    name: str = ""


class _Fix(Struct):
    name: str = ""
    version: str = ""


class _Vulnerable(Struct):
    name: str
    via: list[_Via | str]
    nodes: list[str]
    fix: bool | _Fix = field(name="fixAvailable", default=False)


class _Report(Struct):
    vulnerabilities: dict[str, _Vulnerable]
    version: int = field(name="auditReportVersion")


class _Package(Struct):
    dev: bool = False
    dev_optional: bool = field(name="devOptional", default=False)
    version: str = ""


class _Lock(Struct):
    packages: dict[str, _Package] = {}


class _Kind(Struct):
    version: int | None = field(name="auditReportVersion", default=None)


def read(report: Path, asked: Asked) -> Reading:
    """Judged by its advisories.

    Raises:
        Unreadable: it is no such report, or tells of an outage.
    """
    content = whole(report)
    refuse_error(content, _WHAT)
    if decoded(content, _Kind, what=_WHAT).version is None:
        return judge(advisories_of(decoded(content, AuditReport, what=_WHAT)), asked)
    found = decoded(content, _Report, what=_WHAT)
    packages = _locked(asked.folder)
    notes = []
    if packages is None and asked.gate.advisories.production_only and found.vulnerabilities:
        notes.append("no package-lock.json says what only development needs: everything counts")
    return judge(_advisories(found, packages or {}), asked, notes)


def _advisories(found: _Report, packages: dict[str, _Package]) -> Iterator[Advisory]:
    for vulnerable in found.vulnerabilities.values():
        known = [packages[node] for node in vulnerable.nodes if node in packages]
        # A node that the lock does not know counts as one for production.
        is_production = len(known) < len(vulnerable.nodes) or any(not one.dev for one in known)
        fixed = vulnerable.fix.version if isinstance(vulnerable.fix, _Fix) else ""
        for via in vulnerable.via:
            if isinstance(via, str):
                continue
            yield Advisory(
                ids=tuple(filter(None, (ghsa(via.url), str(via.source or "")))) or (via.title,),
                package=via.name or vulnerable.name,
                severity=severity(via.severity),
                title=via.title,
                version=known[0].version if known else "",
                fixed=f"{vulnerable.fix.name} {fixed}" if isinstance(vulnerable.fix, _Fix) else "",
                is_production=is_production,
            )


def _locked(folder: Path) -> dict[str, _Package] | None:
    """The packages of the lock file by their folders; None where no lock can be read."""
    for name in _LOCKS:
        lock = folder / name
        if not lock.is_file():
            continue
        try:
            return msgspec.json.decode(whole(lock), type=_Lock).packages
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, Unreadable):
            return None
    return None
