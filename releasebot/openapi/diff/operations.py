"""Operations: which there are, what became of their paths, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from releasebot.openapi.diff import bodies, lifecycle, parameters, renames, responses
from releasebot.openapi.diff import security as security_rules
from releasebot.openapi.diff import servers as server_rules
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.context import Both, Context
from releasebot.openapi.diff.rule import Rule
from releasebot.openapi.diff.sameness import node_at
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Api, Operation


def _rule(id_: str, level: Any, en: str, ko: str, then: Any = "") -> Rule:  # noqa: ANN401  literals
    return Rule(id_, level, "none", "operation", en, ko, then)


ADDED = _rule("endpoint-added", "info", "it was added", "추가되었습니다")
REMOVED = _rule(
    "api-removed-without-deprecation",
    "breaking",
    "it was removed without being deprecated first",
    "사용 중단 예고 없이 삭제되었습니다",
    "gone",
)
REMOVED_DEPRECATED = _rule(
    "api-removed-with-deprecation",
    "info",
    "it was removed after its deprecation",
    "사용 중단 예고 뒤에 삭제되었습니다",
    "gone",
)
REMOVED_EARLY = _rule(
    "api-removed-before-sunset",
    "breaking",
    "it was removed before {before}, the day that was announced",
    "예고된 날짜 {before} 전에 삭제되었습니다",
    "gone",
)
PATH_REMOVED = _rule(
    "api-path-removed-without-deprecation",
    "breaking",
    "its path was removed without being deprecated first",
    "경로가 사용 중단 예고 없이 삭제되었습니다",
    "gone",
)
PATH_REMOVED_DEPRECATED = _rule(
    "api-path-removed-with-deprecation",
    "info",
    "its path was removed after its deprecation",
    "경로가 사용 중단 예고 뒤에 삭제되었습니다",
    "gone",
)
PATH_REMOVED_EARLY = _rule(
    "api-path-removed-before-sunset",
    "breaking",
    "its path was removed before {before}, the day that was announced",
    "경로가 예고된 날짜 {before} 전에 삭제되었습니다",
    "gone",
)
SUNSET_UNREADABLE = _rule(
    "api-path-sunset-parse",
    "breaking",
    "it was removed, and the day that was announced cannot be read: {before}",
    "삭제되었으며 예고된 날짜를 읽을 수 없습니다: {before}",
    "gone",
)
RENAMED = _rule(
    "api-path-renamed",
    "breaking",
    "its path was renamed to {after}",
    "경로 이름이 {after}(으)로 바뀌었습니다",
    "gone",
)
ID_ADDED = _rule(
    "api-operation-id-added",
    "info",
    "the operationId {after} was added",
    "operationId {after}이(가) 추가되었습니다",
    "sdk",
)
ID_REMOVED = _rule(
    "api-operation-id-removed",
    "info",
    "the operationId changed from {before} to {after}",
    "operationId가 {before}에서 {after}(으)로 바뀌었습니다",
    "sdk",
)
TAG_ADDED = _rule(
    "api-tag-added", "info", "the tag {after} was added", "태그 {after}이(가) 추가되었습니다"
)
TAG_REMOVED = _rule(
    "api-tag-removed",
    "info",
    "the tag {before} was removed",
    "태그 {before}이(가) 삭제되었습니다",
)
DEPRECATED = _rule(
    "endpoint-deprecated",
    "info",
    "it was deprecated",
    "사용 중단이 예고되었습니다",
    "leave",
)
DEPRECATED_SUNSET = _rule(
    "endpoint-deprecated-with-sunset",
    "info",
    "it was deprecated and goes away on {after}",
    "사용 중단이 예고되었고 {after}에 없어집니다",
    "leave",
)
REACTIVATED = _rule(
    "endpoint-reactivated", "info", "it is no longer deprecated", "사용 중단이 취소되었습니다"
)
_LIFE = {
    "deprecated": DEPRECATED,
    "deprecated-with-sunset": DEPRECATED_SUNSET,
    "reactivated": REACTIVATED,
}
_LIFE_IDS = {
    "deprecated-sunset-missing": "api-deprecated-sunset-missing",
    "deprecated-sunset-invalid": "api-deprecated-sunset-parse",
    "sunset-date-too-small": "api-sunset-date-too-small",
    "sunset-date-changed-too-small": "api-sunset-date-changed-too-small",
    "sunset-deleted": "sunset-deleted",
    "stability-decreased": "api-stability-decreased",
    "stability-increased": "api-stability-increased",
    "invalid-stability-level": "api-invalid-stability-level",
}


def _of_life(row: str) -> Rule:
    known = _LIFE.get(row)
    if known is not None:
        return known
    said = next(one for one in lifecycle.ROWS if one.name == row)
    level = said.request or "info"
    return _rule(_LIFE_IDS[row], level, said.en, said.ko, said.then[0])


LIFE = {row.name: _of_life(row.name) for row in lifecycle.ROWS}
RULES = (
    *(ADDED, REMOVED, REMOVED_DEPRECATED, REMOVED_EARLY),
    *(PATH_REMOVED, PATH_REMOVED_DEPRECATED, PATH_REMOVED_EARLY, SUNSET_UNREADABLE, RENAMED),
    *(ID_ADDED, ID_REMOVED, TAG_ADDED, TAG_REMOVED),
    *LIFE.values(),
)
_VARIABLE = re.compile(r"\{[^{}/]*\}")
SUBJECT = ("operation", "오퍼레이션")
UNSTABLE = lifecycle.STABILITY[:2]
"""Of what is said to be no more stable than this, nothing breaks anybody."""


class Found(Struct, frozen=True, eq=False):
    """The operations of two APIs: those of both, and those of one side only."""

    both: tuple[Both, ...]
    moved: tuple[Both, ...]
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]


def label(operation: Operation) -> str:
    """How an operation is called in reports."""
    return f"{operation.method} {operation.path}"


def template(path: str) -> str:
    """A path without the names of its variables, which nobody sees on the wire."""
    return _VARIABLE.sub("{}", path).rstrip("/") or "/"


def match(before: Api, after: Api) -> Found:
    """The operations that belong together: by method and path, then as renames of paths."""
    base = {_key(one): one for one in before.operations}
    revision = {_key(one): one for one in after.operations}
    exact = tuple(
        Both(label(one), one, revision[key]) for key, one in base.items() if key in revision
    )
    gone = [one for key, one in base.items() if key not in revision]
    new = [one for key, one in revision.items() if key not in base]
    moved = tuple(Both(label(one), one, other) for one, other in renames.matches(gone, new, _moved))
    taken = {id(one) for both in moved for one in (both.base, both.revision)}
    return Found(
        exact,
        moved,
        tuple(one for one in gone if id(one) not in taken),
        tuple(one for one in new if id(one) not in taken),
    )


def _key(operation: Operation) -> tuple[str, str]:
    return operation.method, template(operation.path)


def _moved(one: Operation, other: Operation) -> bool:
    """Whether an operation has only changed its path: it does the same under the same id."""
    if one.method != other.method or one.path == other.path:
        return False
    return bool(one.operation_id) and one.operation_id == other.operation_id


def compare(context: Context) -> Iterator[Change]:
    """What differs between the operations of the two APIs."""
    found = match(context.base, context.revision)
    paths = {template(one.path) for one in context.revision.operations}
    for operation in found.removed:
        whole = template(operation.path) not in paths
        yield _removed(operation, context, whole=whole)
    for operation in found.added:
        root = Location(context.base.scope.document.root.name, "/paths")
        yield Change(
            ADDED, ADDED.level, label(operation), "", SUBJECT, root, operation.location,
            after=operation.summary or None,
        )  # fmt: skip
    for both in found.moved:
        covers = (PATH_REMOVED.id, ADDED.id)
        yield both.change(
            RENAMED, "", SUBJECT, (both.base.location, both.revision.location),
            before=both.base.path, after=both.revision.path, covers=covers,
        )  # fmt: skip
    for both in (*found.both, *found.moved):
        unstable = _state(context.base, both.base).stability in UNSTABLE
        for change in details(both, context):
            yield replace(change, level="info") if unstable else change


def details(both: Both, context: Context) -> Iterator[Change]:
    """What differs inside an operation."""
    yield from security_rules.of_operation(both, context)
    if unchanged(both, context):
        return
    yield from _names(both)
    yield from _life(both, context)
    yield from parameters.compare(both, context)
    yield from bodies.compare(both, context)
    yield from responses.compare(both, context)
    yield from server_rules.of_operation(both)
    yield from _callbacks(both, context)


def unchanged(both: Both, context: Context) -> bool:
    """Whether the operation and its path item are the same to the last key."""
    was, now = both.base.location, both.revision.location
    nodes = [node_at(api.scope, one) for api, one in ((context.base, was), (context.revision, now))]
    if nodes[0] is None or not context.same.nodes(nodes[0], nodes[1], (was.file, now.file)):
        return False
    items = [_item(api, one) for api, one in ((context.base, was), (context.revision, now))]
    shared = _globals(context.base) == _globals(context.revision)
    return shared and context.same.nodes(items[0], items[1], (was.file, now.file))


def _item(api: Api, location: Location) -> dict[str, Any]:
    """What the path item says for all its operations."""
    above = node_at(api.scope, Location(location.file, location.pointer.rpartition("/")[0]))
    node = above if isinstance(above, dict) else {}
    return {key: node[key] for key in ("parameters", "servers") if key in node}


def _globals(api: Api) -> tuple[object, object]:
    root = api.scope.document.root.value
    return root.get("consumes"), root.get("produces")


def _names(both: Both) -> Iterator[Change]:
    was, now = both.base, both.revision
    places = (was.location.child("operationId"), now.location.child("operationId"))
    if was.operation_id != now.operation_id:
        rule = ID_REMOVED if was.operation_id else ID_ADDED
        yield both.change(
            rule, "operationId", SUBJECT, places,
            before=was.operation_id or None, after=now.operation_id or None,
        )  # fmt: skip
    places = (was.location.child("tags"), now.location.child("tags"))
    for tag in [tag for tag in was.tags if tag not in now.tags]:
        yield both.change(TAG_REMOVED, "tags", SUBJECT, places, before=tag)
    for tag in [tag for tag in now.tags if tag not in was.tags]:
        yield both.change(TAG_ADDED, "tags", SUBJECT, places, after=tag)


def _life(both: Both, context: Context) -> Iterator[Change]:
    states = [
        _state(api, one)
        for api, one in ((context.base, both.base), (context.revision, both.revision))
    ]
    for row, key, before, after in lifecycle.changes(states[0], states[1], context.policy):
        places = (both.base.location.child(key), both.revision.location.child(key))
        yield both.change(LIFE[row], key, SUBJECT, places, before=before, after=after)


def _state(api: Api, operation: Operation) -> lifecycle.State:
    node = node_at(api.scope, operation.location)
    stated = node if isinstance(node, dict) else {}
    return lifecycle.State.of({**stated, "deprecated": operation.deprecated})


def _removed(operation: Operation, context: Context, *, whole: bool) -> Change:
    state = _state(context.base, operation)
    day, today = lifecycle.day_of(state.sunset), context.policy.today
    rule = PATH_REMOVED if whole else REMOVED
    if state.deprecated and state.sunset is not None and day is None:
        rule = SUNSET_UNREADABLE
    elif state.deprecated and day and today and today < day:
        rule = PATH_REMOVED_EARLY if whole else REMOVED_EARLY
    elif state.deprecated:
        rule = PATH_REMOVED_DEPRECATED if whole else REMOVED_DEPRECATED
    root = Location(context.revision.scope.document.root.name, "/paths")
    return Change(
        rule,
        "info" if state.stability in UNSTABLE else rule.level,
        label(operation),
        "",
        SUBJECT,
        operation.location,
        root,
        before=state.sunset,
    )


def _callbacks(both: Both, context: Context) -> Iterator[Change]:
    """What differs between the requests that the API makes in turn."""
    sides: Sequence[dict[tuple[str, str, str], Operation]] = [
        {
            (one.name, one.expression, inner.method): inner
            for one in operation.callbacks
            for inner in one.operations
        }
        for operation in (both.base, both.revision)
    ]
    for key in sides[0].keys() & sides[1].keys():
        was, now = sides[0][key], sides[1][key]
        told = f"{both.label} callback {key[0]}"
        inner = Both(told, was, now, outward=not both.outward)
        yield from bodies.compare(inner, context)
        yield from responses.compare(inner, context)
