"""What was found as programs read it: releasebot's own JSON, SARIF, and GitHub's annotations."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from releasebot.openapi.lint.check import Issue, Report
from releasebot.openapi.lint.rule import Language, Rule
from releasebot.openapi.lint.table import RULES

NameOf = Callable[[str], str]
"""The name of a file of the document as seen from the repository's top."""

_SARIF_LEVELS = {"warn": "warning", "error": "error", "off": "none"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def data(report: Report) -> dict[str, Any]:
    """The report as the document of `--format json`."""
    return {
        "errors": report.errors,
        "warnings": report.warnings,
        "issues": [
            {
                "rule": issue.rule.id,
                "level": issue.level,
                "message": issue.message,
                "message_ko": issue.message_ko,
                "file": issue.location.file,
                "line": issue.position.line,
                "column": issue.position.column,
                "pointer": issue.location.pointer,
                "fix": issue.fix,
            }
            for issue in report.issues
        ],
    }


def sarif(report: Report, language: Language, name_of: NameOf, version: str) -> dict[str, Any]:
    """The report as SARIF 2.1.0 (OASIS), with a rule's row for each rule."""
    numbers = {rule.id: number for number, rule in enumerate(RULES)}
    driver = {
        "name": "releasebot",
        "version": version,
        "rules": [_sarif_rule(rule, language) for rule in RULES],
    }
    results = [_result(one, language, name_of, numbers[one.rule.id]) for one in report.issues]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_rule(rule: Rule, language: Language) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.wants.filled(language, {})},
        "defaultConfiguration": {
            "level": _SARIF_LEVELS[rule.level],
            "enabled": rule.level != "off",
        },
    }
    if rule.fix:
        row["help"] = {"text": f"NestJS: {rule.fix}"}
    return row


def _result(issue: Issue, language: Language, name_of: NameOf, number: int) -> dict[str, Any]:
    file, pointer = name_of(issue.location.file), issue.location.pointer
    mark = sha256(f"{issue.rule.id}\n{file}\n{pointer}\n{issue.message}".encode()).hexdigest()
    place = {
        "artifactLocation": {"uri": quote(file, safe="/:")},
        "region": {"startLine": issue.position.line, "startColumn": issue.position.column},
    }
    return {
        "ruleId": issue.rule.id,
        "ruleIndex": number,
        "level": _SARIF_LEVELS[issue.level],
        "message": {"text": issue.said(language)},
        "locations": [
            {"physicalLocation": place, "logicalLocations": [{"fullyQualifiedName": pointer}]}
        ],
        "partialFingerprints": {"releasebot/v1": mark},
    }


def github(report: Report, language: Language, name_of: NameOf) -> str:
    """A workflow command for each issue, errors first: GitHub shows ten of each kind.

    Format: GitHub Docs, "Workflow commands for GitHub Actions", "Setting an error message".
    """
    ordered = sorted(report.issues, key=lambda issue: issue.level)
    lines = []
    for issue in ordered:
        fields = {
            "file": name_of(issue.location.file),
            "line": str(issue.position.line),
            "col": str(issue.position.column),
            "title": f"{issue.rule.id} at {issue.location.pointer or '/'}",
        }
        told = ",".join(f"{key}={_property(value)}" for key, value in fields.items())
        command = "error" if issue.level == "error" else "warning"
        lines.append(f"::{command} {told}::{_message(issue.said(language))}")
    return "\n".join(lines)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
