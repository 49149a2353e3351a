"""Properties: there or not, required or not, and who may send them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Merged, Spot
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import Place, Row

Merge = Callable[[Spot], Merged]


def _access_rows() -> Iterator[Row]:
    for word, en, ko in (
        ("read-only", "only the server sets it", "서버만 값을 정합니다"),
        ("write-only", "only clients send it", "클라이언트만 값을 보냅니다"),
    ):
        for kind in ("required", "optional"):
            serious = word == "write-only" and kind == "required"
            yield Row(
                f"{kind}-became-{word}",
                "info",
                "info",
                f"it became {word}: {en}",
                f"{word}가 되었습니다: 이제 {ko}",
                ids=_access_ids(f"{kind}-property-became-{word}"),
            )
            yield Row(
                f"{kind}-became-not-{word}",
                "info",
                "warning" if serious else "info",
                f"it is no longer {word}",
                f"더 이상 {word}가 아닙니다",
                ids=_access_ids(f"{kind}-property-became-not-{word}"),
            )


def _access_ids(name: str) -> dict[Place, str]:
    return {
        "request-property": f"request-{name}",
        "response-property": f"response-{name}",
        "request-parameter-property": f"request-parameter-{name}",
    }


ROWS = (
    Row(
        "required-added",
        "breaking",
        "info",
        "it was added and is required",
        "필수 속성으로 추가되었습니다",
        ids={
            "request-body": "new-required-request-property",
            "request-property": "new-required-request-property",
            "request-read-only-property": "new-required-request-read-only-property",
            "request-parameter-property": "new-required-request-parameter-property",
            "request-header-property": "new-required-request-header-property",
            "response-property": "response-required-property-added",
            "response-write-only-property": "response-required-write-only-property-added",
            "response-header": "response-header-required-property-added",
        },
    ),
    Row(
        "required-added-with-default",
        "breaking",
        "info",
        "it was added and is required; its default is {after}",
        "필수 속성으로 추가되었습니다 (기본값 {after})",
        ids={
            "request-property": "new-required-request-property-with-default",
            "request-read-only-property": "new-required-request-read-only-property",
            "request-parameter-property": "new-required-request-parameter-property-with-default",
            "request-header-property": "new-required-request-header-property",
            "response-property": "response-required-property-added",
            "response-write-only-property": "response-required-write-only-property-added",
        },
    ),
    Row(
        "optional-added",
        "info",
        "info",
        "it was added",
        "추가되었습니다",
        ids={
            "request-property": "new-optional-request-property",
            "request-read-only-property": "new-optional-request-read-only-property",
            "request-parameter-property": "new-optional-request-parameter-property",
            "request-header-property": "new-optional-request-header-property",
            "response-property": "response-optional-property-added",
            "response-write-only-property": "response-optional-write-only-property-added",
        },
    ),
    Row(
        "required-removed",
        "warning",
        "breaking",
        "it was removed",
        "삭제되었습니다",
        then=("", "missing"),
        ids={
            "request-property": "request-property-removed",
            "request-read-only-property": "request-read-only-property-removed",
            "request-parameter-property": "request-parameter-property-removed",
            "request-header-property": "request-header-property-removed",
            "response-property": "response-required-property-removed",
            "response-write-only-property": "response-required-write-only-property-removed",
        },
    ),
    Row(
        "optional-removed",
        "warning",
        "warning",
        "it was removed",
        "삭제되었습니다",
        then=("", "missing"),
        ids={
            "request-property": "request-property-removed",
            "request-read-only-property": "request-read-only-property-removed",
            "request-parameter-property": "request-parameter-property-removed",
            "request-header-property": "request-header-property-removed",
            "response-property": "response-optional-property-removed",
            "response-write-only-property": "response-optional-write-only-property-removed",
        },
    ),
    Row(
        "became-required",
        "breaking",
        "info",
        "it became required",
        "필수가 되었습니다",
    ),
    Row(
        "became-required-with-default",
        "breaking",
        "info",
        "it became required; its default is {after}",
        "필수가 되었습니다 (기본값 {after})",
        ids={
            "response-property": "response-property-became-required",
            "response-write-only-property": "response-write-only-property-became-required",
        },
    ),
    Row(
        "became-optional",
        "info",
        "breaking",
        "it became optional",
        "선택이 되었습니다",
        then=("", "missing"),
    ),
    Row(
        "required-undescribed-added",
        "warning",
        "info",
        "{name} is required now, though no property of that name is described",
        "{name} 속성은 설명되어 있지 않지만 이제 필수입니다",
    ),
    Row(
        "required-undescribed-removed",
        "info",
        "warning",
        "{name}, which no property describes, is no longer required",
        "설명되어 있지 않던 {name} 속성은 더 이상 필수가 아닙니다",
    ),
    Row(
        "renamed",
        "breaking",
        "breaking",
        "it was renamed to {after}",
        "이름이 {after}(으)로 바뀌었습니다",
        then=("refused", "missing"),
    ),
    *_access_rows(),
)


def fields(pair: Pair, merge: Merge) -> Iterator[Delta]:
    """The properties that only one side has, or that one side requires."""
    base, revision = pair.base, pair.revision
    for name in sorted(base.fields.keys() - revision.fields.keys()):
        yield _alone(pair, name, merge, added=False)
    for name in sorted(revision.fields.keys() - base.fields.keys()):
        yield _alone(pair, name, merge, added=True)
    yield from _undescribed(pair)
    for name in sorted(base.fields.keys() & revision.fields.keys()):
        was, now = name in base.required, name in revision.required
        field = merge(revision.fields[name])
        if was != now:
            yield _required(pair, name, field, now=now)
        before = merge(base.fields[name])
        if {"readOnly", "writeOnly"} & (before.keys | field.keys):
            yield from _access(name, before, field, now=now)


def _undescribed(pair: Pair) -> Iterator[Delta]:
    """Names that are required and that no property has, on the side where they are required."""
    base, revision = pair.base, pair.revision
    was, now = base.required - base.fields.keys(), revision.required - revision.fields.keys()
    for name in sorted(was - revision.required - revision.fields.keys()):
        yield pair.delta("required-undescribed-removed", "required", name=name)
    for name in sorted(now - base.required - base.fields.keys()):
        yield pair.delta("required-undescribed-added", "required", name=name)


def _alone(pair: Pair, name: str, merge: Merge, *, added: bool) -> Delta:
    side = pair.revision if added else pair.base
    spot = side.fields[name]
    field = merge(spot)
    required = name in side.required
    default, stated = field.first("default")
    row = f"{'required' if required else 'optional'}-{'added' if added else 'removed'}"
    if added and required and stated is not None:
        row += "-with-default"
    own = spot[0].location if spot else (pair.revision_at if added else pair.base_at)
    return Delta(
        row,
        pair.base_at if added else own,
        own if added else pair.revision_at,
        None,
        default if added else None,
        name,
        (name,),
        field.flag("readOnly"),
        field.flag("writeOnly"),
    )


def _required(pair: Pair, name: str, field: Merged, *, now: bool) -> Delta:
    default, stated = field.first("default")
    row = "became-required" if now else "became-optional"
    if now and stated is not None:
        row = "became-required-with-default"
    was_at, now_at = pair.base.fields[name], pair.revision.fields[name]
    return Delta(
        row,
        was_at[0].location if was_at else pair.base_at,
        now_at[0].location if now_at else pair.revision_at,
        not now,
        default if stated else now,
        name,
        (name,),
        field.flag("readOnly"),
        field.flag("writeOnly"),
    )


def _access(name: str, before: Merged, after: Merged, *, now: bool) -> Iterator[Delta]:
    kind = "required" if now else "optional"
    for key, word in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        was, is_ = before.flag(key), after.flag(key)
        if was != is_:
            at = (before.first(key)[1] or before.location, after.first(key)[1] or after.location)
            row = f"{kind}-became-{'' if is_ else 'not-'}{word}"
            yield Delta(row, *at, was, is_, name, (name,))
