"""`pip-audit --format json` (<https://github.com/pypa/pip-audit#usage>).

It tells of no severities: each advisory is "unrated". A dependency that it could not look at has a
`skip_reason`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from releasebot.gates.limits.advisories import Advisory, judge
from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import decoded, said, whole

_WHAT = "report of pip-audit"


class _Vulnerability(Struct):
    id: str
    fix_versions: list[str] = []
    aliases: list[str] = []
    description: str = ""


class _Dependency(Struct):
    name: str
    version: str = ""
    vulns: list[_Vulnerability] = []
    skip_reason: str | None = None


class _Report(Struct):
    dependencies: list[_Dependency]


def read(report: Path, asked: Asked) -> Reading:
    """Judged by its advisories.

    Raises:
        Unreadable: it is no such report, or looked at no dependency.
    """
    content = whole(report)
    if content.lstrip().startswith(b"["):  # of pip-audit before 2.1
        dependencies = decoded(content, list[_Dependency], what=_WHAT)
    else:
        dependencies = decoded(content, _Report, what=_WHAT).dependencies
    skipped = [one for one in dependencies if one.skip_reason is not None]
    if len(skipped) == len(dependencies):
        raise Unreadable("the audit looked at no dependency")
    notes = [f"{one.name} was not looked at: {said(one.skip_reason or '')}" for one in skipped]
    return judge(_advisories(dependencies), asked, notes)


def _advisories(dependencies: list[_Dependency]) -> Iterator[Advisory]:
    for dependency in dependencies:
        for one in dependency.vulns:
            yield Advisory(
                ids=(one.id, *one.aliases),
                package=dependency.name,
                title=one.description,
                version=dependency.version,
                fixed=", ".join(one.fix_versions[:5]),
            )
