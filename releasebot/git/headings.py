"""The headings of release notes and changelogs, and which types of commits stand below each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Language = Literal["en", "ko"]
Form = Literal["plain", "keep-a-changelog"]


class Group(Struct, frozen=True):
    """A heading and the types of commits below it; `*` stands for all that no other takes."""

    heading: str
    types: tuple[str, ...]


class Words(Struct, frozen=True):
    """What notes say in one language besides what the commits say."""

    breaking: str
    reverts: str
    contributors: str
    newcomers: str
    changes: str
    nothing: str
    closes: str
    allowed: str
    cut: str
    """What stands below notes that were too long; `{link}` leads to the rest."""
    groups: tuple[Group, ...]
    kept: tuple[Group, ...]
    """The headings of keepachangelog.com, which stay English in files of any language."""


_UPKEEP = ("build", "chore", "ci", "style", "test", "tests")
_KEPT = (
    Group("Added", ("feat", "feature", "add")),
    Group("Changed", ("*",)),
    Group("Deprecated", ("deprecate", "deprecated")),
    Group("Removed", ("remove", "removed")),
    Group("Fixed", ("fix", "bugfix", "hotfix")),
    Group("Security", ("security", "sec")),
)


def _plain(*headings: str) -> tuple[Group, ...]:
    types = (
        ("feat", "feature"), ("fix", "bugfix", "hotfix"), ("security", "sec"),
        ("perf",), ("refactor",), ("docs", "doc"), ("revert",), _UPKEEP, ("*",),
    )  # fmt: skip
    return tuple(Group(*pair) for pair in zip(headings, types, strict=True))


WORDS: dict[Language, Words] = {
    "en": Words(
        breaking="Breaking changes",
        reverts="Reverts",
        contributors="Contributors",
        newcomers="First contribution",
        changes="All changes",
        nothing="No changes.",
        closes="for",
        allowed="The API changes more than the version tells",
        cut="The notes are longer than can be shown here: {link}",
        groups=_plain(
            "Features", "Bug fixes", "Security", "Performance", "Refactoring", "Documentation",
            "Reverts", "Maintenance", "Other changes",
        ),
        kept=_KEPT,
    ),
    "ko": Words(
        breaking="호환되지 않는 변경",
        reverts="되돌림",
        contributors="기여자",
        newcomers="첫 기여",
        changes="전체 변경 내역",
        nothing="변경 사항이 없습니다.",
        closes="관련",
        allowed="버전이 나타내는 것보다 API가 더 크게 바뀝니다",
        cut="내용이 길어 여기까지만 표시합니다: {link}",
        groups=_plain(
            "새 기능", "버그 수정", "보안", "성능 개선", "리팩터링", "문서",
            "되돌린 변경", "유지 보수", "기타 변경",
        ),
        kept=_KEPT,
    ),
}  # fmt: skip


def is_korean(texts: Iterable[str]) -> bool:
    """Whether most of the texts have Hangul in them."""
    korean = total = 0
    for text in texts:
        total += 1
        korean += not text.isascii() and any("가" <= letter <= "힣" for letter in text)
    return korean * 2 > total


def places_of(groups: tuple[Group, ...]) -> tuple[dict[str, int], int]:
    """The index of the group of each type, and that of all other types.

    Without a group for all others they go to the last, so that no change is lost.
    """
    places = {kind: number for number, group in enumerate(groups) for kind in group.types}
    return places, places.pop("*", len(groups) - 1)
