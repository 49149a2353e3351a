"""References that lead nowhere, and keys that count for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.findings import unescape
from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Survey
from releasebot.openapi.refs import CIRCLE, Broken, Target, is_reference
from releasebot.openapi.tour import Part


def _broken(part: Part, survey: Survey) -> Iterator[Fault]:
    del part
    for use in survey.uses:
        found: Target | Broken = use.found
        if isinstance(found, Target) and is_reference(found.node):
            found = survey.resolver.follow_all(found.node, found.location)
            if isinstance(found, Broken) and not found.message.endswith(CIRCLE):
                continue  # told where the next reference stands
        if isinstance(found, Broken) and found.code == "unresolvable-reference":
            yield Fault(use.location, {"reference": use.reference})


def _refused(part: Part, survey: Survey) -> Iterator[Fault]:
    del part
    for use in survey.uses:
        if isinstance(use.found, Broken) and use.found.code == "refused-reference":
            yield Fault(use.location, {"reason": use.found.message})


def _key_twice(part: Part, survey: Survey) -> Iterator[Fault]:
    del part
    for finding in survey.document.findings:
        if finding.code == "duplicate-key":
            key = unescape(finding.location.pointer.rpartition("/")[2])
            yield Fault(finding.location, {"key": key})


RULES = (
    Rule(
        id="reference-unresolvable",
        level="error",
        about="document",
        wants=Words("Every reference leads to something.", "모든 참조가 가리키는 것이 있습니다."),
        finds=Words(
            "{where}: unresolvable reference {reference}",
            "{where}: 참조 {reference}가 가리키는 것이 없습니다",
        ),
        check=_broken,
        fix="@ApiExtraModels(OrderDto)",
    ),
    Rule(
        id="reference-refused",
        level="error",
        about="document",
        wants=Words(
            "Every reference stays in the project, or leads where `spec.ref_folders` or "
            "`spec.ref_urls` allow.",
            "모든 참조가 프로젝트 안이나 `spec.ref_folders`, `spec.ref_urls`가 허용한 곳입니다.",
        ),
        finds=Words("{where}: {reason}", "{where}: 참조를 읽지 않았습니다({reason})"),
        check=_refused,
    ),
    Rule(
        id="key-duplicate",
        level="error",
        about="document",
        wants=Words(
            "No key stands twice in one object; only the last would count.",
            "한 객체에 같은 키가 두 번 나오지 않습니다. 마지막 것만 쓰입니다.",
        ),
        finds=Words(
            "{where}: the key {key} stands twice; the last one counts",
            "{where}: 키 {key}이(가) 두 번 나옵니다. 마지막 것이 쓰입니다",
        ),
        check=_key_twice,
    ),
)
