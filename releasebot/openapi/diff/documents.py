"""What stands around the operations: schemas nobody uses any more, webhooks, the version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from releasebot.openapi.diff import operations, renames
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.context import Both, Context
from releasebot.openapi.diff.rule import Rule
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Api, NamedSchema


def _rule(id_: str, level: Any, place: str, en: str, ko: str, then: Any = "") -> Rule:  # noqa: ANN401  literals
    return Rule(id_, level, "none", place, en, ko, then)


SCHEMA_REMOVED = _rule(
    "api-schema-removed", "info", "schema", "it was removed", "삭제되었습니다", "sdk"
)
SCHEMA_RENAMED = _rule(
    "api-schema-renamed",
    "info",
    "schema",
    "it was renamed to {after}",
    "이름이 {after}(으)로 바뀌었습니다",
    "sdk",
)
WEBHOOK_ADDED = _rule("webhook-added", "info", "webhook", "it was added", "추가되었습니다")
WEBHOOK_REMOVED = _rule(
    "webhook-removed", "breaking", "webhook", "it was removed", "삭제되었습니다", "missing"
)
VERSION_DECREASED = _rule(
    "api-version-decreased",
    "info",
    "version",
    "it went from {before} back to {after}",
    "{before}에서 {after}(으)로 낮아졌습니다",
)
VERSION_NOT_BUMPED = _rule(
    "api-version-not-bumped",
    "info",
    "version",
    "it is still {after}, though clients break",
    "클라이언트가 깨지는데도 여전히 {after}입니다",
)
MAJOR_NOT_BUMPED = _rule(
    "api-major-version-not-bumped",
    "info",
    "version",
    "it went from {before} to {after}, though clients break",
    "클라이언트가 깨지는데도 {before}에서 {after}(으)로만 바뀌었습니다",
)
RULES = (
    *(SCHEMA_REMOVED, SCHEMA_RENAMED, WEBHOOK_ADDED, WEBHOOK_REMOVED),
    *(VERSION_DECREASED, VERSION_NOT_BUMPED, MAJOR_NOT_BUMPED),
)


def schemas(context: Context) -> Iterator[Change]:
    """The component schemas that are gone, or are there under another name."""
    before = {one.name: one for one in context.base.schemas}
    after = {one.name: one for one in context.revision.schemas}
    elsewhere = _files_of_schemas(context.revision)
    gone = [one for name, one in before.items() if name not in after and name not in elsewhere]
    new = [one for name, one in after.items() if name not in before]

    def same(one: NamedSchema, other: NamedSchema) -> bool:
        merged = context.schemas.merge((one.schema,))
        says = bool(merged.fields) or "enum" in merged.keys
        return says and context.schemas.equal((one.schema,), (other.schema,))

    renamed = {id(one): other for one, other in renames.matches(gone, new, same)}
    root = Location(context.revision.scope.document.root.name)
    for one in gone:
        other = renamed.get(id(one))
        subject = (f"schema `{one.name}`", f"스키마 `{one.name}`")
        at = other.schema.location if other else root
        rule = SCHEMA_RENAMED if other else SCHEMA_REMOVED
        yield Change(
            rule, rule.level, "", f"schema:{one.name}", subject, one.schema.location, at,
            one.name if other else None, other.name if other else None,
            covers=(SCHEMA_REMOVED.id,) if other else (),
        )  # fmt: skip


def _files_of_schemas(api: Api) -> frozenset[str]:
    """The names of schemas that have a file of their own."""
    document = api.scope.document
    others = (name for name in document.files if name != document.root.name)
    return frozenset(PurePosixPath(name).stem for name in others)


def webhooks(context: Context) -> Iterator[Change]:
    """The requests that the API makes on its own: there or not, and what differs in them."""
    before = {(one.path, one.method): one for one in context.base.webhooks}
    after = {(one.path, one.method): one for one in context.revision.webhooks}
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        name = key[0]
        subject = (f"webhook `{name}`", f"웹훅 `{name}`")
        if was is not None and now is not None:
            both = Both(f"{key[1]} webhook {name}", was, now, outward=True)
            yield from operations.details(both, context)
            continue
        rule = WEBHOOK_ADDED if was is None else WEBHOOK_REMOVED
        places = (
            was.location if was else _root(context.base),
            now.location if now else _root(context.revision),
        )
        yield Change(rule, rule.level, f"{key[1]} webhook {name}", "webhook", subject, *places)


def version(context: Context, *, breaking: bool) -> Iterator[Change]:
    """What `info.version` says, given that something else has changed."""
    before, after = (_numbers(one.info.version) for one in (context.base, context.revision))
    if before is None or after is None:
        return
    if after < before:
        rule = VERSION_DECREASED
    elif not breaking or after[0] > before[0]:
        return
    else:
        rule = VERSION_NOT_BUMPED if after == before else MAJOR_NOT_BUMPED
    places = tuple(_root(one).child("info", "version") for one in (context.base, context.revision))
    yield Change(
        rule, rule.level, "", "version", ("version of the API", "API의 버전"),
        places[0], places[1], context.base.info.version, context.revision.info.version,
    )  # fmt: skip


def _numbers(version_: str) -> tuple[int, ...] | None:
    numbers = version_.lstrip("v").partition("-")[0].partition("+")[0].split(".")
    return tuple(map(int, numbers)) if all(one.isdecimal() for one in numbers) else None


def _root(api: Api) -> Location:
    return Location(api.scope.document.root.name)
