"""SARIF 2.1.0, as CodeQL, Semgrep, ESLint's formatter and many others write it.

A result without a level has that of its rule, else "warning" (3.27.10); kinds other than "fail" are
no complaints (3.27.9); what is suppressed (3.35) or "absent" beside a baseline (3.27.24) does not
count. (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct, field

from releasebot.gates.reading import Asked, Reading, Unreadable
from releasebot.gates.reports.data import document, said
from releasebot.gates.reports.remarks import Remarks, complaints

Level = Literal["error", "warning", "note"]


class _Message(Struct):
    text: str | None = None
    id: str | None = None
    arguments: tuple[str, ...] = ()


class _Region(Struct):
    line: int | None = field(name="startLine", default=None)
    column: int | None = field(name="startColumn", default=None)


class _Artifact(Struct):
    uri: str = ""
    base: str = field(name="uriBaseId", default="")


class _Physical(Struct):
    artifact: _Artifact = field(name="artifactLocation", default_factory=_Artifact)
    region: _Region = field(default_factory=_Region)


class _Location(Struct):
    physical: _Physical | None = field(name="physicalLocation", default=None)


class _Suppression(Struct):
    status: str = "accepted"


class _Reference(Struct):
    id: str | None = None


class _Result(Struct):
    message: _Message
    level: str | None = None
    kind: str = "fail"
    rule_id: str | None = field(name="ruleId", default=None)
    rule: _Reference | None = None
    index: int = field(name="ruleIndex", default=-1)
    locations: tuple[_Location, ...] = ()
    suppressions: tuple[_Suppression, ...] | None = None
    baseline: str = field(name="baselineState", default="")


class _Configuration(Struct):
    level: str = "warning"


class _Rule(Struct):
    id: str
    configuration: _Configuration = field(
        name="defaultConfiguration", default_factory=_Configuration
    )
    messages: dict[str, _Message] = field(name="messageStrings", default={})


class _Driver(Struct):
    name: str
    rules: list[_Rule] = []


class _Tool(Struct):
    driver: _Driver
    extensions: list[_Driver] = []


class _Notification(Struct):
    message: _Message
    level: str = "warning"


class _Invocation(Struct):
    succeeded: bool = field(name="executionSuccessful")
    notifications: list[_Notification] = field(name="toolExecutionNotifications", default=[])


class _Run(Struct):
    tool: _Tool
    results: list[_Result] | None = None
    invocations: list[_Invocation] = []
    bases: dict[str, _Artifact] = field(name="originalUriBaseIds", default={})


class _Log(Struct):
    version: str
    runs: list[_Run]


def read(report: Path, asked: Asked) -> Reading:
    """Failed where a result is an error; figures `errors`, `warnings` and `notes`.

    Raises:
        Unreadable: it is no SARIF 2.1, has no run, or the tool did not come to its end.
    """
    log = document(report, _Log, what="SARIF log")
    if not log.version.startswith("2."):
        raise Unreadable(f"the report is SARIF {said(log.version, 20)}, wanted 2.1.0")
    if not log.runs:
        raise Unreadable("the report has no run in it")
    counts: dict[Level, int] = {"error": 0, "warning": 0, "note": 0}
    remarks = Remarks()
    for run in log.runs:
        _demand_success(run)
        rules = _Rules(run.tool)
        for level, result in _complaints(run, rules):
            counts[level] += 1
            _remark(run, level, result, rules, remarks)
    remarks.kept.sort(key=lambda one: ("error", "warning", "note").index(one.level))
    figures = {"warnings": float(counts["warning"]), "notes": float(counts["note"])}
    return complaints(counts["error"], remarks, figures, asked)


class _Rules:
    """The rules of a tool and of its extensions, where CodeQL has them (3.18)."""

    def __init__(self, tool: _Tool) -> None:
        self.own = tool.driver.rules
        components = (*tool.extensions, tool.driver)
        self.named = {rule.id: rule for component in components for rule in component.rules}

    def of(self, result: _Result) -> _Rule | None:
        """The rule of a result; its id may have further parts after a slash (3.27.5)."""
        name = result.rule_id or (result.rule.id if result.rule else None)
        if name is None:
            return self.own[result.index] if 0 <= result.index < len(self.own) else None
        return self.named.get(name) or self.named.get(name.rpartition("/")[0])


def _demand_success(run: _Run) -> None:
    """Go on where the tool says that it did its work (3.20.14), or says nothing about it."""
    name = said(run.tool.driver.name, 60)
    if run.results is None:
        raise Unreadable(f"{name} ended before it looked for anything: there are no results")
    for invocation in run.invocations:
        if not invocation.succeeded:
            errors = [one for one in invocation.notifications if one.level == "error"]
            why = f": {said(errors[0].message.text or '')}" if errors else ""
            raise Unreadable(f"{name} says that it failed{why}")


def _complaints(run: _Run, rules: _Rules) -> Iterator[tuple[Level, _Result]]:
    for result in run.results or ():
        # A suppression that is rejected or under review suppresses nothing (3.27.23).
        suppressed = result.suppressions and all(
            one.status == "accepted" for one in result.suppressions
        )
        if result.kind != "fail" or suppressed or result.baseline == "absent":
            continue
        rule = rules.of(result)
        level = result.level or (rule.configuration.level if rule else "warning")
        if level == "error":
            yield "error", result
        elif level == "note":
            yield "note", result
        elif level != "none":
            yield "warning", result


def _remark(run: _Run, level: Level, result: _Result, rules: _Rules, remarks: Remarks) -> None:
    rule = rules.of(result)
    name = result.rule_id or (rule.id if rule else None)
    place = next((one.physical for one in result.locations if one.physical), None)
    remarks.add(
        level,
        _text(result.message, rule) or name or "no message",
        file=_file(place.artifact, run.bases) if place else None,
        at=(place.region.line, place.region.column) if place else (None, None),
        rule=name,
    )


def _text(message: _Message, rule: _Rule | None) -> str:
    """The message itself, or that of its rule with its placeholders filled in (3.11.5)."""
    text = message.text
    if text is None and rule and message.id in rule.messages:
        text = rule.messages[message.id].text
    for index, argument in enumerate(message.arguments[:20]):
        text = (text or "").replace(f"{{{index}}}", argument[:500])[:5000]
    return text or ""


def _file(artifact: _Artifact, bases: dict[str, _Artifact]) -> str:
    """The path that the URI stands for; one relative to a base is put after it (3.4.4)."""
    uri = artifact.uri
    base = bases.get(artifact.base)
    if base and base.uri.startswith("file:") and ":" not in uri:
        uri = f"{base.uri.rstrip('/')}/{uri}"
    try:
        parts = urlsplit(uri)
    except ValueError:
        return uri
    return unquote(parts.path) if parts.scheme in {"", "file"} else uri
