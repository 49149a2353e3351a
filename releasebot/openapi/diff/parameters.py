"""Parameters of operations: there or not, required or not, how they are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from releasebot.openapi.diff import lifecycle, renames
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.context import Both, Context, Where, say
from releasebot.openapi.diff.merged import Spot
from releasebot.openapi.diff.pair import Wire
from releasebot.openapi.diff.rule import Place, Rule, Then
from releasebot.openapi.diff.sameness import node_at
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Api, Parameter


def _rule(id_: str, level: Any, en: str, ko: str, then: Any = "") -> Rule:  # noqa: ANN401  literals
    usual: Then = "accepted" if level == "info" else "refused"
    return Rule(id_, level, "request", "parameter", en, ko, then or usual)


_NEW = ("it was added and is required", "필수 매개변수로 추가되었습니다")
_NEW_OPTIONAL = ("it was added", "추가되었습니다")
NEW_REQUIRED = _rule("new-required-request-parameter", "breaking", *_NEW)
NEW_OPTIONAL = _rule("new-optional-request-parameter", "info", *_NEW_OPTIONAL)
NEW_PATH = _rule("new-request-path-parameter", "breaking", *_NEW)
NEW_REQUIRED_SHARED = _rule(
    "new-required-request-default-parameter-to-existing-path", "breaking", *_NEW
)
NEW_OPTIONAL_SHARED = _rule(
    "new-optional-request-default-parameter-to-existing-path", "info", *_NEW_OPTIONAL
)
REMOVED = _rule("request-parameter-removed", "warning", "it was removed", "삭제되었습니다")
REMOVED_DEPRECATED = _rule(
    "request-parameter-removed-with-deprecation",
    "info",
    "it was removed after its deprecation",
    "사용 중단 예고 뒤에 삭제되었습니다",
)
REMOVED_EARLY = _rule(
    "request-parameter-removed-before-sunset",
    "breaking",
    "it was removed before {before}, the day that was announced",
    "예고된 날짜 {before} 전에 삭제되었습니다",
)
RENAMED = _rule(
    "request-parameter-renamed",
    "breaking",
    "it was renamed to {after}",
    "이름이 {after}(으)로 바뀌었습니다",
)
PATH_RENAMED = _rule(
    "request-path-parameter-renamed",
    "info",
    "it was renamed to {after}, which nobody sees in the address",
    "이름이 {after}(으)로 바뀌었으나 주소에는 나타나지 않습니다",
    "sdk",
)
BECAME_REQUIRED = _rule(
    "request-parameter-became-required", "breaking", "it became required", "필수가 되었습니다"
)
BECAME_OPTIONAL = _rule(
    "request-parameter-became-optional", "info", "it became optional", "선택이 되었습니다"
)
SERIALIZATION = _rule(
    "request-parameter-serialization-changed",
    "breaking",
    "the way it is written changed from {before} to {after}",
    "쓰는 방식이 {before}에서 {after}(으)로 바뀌었습니다",
)
NO_LONGER_EMPTY = _rule(
    "request-parameter-empty-value-forbidden",
    "breaking",
    "an empty value is no longer allowed",
    "더 이상 빈 값이 허용되지 않습니다",
)
MAY_BE_EMPTY = _rule(
    "request-parameter-empty-value-allowed",
    "info",
    "an empty value is allowed now",
    "이제 빈 값이 허용됩니다",
)
RULES = (
    *(NEW_REQUIRED, NEW_OPTIONAL, NEW_PATH, NEW_REQUIRED_SHARED, NEW_OPTIONAL_SHARED),
    *(REMOVED, REMOVED_DEPRECATED, REMOVED_EARLY, RENAMED, PATH_RENAMED),
    *(BECAME_REQUIRED, BECAME_OPTIONAL, SERIALIZATION, NO_LONGER_EMPTY, MAY_BE_EMPTY),
)
_VARIABLE = re.compile(r"\{([^{}/]+)\}")
_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
_PLACES_KO = {
    "path": "경로",
    "query": "쿼리",
    "header": "헤더",
    "cookie": "쿠키",
    "querystring": "쿼리 문자열",
}


def compare(both: Both, context: Context) -> Iterator[Change]:
    """What differs between the parameters of an operation."""
    base, revision = _keyed(both.base.parameters), _keyed(both.revision.parameters)
    for was, now in _path_renames(both, base, revision):
        yield _change(both, PATH_RENAMED, was, now, before=was.name, after=now.name)
        yield from _changed(both, base.pop(_key(was)), revision.pop(_key(now)), context)
    for key in [key for key in base if key in revision]:
        yield from _changed(both, base.pop(key), revision.pop(key), context)
    for was, now in renames.matches([*base.values()], [*revision.values()], _renamed(context)):
        del base[_key(was)], revision[_key(now)]
        level = "breaking" if now.required else "warning"
        covers = (REMOVED.id, (NEW_REQUIRED if now.required else NEW_OPTIONAL).id)
        yield _change(
            both, RENAMED, was, now, before=was.name, after=now.name, level=level, covers=covers
        )
    for was in base.values():
        yield _removed(both, was, context)
    shared = _shared(context.revision, both)
    for now in revision.values():
        yield _change(both, _new(now, shared=_key(now) in shared), None, now)


def _renamed(context: Context) -> Any:  # noqa: ANN401  a local function
    def same(one: Parameter, other: Parameter) -> bool:
        return (
            one.place == other.place
            and one.required == other.required
            and one.schema is not None
            and other.schema is not None
            and renames.alike(one.name, other.name)
            and context.schemas.equal((one.schema,), (other.schema,))
        )

    return same


def _key(parameter: Parameter) -> tuple[str, str]:
    header = parameter.place == "header"
    return parameter.place, parameter.name.lower() if header else parameter.name


def _keyed(parameters: tuple[Parameter, ...]) -> dict[tuple[str, str], Parameter]:
    return {_key(one): one for one in parameters}


def _path_renames(
    both: Both,
    base: dict[tuple[str, str], Parameter],
    revision: dict[tuple[str, str], Parameter],
) -> Iterator[tuple[Parameter, Parameter]]:
    """Path parameters at the same place of the template under another name."""
    names = [_VARIABLE.findall(one.path) for one in (both.base, both.revision)]
    if len(names[0]) != len(names[1]):
        return
    for was, now in zip(*names, strict=True):
        one, other = base.get(("path", was)), revision.get(("path", now))
        if was != now and one and other:
            yield one, other


def _new(parameter: Parameter, *, shared: bool) -> Rule:
    if parameter.place == "path":
        return NEW_PATH
    if shared:
        return NEW_REQUIRED_SHARED if parameter.required else NEW_OPTIONAL_SHARED
    return NEW_REQUIRED if parameter.required else NEW_OPTIONAL


def _shared(api: Api, both: Both) -> frozenset[tuple[str, str]]:
    """The parameters that the path item has for all its operations."""
    location = both.revision.location
    above = Location(location.file, location.pointer.rpartition("/")[0])
    item = node_at(api.scope, above)
    if not isinstance(item, dict):
        return frozenset()
    found = set()
    for node, _ in api.scope.items(item, "parameters", above):
        place, name = str(node.get("in")), str(node.get("name"))
        found.add((place, name.lower() if place == "header" else name))
    return frozenset(found)


def _removed(both: Both, was: Parameter, context: Context) -> Change:
    node = _node(context.base, was)
    sunset = node.get("x-sunset")
    day, today = lifecycle.day_of(sunset), context.policy.today
    if not was.deprecated:
        return _change(both, REMOVED, was, None)
    if day and today and today < day:
        return _change(both, REMOVED_EARLY, was, None, before=sunset)
    return _change(both, REMOVED_DEPRECATED, was, None)


def _node(api: Api, parameter: Parameter) -> dict[str, Any]:
    found = node_at(api.scope, parameter.location) if parameter.location else None
    return found if isinstance(found, dict) else {}


def _changed(both: Both, was: Parameter, now: Parameter, context: Context) -> Iterator[Change]:
    if was.required != now.required:
        yield _change(both, BECAME_REQUIRED if now.required else BECAME_OPTIONAL, was, now)
    before, after = _style(was), _style(now)
    if before != after and _composite(was, context) and _composite(now, context):
        yield _change(both, SERIALIZATION, was, now, before=before, after=after)
    if was.allow_empty != now.allow_empty:
        yield _change(both, MAY_BE_EMPTY if now.allow_empty else NO_LONGER_EMPTY, was, now)
    states = [
        lifecycle.State.of({**_node(api, one), "deprecated": one.deprecated})
        for api, one in _sides(context, was, now)
    ]
    for row, _, old, new in lifecycle.changes(states[0], states[1], context.policy):
        rule = context.rows[row].at("request-parameter")
        if rule:
            yield _change(both, rule, was, now, before=old, after=new)
    where = Where("request-parameter", _inner(now), f"{now.place}:{now.name}", _subject(now))
    repeated = now.place in {"query", "cookie"} and after == "form, exploded"
    wire: Wire = "typed" if now.content else "repeated" if repeated else "text"
    deltas = context.schemas.compare(_spot(was), _spot(now), wire)
    if all(_node(api, one).get("required") is True for api, one in _sides(context, was, now)):
        # Nobody leaves the parameter out, so its default is never taken.
        deltas = tuple(one for one in deltas if one.path or not one.row.startswith("default-"))
    yield from say(deltas, where, both, context.rows)


def _sides(
    context: Context, was: Parameter, now: Parameter
) -> tuple[tuple[Api, Parameter], tuple[Api, Parameter]]:
    return (context.base, was), (context.revision, now)


def _inner(parameter: Parameter) -> Place:
    return (
        "request-header-property" if parameter.place == "header" else "request-parameter-property"
    )


def _spot(parameter: Parameter) -> Spot:
    """The schema of the value, or of its one representation."""
    schema = parameter.schema
    if schema is None and parameter.content:
        schema = parameter.content[0].schema
    return (schema,) if schema is not None else ()


def _style(parameter: Parameter) -> str:
    """How a list or an object is written, with the specification's defaults."""
    style = parameter.style or _STYLES.get(parameter.place, "form")
    explode = parameter.explode if parameter.explode is not None else style == "form"
    return f"{style}, exploded" if explode else style


def _composite(parameter: Parameter, context: Context) -> bool:
    """Whether the style makes a difference: it makes none for a single value."""
    merged = context.schemas.merge(_spot(parameter))
    return bool(merged.types is not None and merged.types & {"array", "object"})


def _subject(parameter: Parameter) -> tuple[str, str]:
    place = _PLACES_KO.get(parameter.place, parameter.place)
    return f"{parameter.place} parameter `{parameter.name}`", f"{place} 매개변수 `{parameter.name}`"


def _change(
    both: Both, rule: Rule, was: Parameter | None, now: Parameter | None, **more: object
) -> Change:
    one = now or was
    if one is None:
        raise ValueError("a parameter of neither side")
    shown = was or one
    places = (
        was.location if was else both.base.location,
        now.location if now else both.revision.location,
    )
    return both.change(rule, f"{shown.place}:{shown.name}", _subject(shown), places, **more)
