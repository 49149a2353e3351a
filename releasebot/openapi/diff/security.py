"""Who may call: the schemes, and what each operation asks for.

A combination of schemes is sufficient where it is asked for alone; several are alternatives. It is
stricter where somebody who could call before cannot call now.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.context import Both, Context
from releasebot.openapi.diff.rule import Level, Rule
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Api, Flow, Requirement, SecurityScheme


def _rule(id_: str, level: Any, en: str, ko: str) -> Rule:  # noqa: ANN401  literals
    then: Any = "denied" if level == "breaking" else ""
    return Rule(id_, level, "none", "security", en, ko, then)


def _pair(prefix: str) -> dict[str, Rule]:
    return {
        "added": _rule(
            f"{prefix}-added",
            "breaking",
            "{after} is asked for now",
            "이제 {after}이(가) 필요합니다",
        ),
        "removed": _rule(
            f"{prefix}-removed",
            "info",
            "{before} is no longer asked for",
            "더 이상 {before}이(가) 필요하지 않습니다",
        ),
        "scope-added": _rule(
            f"{prefix}-scope-added",
            "breaking",
            "{name} must have the scope {after} now",
            "이제 {name}에 {after} 범위가 필요합니다",
        ),
        "scope-removed": _rule(
            f"{prefix}-scope-removed",
            "info",
            "{name} need no longer have the scope {before}",
            "{name}에 더 이상 {before} 범위가 필요하지 않습니다",
        ),
    }


OWN = _pair("api-security")
GLOBAL = _pair("api-global-security")
COMPONENT_ADDED = _rule("api-security-component-added", "info", "it was added", "추가되었습니다")
COMPONENT_REMOVED = _rule(
    "api-security-component-removed", "info", "it was removed", "삭제되었습니다"
)
TYPE_CHANGED = _rule(
    "api-security-component-type-changed",
    "breaking",
    "it changed from {before} to {after}",
    "{before}에서 {after}(으)로 바뀌었습니다",
)
URL_CHANGED = _rule(
    "api-security-component-oauth-url-changed",
    "info",
    "the address to authorize at changed from {before} to {after}",
    "인가 주소가 {before}에서 {after}(으)로 바뀌었습니다",
)
TOKEN_URL_CHANGED = _rule(
    "api-security-component-oauth-token-url-changed",
    "info",
    "the address to get tokens from changed from {before} to {after}",
    "토큰 주소가 {before}에서 {after}(으)로 바뀌었습니다",
)
SCOPE_ADDED = _rule(
    "api-security-component-oauth-scope-added",
    "info",
    "the scope {name} was added",
    "{name} 범위가 추가되었습니다",
)
SCOPE_REMOVED = _rule(
    "api-security-component-oauth-scope-removed",
    "info",
    "the scope {name} was removed",
    "{name} 범위가 삭제되었습니다",
)
SCOPE_CHANGED = _rule(
    "api-security-component-oauth-scope-changed",
    "info",
    "the description of the scope {name} changed",
    "{name} 범위의 설명이 바뀌었습니다",
)
RULES = (
    *OWN.values(),
    *GLOBAL.values(),
    *(COMPONENT_ADDED, COMPONENT_REMOVED, TYPE_CHANGED, URL_CHANGED, TOKEN_URL_CHANGED),
    *(SCOPE_ADDED, SCOPE_REMOVED, SCOPE_CHANGED),
)
_SUBJECT = ("security", "보안 요구")
Needs = frozenset[tuple[str, frozenset[str]]]


def of_operation(both: Both, context: Context) -> Iterator[Change]:
    """What differs between the requirements of an operation that has some of its own."""
    was, now = both.base.security, both.revision.security
    if was is None and now is None:
        return
    before = was if was is not None else context.base.security
    after = now if now is not None else context.revision.security
    places = (both.base.location.child("security"), both.revision.location.child("security"))
    yield from _requirements(OWN, both.label, (before, after), places)


def of_api(context: Context) -> Iterator[Change]:
    """What differs between the requirements of the API and between its schemes."""
    base, revision = context.base, context.revision
    places = (_root(base, "security"), _root(revision, "security"))
    yield from _requirements(GLOBAL, "", (base.security, revision.security), places)
    before = {one.name: one for one in base.security_schemes}
    after = {one.name: one for one in revision.security_schemes}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            rule = COMPONENT_ADDED if was is None else COMPONENT_REMOVED
            yield _scheme(context, rule, name)
        else:
            yield from _schemes(context, was, now)


def _requirements(
    rules: dict[str, Rule],
    label: str,
    sides: tuple[tuple[Requirement, ...], tuple[Requirement, ...]],
    places: tuple[Location, Location],
) -> Iterator[Change]:
    before, after = ([_needs(one) for one in side] for side in sides)
    if set(before) == set(after):
        return
    level: Level = "breaking" if stricter(before, after) else "info"

    def change(kind: str, key: str, **more: Any) -> Change:  # noqa: ANN401  fields of a change
        grave = level if kind.endswith("added") else "info"
        return Change(rules[kind], grave, label, f"security:{key}", _SUBJECT, *places, **more)

    names = [_scopes(side) for side in (before, after)]
    lost, gained = (
        [one for one in side if {n for n, _ in one} not in [{n for n, _ in o} for o in others]]
        for side, others in ((before, after), (after, before))
    )
    for one in lost:
        told = change("removed", _shown(one), before=_shown(one))
        alone = level == "breaking" and not gained
        yield Change(
            told.rule,
            "breaking" if alone and one else told.level,
            label,
            told.key,
            _SUBJECT,
            *places,
            before=told.before,
        )
    for one in gained:
        yield change("added", _shown(one), after=_shown(one))
    for name in sorted(names[0].keys() & names[1].keys()):
        for scope in sorted(names[0][name] - names[1][name]):
            yield change("scope-removed", f"{name}:{scope}", before=scope, name=name)
        for scope in sorted(names[1][name] - names[0][name]):
            yield change("scope-added", f"{name}:{scope}", after=scope, name=name)


def stricter(before: list[Needs], after: list[Needs]) -> bool:
    """Whether somebody who could call before is turned away now."""
    if not after:
        return False
    return any(not any(_enough(one, other) for other in after) for one in before or [frozenset()])


def _enough(has: Needs, needs: Needs) -> bool:
    """Whether who has the one meets the other."""
    held = dict(has)
    return all(name in held and scopes <= held[name] for name, scopes in needs)


def _needs(requirement: Requirement) -> Needs:
    return frozenset((name, frozenset(scopes)) for name, scopes in requirement.schemes)


def _scopes(side: list[Needs]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one in side:
        for name, scopes in one:
            found[name] = found.get(name, frozenset()) | scopes
    return found


def _shown(needs: Needs) -> str:
    return " + ".join(sorted(name for name, _ in needs)) or "nothing"


def _schemes(context: Context, was: SecurityScheme, now: SecurityScheme) -> Iterator[Change]:
    before, after = _kind(was), _kind(now)
    if before != after:
        yield _scheme(context, TYPE_CHANGED, now.name, before=before, after=after)
    flows = [{one.kind: one for one in scheme.flows} for scheme in (was, now)]
    for kind in [kind for kind in flows[0] if kind in flows[1]]:
        yield from _flow(context, now.name, flows[0][kind], flows[1][kind])


def _kind(scheme: SecurityScheme) -> str:
    told = (
        *(scheme.kind, scheme.scheme.lower(), scheme.place, scheme.parameter, scheme.openid_url),
        *sorted(flow.kind for flow in scheme.flows),
    )
    return " ".join(one for one in told if one)


def _flow(context: Context, name: str, was: Flow, now: Flow) -> Iterator[Change]:
    for rule, before, after in (
        (URL_CHANGED, was.authorization_url, now.authorization_url),
        (TOKEN_URL_CHANGED, was.token_url, now.token_url),
    ):
        if before != after:
            yield _scheme(context, rule, name, before=before, after=after)
    scopes = (dict(was.scopes), dict(now.scopes))
    for scope in sorted(scopes[0].keys() | scopes[1].keys()):
        old, new = scopes[0].get(scope), scopes[1].get(scope)
        if old != new:
            rule = SCOPE_ADDED if old is None else SCOPE_REMOVED if new is None else SCOPE_CHANGED
            yield _scheme(context, rule, name, name=scope, before=old, after=new)


def _scheme(context: Context, rule: Rule, scheme: str, **more: Any) -> Change:  # noqa: ANN401
    places = (_component(context.base, scheme), _component(context.revision, scheme))
    subject = (f"security scheme `{scheme}`", f"보안 스킴 `{scheme}`")
    return Change(rule, rule.level, "", f"scheme:{scheme}", subject, *places, **more)


def _root(api: Api, *keys: str) -> Location:
    return Location(api.scope.document.root.name).child(*keys)


def _component(api: Api, name: str) -> Location:
    if api.dialect == "2.0":
        return _root(api, "securityDefinitions", name)
    return _root(api, "components", "securitySchemes", name)
