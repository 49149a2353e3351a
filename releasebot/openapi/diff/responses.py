"""What clients receive: statuses, media types, headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releasebot.openapi.diff.bodies import by_type, is_json
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.context import Both, Context, Where, say
from releasebot.openapi.diff.pair import Wire
from releasebot.openapi.diff.rule import Rule, Then
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Header, MediaType, Response


def _rule(id_: str, level: Any, en: str, ko: str, then: Any = "") -> Rule:  # noqa: ANN401  literals
    usual: Then = "fits" if level == "info" else "unexpected"
    return Rule(id_, level, "response", "response", en, ko, then or usual)


SUCCESS_ADDED = _rule("response-success-status-added", "info", "it was added", "추가되었습니다")
SUCCESS_REMOVED = _rule(
    "response-success-status-removed", "breaking", "it was removed", "삭제되었습니다", "missing"
)
FAILURE_ADDED = _rule("response-non-success-status-added", "info", "it was added", "추가되었습니다")
FAILURE_REMOVED = _rule(
    "response-non-success-status-removed", "info", "it was removed", "삭제되었습니다"
)
TYPE_ADDED = _rule(
    "response-media-type-added",
    "info",
    "the media type {after} was added",
    "미디어 타입 {after}이(가) 추가되었습니다",
)
TYPE_REMOVED = _rule(
    "response-media-type-removed",
    "breaking",
    "the media type {before} was removed",
    "미디어 타입 {before}이(가) 삭제되었습니다",
    "missing",
)
NAME_CHANGED = _rule(
    "response-media-type-name-changed",
    "info",
    "the media type's name changed from {before} to {after}",
    "미디어 타입 이름이 {before}에서 {after}(으)로 바뀌었습니다",
)
NAME_GENERALIZED = _rule(
    "response-media-type-name-generalized",
    "breaking",
    "the media type {before} became the wider {after}",
    "미디어 타입 {before}이(가) 더 넓은 {after}(으)로 바뀌었습니다",
)
NAME_SPECIALIZED = _rule(
    "response-media-type-name-specialized",
    "info",
    "the media type {before} became the narrower {after}",
    "미디어 타입 {before}이(가) 더 좁은 {after}(으)로 바뀌었습니다",
)
SCHEMA_ADDED = _rule(
    "response-body-media-type-schema-added",
    "info",
    "{name} has a schema now",
    "{name}에 스키마가 생겼습니다",
)
SCHEMA_REMOVED = _rule(
    "response-body-media-type-schema-removed",
    "warning",
    "{name} no longer has a schema",
    "{name}에 더 이상 스키마가 없습니다",
)
HEADER_ADDED = _rule("response-header-added", "info", "it was added", "추가되었습니다")
HEADER_REMOVED = _rule(
    "required-response-header-removed", "breaking", "it was removed", "삭제되었습니다", "missing"
)
OPTIONAL_HEADER_REMOVED = _rule(
    "optional-response-header-removed", "warning", "it was removed", "삭제되었습니다", "missing"
)
HEADER_OPTIONAL = _rule(
    "response-header-became-optional",
    "breaking",
    "it became optional",
    "선택이 되었습니다",
    "missing",
)
HEADER_REQUIRED = _rule(
    "response-header-became-required", "info", "it is always sent now", "이제 항상 전송됩니다"
)
RULES = (
    *(SUCCESS_ADDED, SUCCESS_REMOVED, FAILURE_ADDED, FAILURE_REMOVED, TYPE_ADDED, TYPE_REMOVED),
    *(NAME_CHANGED, NAME_GENERALIZED, NAME_SPECIALIZED, SCHEMA_ADDED, SCHEMA_REMOVED),
    *(HEADER_ADDED, HEADER_REMOVED, OPTIONAL_HEADER_REMOVED, HEADER_OPTIONAL, HEADER_REQUIRED),
)
_OK = "2"


def compare(both: Both, context: Context) -> Iterator[Change]:
    """What differs between the answers of an operation."""
    before = {one.status.upper(): one for one in both.base.responses}
    after = {one.status.upper(): one for one in both.revision.responses}
    for status, was in before.items():
        if status not in after:
            rule = SUCCESS_REMOVED if status.startswith(_OK) else FAILURE_REMOVED
            yield _change(both, rule, was, None)
    for status, now in after.items():
        if status not in before:
            rule = SUCCESS_ADDED if status.startswith(_OK) else FAILURE_ADDED
            yield _change(both, rule, None, now)
    for status in [status for status in before if status in after]:
        was, now = before[status], after[status]
        yield from _headers(both, was, now, context)
        yield from _content(both, was, now, context)


def _content(both: Both, was: Response, now: Response, context: Context) -> Iterator[Change]:
    before, after = by_type(was.content), by_type(now.content)
    for old, new in _renamed(before, after):
        one, other = before.pop(old), after.pop(new)
        rule = _named(old, new)
        yield _change(both, rule, was, now, before=one.name, after=other.name)
        yield from _schema(both, now, (one, other), context)
    for name, media in before.items():
        if name not in after:
            yield _change(both, TYPE_REMOVED, was, now, before=media.name)
    for name, media in after.items():
        if name not in before:
            yield _change(both, TYPE_ADDED, was, now, after=media.name)
    for name in [name for name in before if name in after]:
        one, other = before[name], after[name]
        if (one.schema is None) != (other.schema is None):
            rule = SCHEMA_ADDED if other.schema else SCHEMA_REMOVED
            yield _change(both, rule, was, now, name=other.name)
        yield from _schema(both, now, (one, other), context)


def _renamed(
    before: dict[str, MediaType], after: dict[str, MediaType]
) -> Iterator[tuple[str, str]]:
    """The media types that are the same kind under a wider or narrower name."""
    gone = [name for name in before if name not in after]
    new = [name for name in after if name not in before]
    for one in gone:
        found = [other for other in new if _includes(one, other) or _includes(other, one)]
        if len(found) == 1:
            new.remove(found[0])
            yield one, found[0]


def _includes(wide: str, narrow: str) -> bool:
    """Whether every answer of the media type `narrow` is one of `wide`.

    A suffix such as `+json` says what a type is made of (RFC 6839), parameters narrow it.
    """
    kind, _, parameters = wide.partition(";")
    other, _, others = narrow.partition(";")
    if parameters and not set(parameters.split(";")) <= set(others.split(";")):
        return False
    top, _, name = kind.partition("/")
    other_top, _, other_name = other.partition("/")
    if top not in {"*", other_top}:
        return False
    return name in {"*", other_name} or other_name.endswith(f"+{name}")


def _named(old: str, new: str) -> Rule:
    wider, narrower = _includes(new, old), _includes(old, new)
    if wider == narrower:
        return NAME_CHANGED
    return NAME_GENERALIZED if wider else NAME_SPECIALIZED


def _schema(
    both: Both, now: Response, media: tuple[MediaType, MediaType], context: Context
) -> Iterator[Change]:
    one, other = media
    for was_schema, now_schema in ((one.schema, other.schema), (one.item, other.item)):
        if was_schema is None or now_schema is None:
            continue
        wire: Wire = "typed" if is_json(other.name.lower()) else "untyped"
        deltas = context.schemas.compare((was_schema,), (now_schema,), wire)
        where = (
            Where("request-body", "request-property", f"{now.status}:body", _answer(now))
            if both.outward
            else Where("response-body", "response-property", f"{now.status}:body", _body(now))
        )
        yield from say(deltas, where, both, context.rows)


def _headers(both: Both, was: Response, now: Response, context: Context) -> Iterator[Change]:
    before = {one.name.lower(): one for one in was.headers}
    after = {one.name.lower(): one for one in now.headers}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            rule = HEADER_ADDED
            if old is not None:
                rule = HEADER_REMOVED if old.required else OPTIONAL_HEADER_REMOVED
            yield _header(both, rule, (was, now), (old, new))
            continue
        if old.required != new.required:
            rule = HEADER_REQUIRED if new.required else HEADER_OPTIONAL
            yield _header(both, rule, (was, now), (old, new))
        yield from _header_schema(both, now, (old, new), context)


def _header_schema(
    both: Both, now: Response, headers: tuple[Header, Header], context: Context
) -> Iterator[Change]:
    schemas = [one.schema or (one.content[0].schema if one.content else None) for one in headers]
    spots = [(one,) if one is not None else () for one in schemas]
    deltas = context.schemas.compare(spots[0], spots[1])
    key = f"{now.status}:header:{headers[1].name}"
    where = Where("response-header", "response-header", key, _named_header(now, headers[1]))
    yield from say(deltas, where, both, context.rows)


def _header(
    both: Both,
    rule: Rule,
    responses: tuple[Response, Response],
    headers: tuple[Header | None, Header | None],
) -> Change:
    one = headers[1] or headers[0]
    if one is None:
        raise ValueError("a header of neither side")
    places = tuple(
        header.location if header else response.location
        for header, response in zip(headers, responses, strict=True)
    )
    key = f"{responses[1].status}:header:{one.name}"
    return both.change(rule, key, _named_header(responses[1], one), (places[0], places[1]))


def _named_header(response: Response, header: Header) -> tuple[str, str]:
    return (
        f"header `{header.name}` of the {response.status} response",
        f"{response.status} 응답의 헤더 `{header.name}`",
    )


def _body(response: Response) -> tuple[str, str]:
    return f"{response.status} response", f"{response.status} 응답"


def _answer(response: Response) -> tuple[str, str]:
    return (
        f"answer {response.status} that clients give",
        f"클라이언트가 돌려주는 {response.status} 응답",
    )


def _change(
    both: Both, rule: Rule, was: Response | None, now: Response | None, **more: object
) -> Change:
    one = now or was
    if one is None:
        raise ValueError("a response of neither side")
    places: tuple[Location | None, Location | None] = (
        was.location if was else both.base.location,
        now.location if now else both.revision.location,
    )
    return both.change(rule, f"{one.status}:response", _body(one), places, **more)
