"""What changed in an API, as notes for those who call it: Markdown, what breaks first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.deprecations import Deprecation
from releasebot.openapi.diff.groups import Cause, Group, group
from releasebot.openapi.diff.migrations import migration
from releasebot.openapi.diff.rule import Language, Level
from releasebot.openapi.diff.sentence import sentence
from releasebot.openapi.diff.verdict import Verdict


class Words(Struct, frozen=True):
    """What the notes say themselves."""

    title: str
    now: str
    nothing: str
    reworded: str
    levels: dict[Level, str]
    operations: str
    whole: str
    deprecated: str
    what: str
    goes: str
    undated: str
    gone_by: str


WORDS: dict[Language, Words] = {
    "en": Words(
        "API changes: {base} to {revision}",
        "now",
        "Nothing changed.",
        "Only descriptions and examples changed.",
        {"breaking": "Breaking changes", "warning": "May break some clients", "info": "Changes"},
        "{} ({} operations)",
        "The API",
        "Deprecated",
        "What",
        "Goes away",
        "not said",
        "{}, which has gone by",
    ),
    "ko": Words(
        "API 변경: {base} → {revision}",
        "현재",
        "변경 사항이 없습니다.",
        "설명과 예시만 바뀌었습니다.",
        {
            "breaking": "호환되지 않는 변경",
            "warning": "일부 클라이언트에 영향을 줄 수 있는 변경",
            "info": "변경",
        },
        "{} (오퍼레이션 {}개)",
        "API 전체",
        "사용 중단 예정",
        "대상",
        "없어지는 날",
        "정해지지 않음",
        "{} (지남)",
    ),
}


class Heading(Struct, frozen=True):
    """Between what the notes are, in which language, and the day they are written.

    An empty `revision` is the document as it is now.
    """

    base: str
    revision: str
    language: Language
    today: date


def markdown(
    changes: Sequence[Change],
    verdict: Verdict,
    deprecated: Sequence[Deprecation],
    heading: Heading,
) -> str:
    """The notes as CommonMark with tables, ending in a line feed."""
    words = WORDS[heading.language]
    title = words.title.format(base=heading.base, revision=heading.revision or words.now)
    parts = [f"## {_plain(title)}"]
    if not changes:
        parts.append(words.reworded if verdict.bump == "patch" else words.nothing)
    for level, name in words.levels.items():
        chosen = [change for change in changes if change.level == level]
        if chosen:
            parts += [f"### {name}", *_groups(chosen, heading.language)]
    if deprecated:
        parts += [f"### {words.deprecated}", "\n".join(_table(deprecated, words, heading.today))]
    return "\n\n".join(parts) + "\n"


def _groups(changes: Sequence[Change], language: Language) -> Iterator[str]:
    for one in group(changes):
        yield f"**{_title(one, language)}**"
        yield "\n".join(_entry(cause, language) for cause in one.causes)


def _title(one: Group, language: Language) -> str:
    words = WORDS[language]
    if not one.title:
        return words.whole
    users = len(one.operations)
    name = f"`{_code(one.title)}`"
    return words.operations.format(name, users) if one.shared and users > 1 else name


def _entry(cause: Cause, language: Language) -> str:
    first = cause.first
    said = f"- {_plain(sentence(first, language))}."
    if first.level == "info":
        return said
    told = migration(first, language)
    return f"{said} **{_plain(told)}**" if told else said


def _table(deprecated: Sequence[Deprecation], words: Words, today: date) -> Iterator[str]:
    yield f"| {words.what} | {words.goes} |"
    yield "| --- | --- |"
    for one in deprecated:
        day = words.undated
        if one.day:
            shown = one.day.isoformat()
            day = words.gone_by.format(shown) if one.day < today else shown
        yield f"| `{_code(one.title).replace('|', '/')}` | {day} |"


def _plain(text: str) -> str:
    """Words of ours around values of the document, which stand between backquotes as code."""
    pieces = text.split("`")
    for number in range(0, len(pieces), 2):
        pieces[number] = pieces[number].replace("<", "\\<").replace("*", "\\*").replace("_", "\\_")
    return "`".join(pieces)


def _code(text: str) -> str:
    return " ".join(text.replace("`", "'").split())
