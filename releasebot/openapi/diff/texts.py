"""What texts must look like: patterns, and content that a string holds."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.diff.change import Delta
from releasebot.openapi.diff.merged import Merged
from releasebot.openapi.diff.pair import Pair
from releasebot.openapi.diff.rule import Row

ROWS = (
    Row(
        "pattern-added",
        "breaking",
        "info",
        "values must now match {after}",
        "값은 이제 {after} 패턴에 맞아야 합니다",
    ),
    Row(
        "pattern-changed",
        "warning",
        "info",
        "the pattern changed from {before} to {after}",
        "패턴이 {before}에서 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "pattern-generalized",
        "info",
        "info",
        "the pattern {before} became {after}, which matches everything",
        "패턴 {before}이(가) 모든 것에 맞는 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "pattern-removed",
        "info",
        "info",
        "values need no longer match {before}",
        "값이 더 이상 {before} 패턴에 맞을 필요가 없습니다",
    ),
    Row(
        "content-media-type-changed",
        "breaking",
        "breaking",
        "the media type of its content changed from {before} to {after}",
        "내용의 미디어 타입이 {before}에서 {after}(으)로 바뀌었습니다",
    ),
    Row(
        "content-encoding-changed",
        "breaking",
        "breaking",
        "the encoding of its content changed from {before} to {after}",
        "내용의 인코딩이 {before}에서 {after}(으)로 바뀌었습니다",
    ),
)
KEYS = frozenset({"pattern", "contentMediaType", "contentEncoding"})
_EVERYTHING = frozenset({".*", "^.*$", ".*$", "^.*", "^", "[\\s\\S]*", "^[\\s\\S]*$"})


def compare(pair: Pair) -> Iterator[Delta]:
    """What differs between the texts that the two schemas allow."""
    if pair.has("pattern"):
        yield from _patterns(pair)
    for key, row in (
        ("contentMediaType", "content-media-type-changed"),
        ("contentEncoding", "content-encoding-changed"),
    ):
        before, after = pair.base.first(key)[0], pair.revision.first(key)[0]
        if before != after:
            yield pair.delta(row, key, before, after)


def _patterns(pair: Pair) -> Iterator[Delta]:
    before, after = _stated(pair.base), _stated(pair.revision)
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    if gone and new:
        row = "pattern-generalized" if set(new) <= _EVERYTHING else "pattern-changed"
        yield pair.delta(row, "pattern", gone[0], new[0])
    elif gone:
        yield pair.delta("pattern-removed", "pattern", gone[0], None)
    elif new:
        yield pair.delta("pattern-added", "pattern", None, new[0])


def _stated(merged: Merged) -> tuple[str, ...]:
    """The patterns that a value must match; an empty one matches everything."""
    return tuple(dict.fromkeys(str(one) for one, _ in merged.stated("pattern") if one))
