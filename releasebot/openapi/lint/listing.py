"""What was found for people: a block for each rule, the worst first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from releasebot.openapi.lint.check import Issue, Report
from releasebot.openapi.lint.rule import Language

SHOWN = 5
"""How many places of a rule are listed unless all are asked for."""

_MORE = {"en": "and {} more (--all)", "ko": "외 {}건 (--all)"}
_NONE = {"en": "nothing to complain about", "ko": "문제가 없습니다"}
_AT = {"en": "at", "ko": "위치"}
_FIX = {"en": "fix", "ko": "수정"}


def listing(report: Report, language: Language, *, most: int | None, fixes: bool) -> str:
    """The report in lines; `most` places of a rule are listed, `fixes` adds what to write."""
    blocks: dict[str, list[Issue]] = defaultdict(list)
    for issue in report.issues:
        blocks[issue.rule.id].append(issue)
    ordered = sorted(blocks.values(), key=lambda issues: (issues[0].level, -len(issues)))
    lines: list[str] = []
    for issues in ordered:
        lines += (*_block(issues, language, most, fixes=fixes), "")
    if not report.issues:
        return _NONE[language]
    return "\n".join([*lines, _sum(report, language)])


def _sum(report: Report, language: Language) -> str:
    errors, warnings = report.errors, report.warnings
    if language == "ko":
        return f"오류 {errors}건, 경고 {warnings}건"
    return f"{errors} error{'s'[: errors != 1]}, {warnings} warning{'s'[: warnings != 1]}"


def _block(
    issues: list[Issue], language: Language, most: int | None, *, fixes: bool
) -> Iterator[str]:
    first = issues[0]
    wants = first.rule.wants.filled(language, {})
    yield f"{first.level:<5}  {first.rule.id} ({len(issues)})  {wants}"
    for issue in issues[:most]:
        yield f"  {issue.location.file}:{issue.position}  {issue.said(language)}"
        if issue.location.pointer:
            yield f"      {_AT[language]} {issue.location.pointer}"
        if fixes and issue.fix:
            yield f"      {_FIX[language]}: {issue.fix}"
    if most is not None and len(issues) > most:
        yield f"  {_MORE[language].format(len(issues) - most)}"
