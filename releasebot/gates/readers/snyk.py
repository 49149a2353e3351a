"""`snyk test --json` (<https://docs.snyk.io/developer-tools/snyk-cli/commands/test>).

One project is an object, `--all-projects` writes an array of them; `vulnerabilities` has one
element for each path to a package. Development's dependencies are only in it with `--dev`. An
object with `error` tells that the test could not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from releasebot.gates.limits.advisories import Advisory, judge, severity
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import decoded, said, whole

_WHAT = "report of snyk test"


class _Identifiers(Struct):
    cve: list[str] = field(name="CVE", default=[])
    ghsa: list[str] = field(name="GHSA", default=[])


class _Vulnerability(Struct):
    id: str
    severity: str
    title: str = ""
    package: str = field(name="packageName", default="")
    module: str = field(name="moduleName", default="")
    version: str = ""
    fixed: list[str] = field(name="fixedIn", default=[])
    identifiers: _Identifiers = field(default_factory=_Identifiers)


class _Project(Struct):
    ok: bool
    vulnerabilities: list[_Vulnerability] | None = None
    error: str | None = None


def read(report: Path, asked: Asked) -> Reading:
    """Judged by the vulnerabilities of all projects.

    Raises:
        Unreadable: it is no such report, or the test could not run.
    """
    content = whole(report)
    if content.lstrip().startswith(b"["):
        projects = decoded(content, list[_Project], what=_WHAT)
    else:
        projects = [decoded(content, _Project, what=_WHAT)]
    if not projects:
        raise Unreadable("the report has no project in it")
    for project in projects:
        if project.error is not None or project.vulnerabilities is None:
            raise Unreadable(f"the test failed: {said(project.error or 'no reason given')}")
    return judge(_advisories(projects), asked)


def _advisories(projects: list[_Project]) -> Iterator[Advisory]:
    for project in projects:
        for one in project.vulnerabilities or ():
            yield Advisory(
                ids=(one.id, *one.identifiers.cve, *one.identifiers.ghsa),
                package=one.package or one.module,
                severity=severity(one.severity),
                title=one.title,
                version=one.version,
                fixed=", ".join(one.fixed[:5]),
            )
