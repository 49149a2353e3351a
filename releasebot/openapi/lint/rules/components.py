"""Components: what is there and nobody uses, and names that differ too little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Component, Survey
from releasebot.openapi.refs import Target
from releasebot.openapi.tour import Part

_BY_NAME = frozenset({"securitySchemes", "securityDefinitions"})
_FIXES = "@ApiExtraModels(OrderDto), where the class is meant to be there"


def _unused(part: Part, survey: Survey) -> Iterator[Fault]:
    """Components that no operation leads to, also not by way of other components."""
    del part
    reached = used(survey)
    for component, location in survey.components():
        if component not in reached:
            yield Fault(location, {"group": component.group, "name": component.name})


def used(survey: Survey) -> set[Component]:
    """The components that something outside the components leads to in the end."""
    leads: dict[Component | None, set[Component]] = defaultdict(set)
    for use in survey.uses:
        if isinstance(use.found, Target):
            target = survey.component_at(use.found.location)
            if target is not None:
                leads[survey.component_at(use.location)].add(target)
    named = {
        component
        for component, location in survey.components()
        if (component.group in _BY_NAME and component.name in survey.required_schemes)
        or component.name in survey.mapped
        or f"#{location.pointer}" in survey.mapped
    }
    reached: set[Component] = set()
    waiting = list(leads[None] | named)
    while waiting:
        component = waiting.pop()
        if component not in reached:
            reached.add(component)
            waiting += leads[component]
    return reached


def _alike(part: Part, survey: Survey) -> Iterator[Fault]:
    del part
    seen: dict[Component, str] = {}
    for component, location in survey.components():
        folded = Component(component.group, component.name.lower())
        if folded in seen:
            yield Fault(location, {"name": component.name, "other": seen[folded]})
        seen.setdefault(folded, component.name)


RULES = (
    Rule(
        id="component-unused",
        level="warn",
        about="document",
        wants=Words(
            "Every component is used by an operation, directly or not.",
            "모든 컴포넌트를 어떤 오퍼레이션이 (직접 또는 간접으로) 씁니다.",
        ),
        finds=Words("{name} of {group} is not used", "{group}의 {name}은(는) 쓰이지 않습니다"),
        check=_unused,
        fix=_FIXES,
    ),
    Rule(
        id="component-name-collision",
        level="warn",
        about="document",
        wants=Words(
            "Names of components differ in more than upper and lower case: files of generated "
            "clients are named by them.",
            "컴포넌트 이름은 대소문자만 다르지 않습니다. 생성된 클라이언트의 파일 이름이 됩니다.",
        ),
        finds=Words(
            "{name} and {other} differ in upper and lower case only",
            "{name}과(와) {other}은(는) 대소문자만 다릅니다",
        ),
        check=_alike,
        fix="@ApiSchema({ name: 'OrderSummary' })",
    ),
)
