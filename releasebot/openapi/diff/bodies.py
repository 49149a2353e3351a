"""What requests carry: there or not, required or not, in which media types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.context import Both, Context, Where, say
from releasebot.openapi.diff.pair import Wire
from releasebot.openapi.diff.rule import Rule
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Body, MediaType


def _rule(id_: str, level: Any, en: str, ko: str) -> Rule:  # noqa: ANN401  literals
    then: Any = "accepted" if level == "info" else "refused"
    return Rule(id_, level, "request", "body", en, ko, then)


ADDED_REQUIRED = _rule(
    "request-body-added-required",
    "breaking",
    "it was added and is required",
    "필수 본문으로 추가되었습니다",
)
ADDED_OPTIONAL = _rule("request-body-added-optional", "info", "it was added", "추가되었습니다")
REMOVED = _rule("request-body-removed", "breaking", "it was removed", "삭제되었습니다")
BECAME_REQUIRED = _rule(
    "request-body-became-required", "breaking", "it became required", "필수가 되었습니다"
)
BECAME_OPTIONAL = _rule(
    "request-body-became-optional", "info", "it became optional", "선택이 되었습니다"
)
TYPE_ADDED = _rule(
    "request-body-media-type-added",
    "info",
    "the media type {after} is accepted now",
    "이제 미디어 타입 {after}도 받아들여집니다",
)
TYPE_REMOVED = _rule(
    "request-body-media-type-removed",
    "breaking",
    "the media type {before} is no longer accepted",
    "미디어 타입 {before}은(는) 더 이상 받아들여지지 않습니다",
)
SCHEMA_ADDED = _rule(
    "request-body-media-type-schema-added",
    "breaking",
    "{name} has a schema now",
    "{name}에 스키마가 생겼습니다",
)
SCHEMA_REMOVED = _rule(
    "request-body-media-type-schema-removed",
    "info",
    "{name} no longer has a schema",
    "{name}에 더 이상 스키마가 없습니다",
)
RULES = (
    *(ADDED_REQUIRED, ADDED_OPTIONAL, REMOVED, BECAME_REQUIRED, BECAME_OPTIONAL),
    *(TYPE_ADDED, TYPE_REMOVED, SCHEMA_ADDED, SCHEMA_REMOVED),
)
SUBJECT = ("request body", "요청 본문")
_OUTWARD = ("body that clients receive", "클라이언트가 받는 본문")


def compare(both: Both, context: Context) -> Iterator[Change]:
    """What differs between the bodies that an operation takes."""
    was, now = both.base.body, both.revision.body
    if was is None or now is None:
        if now is not None:
            yield _change(both, ADDED_REQUIRED if now.required else ADDED_OPTIONAL, was, now)
        elif was is not None:
            yield _change(both, REMOVED, was, now)
        return
    if was.required != now.required:
        yield _change(both, BECAME_REQUIRED if now.required else BECAME_OPTIONAL, was, now)
    yield from _content(both, was, now, context)


def _content(both: Both, was: Body, now: Body, context: Context) -> Iterator[Change]:
    before, after = by_type(was.content), by_type(now.content)
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
        elif one.schema is not None and other.schema is not None:
            place = "response" if both.outward else "request"
            where = (
                Where("response-body", "response-property", "body", _OUTWARD)
                if place == "response"
                else Where("request-body", "request-property", "body", SUBJECT)
            )
            wire: Wire = "typed" if is_json(name) else "untyped"
            deltas = context.schemas.compare((one.schema,), (other.schema,), wire)
            yield from say(deltas, where, both, context.rows)


def by_type(content: tuple[MediaType, ...]) -> dict[str, MediaType]:
    """The representations by their media types, written in one way."""
    return {normal(media.name): media for media in content}


def normal(name: str) -> str:
    """A media type in small letters and without spaces (RFC 9110, section 8.3.1)."""
    return "".join(name.lower().split())


def is_json(name: str) -> bool:
    """Whether a media type tells a number from a text, as JSON does."""
    kind = name.partition(";")[0]
    return kind in {"application/json", "text/json", "*/*"} or kind.endswith("+json")


def _change(both: Both, rule: Rule, was: Body | None, now: Body | None, **more: object) -> Change:
    places: tuple[Location | None, Location | None] = (
        was.location if was else both.base.location,
        now.location if now else both.revision.location,
    )
    return both.change(rule, "body", SUBJECT, places, **more)
