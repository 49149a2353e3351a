"""Apply the rules to a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from releasebot.config.lint_schema import LintException
from releasebot.openapi.findings import Location, Position
from releasebot.openapi.grammar import Kind
from releasebot.openapi.lint.label import label
from releasebot.openapi.lint.rule import Fault, Language, Level, Rule
from releasebot.openapi.lint.survey import Survey
from releasebot.openapi.lint.table import RULES
from releasebot.openapi.load import Document
from releasebot.openapi.tour import Part


class Issue(Struct, frozen=True):
    """A fault with all that is said of it."""

    rule: Rule
    level: Level
    location: Location
    position: Position
    message: str
    message_ko: str
    fix: str

    def said(self, language: Language) -> str:
        """The sentence in one language."""
        return self.message_ko if language == "ko" else self.message


class Report(Struct, frozen=True):
    """What was found: by file, line and column, each fault once."""

    issues: tuple[Issue, ...]

    @property
    def errors(self) -> int:
        """How many are errors."""
        return sum(issue.level == "error" for issue in self.issues)

    @property
    def warnings(self) -> int:
        """How many are warnings."""
        return len(self.issues) - self.errors


def check(
    document: Document,
    levels: Mapping[str, Level] | None = None,
    ignore: Sequence[LintException] = (),
) -> Report:
    """Every fault of `document` by the rules; `levels` holds those that differ from the table.

    Nothing is said where `ignore` has an exception.
    """
    stated = levels or {}
    level_of = {rule.id: stated.get(rule.id, rule.level) for rule in RULES}
    by_kind: dict[Kind, list[Rule]] = defaultdict(list)
    for rule in RULES:
        if level_of[rule.id] != "off":
            by_kind[rule.about].append(rule)
    survey = Survey(document)
    found: dict[tuple[object, ...], tuple[Rule, Fault, Part]] = {}
    for part in survey.parts():
        for rule in by_kind.get(part.kind, ()):
            if rule.needs and rule.needs not in part.node:
                continue
            for fault in rule.check(part, survey):
                key = (rule.id, fault.location, *fault.values.values())
                found.setdefault(key, (rule, fault, part))
    for key, (rule, fault, _) in list(found.items()):
        if any(_is_excepted(rule, fault.location, exception) for exception in ignore):
            del found[key]
    positions = document.positions({fault.location for _, fault, _ in found.values()})
    issues = [
        _issue(rule, fault, part, level_of[rule.id], positions[fault.location])
        for rule, fault, part in found.values()
    ]
    order = {name: number for number, name in enumerate(document.files)}
    issues.sort(key=lambda one: (order[one.location.file], one.position, one.rule.id))
    return Report(tuple(issues))


def _is_excepted(rule: Rule, location: Location, exception: LintException) -> bool:
    if exception.rule != rule.id:
        return False
    at, pointer = exception.at.rstrip("/"), location.pointer
    return pointer == at or pointer.startswith(f"{at}/")


def _issue(rule: Rule, fault: Fault, part: Part, level: Level, at: Position) -> Issue:
    said: dict[Language, str] = {}
    languages: tuple[Language, ...] = ("en", "ko")
    for language in languages:
        where = label(fault.location, part, language)
        said[language] = rule.finds.filled(language, {"where": where, **fault.values})
    fix = fault.fix or rule.fix
    for name, value in fault.values.items():
        fix = fix.replace(f"{{{name}}}", value)
    return Issue(rule, level, fault.location, at, said["en"], said["ko"], fix)
