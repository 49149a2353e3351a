"""What a comment on a pull request says of its outlook: Markdown, in English or Korean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from msgspec import Struct

from releasebot.git.headings import Language
from releasebot.github.markdown import code, plain, worded
from releasebot.openapi.diff.rule import LEVELS, Level
from releasebot.release.outlook import CONFLICT, MOST_TEXT, ApiLine, Outlook

_FEWER = (100, 40, 15, 5, 0)
"""How many lines a list has at most: as many as the whole has room for."""


class _Words(Struct, frozen=True):
    """What the comment says itself; the marks in braces are filled in as code or inert text."""

    title: str
    releases: str
    nothing: str
    elsewhere: str
    stopped: str
    next: str
    first: str
    no_next: str
    raise_it: str
    api: str
    no_api: str
    unknown_api: str
    reworded: str
    levels: dict[Level, str]
    whole: str
    disagree: str
    states: str
    decides: str
    steps: str
    head: tuple[str, str, str]
    states_of: dict[str, str]
    trouble: str
    preview: str
    more: str
    about: str


_WORDS: dict[Language, _Words] = {
    "en": _Words(
        title="Release plan of {name}",
        releases="**Merging this releases {version}**, tagged {tag}.",
        nothing="**Merging this releases nothing**: {version} was released at {released}, and "
        "{place} still states it.",
        elsewhere="**Merging this releases nothing**: it goes to {target}, which is not released.",
        stopped="**As it is, this cannot be released.**",
        next="The changes since {last} ask for **{next}** ({level}):",
        first="The first release is **{next}** ({level}):",
        no_next="Nothing that users would notice has changed since {last}.",
        raise_it="Write it everywhere with {command}.",
        api="API changes since {base}",
        no_api="The API has not changed.",
        unknown_api="The API was not compared: {why}",
        reworded="Only descriptions and examples of the API changed.",
        levels={
            "breaking": "Breaking changes",
            "warning": "May break some clients",
            "info": "Changes",
        },
        whole="The API",
        disagree="Versions that disagree",
        states="{place} states {version}",
        decides="{place} states {version}, and decides",
        steps="What the release will do",
        head=("step", "state", "what"),
        states_of={},
        trouble="What stands in the way",
        preview="[Preview of the documentation]({url})",
        more="and {count} more",
        about="Looked at {commit}. This comment is kept up to date.",
    ),
    "ko": _Words(
        title="{name} 릴리스 계획",
        releases="**이 변경을 병합하면 {version}이(가) 릴리스됩니다.** 태그는 {tag}입니다.",
        nothing="**이 변경을 병합해도 릴리스되지 않습니다.** {version}은(는) {released}에서 이미 "
        "릴리스되었고, {place}에 아직 그 버전이 있습니다.",
        elsewhere="**이 변경을 병합해도 릴리스되지 않습니다.** 대상인 {target}은(는) 릴리스하지 "
        "않는 브랜치입니다.",
        stopped="**지금 상태로는 릴리스할 수 없습니다.**",
        next="{last} 이후의 변경에 따른 다음 버전은 **{next}**입니다 ({level}):",
        first="첫 릴리스는 **{next}**입니다 ({level}):",
        no_next="{last} 이후 사용자가 알아챌 변경이 없습니다.",
        raise_it="{command} 명령으로 모든 곳에 쓸 수 있습니다.",
        api="{base} 이후의 API 변경",
        no_api="API는 바뀌지 않았습니다.",
        unknown_api="API를 비교하지 못했습니다: {why}",
        reworded="API의 설명과 예시만 바뀌었습니다.",
        levels={
            "breaking": "호환되지 않는 변경",
            "warning": "일부 클라이언트에 영향을 줄 수 있는 변경",
            "info": "변경",
        },
        whole="API 전체",
        disagree="서로 다른 버전",
        states="{place}: {version}",
        decides="{place}: {version} (기준)",
        steps="릴리스가 할 일",
        head=("단계", "상태", "내용"),
        states_of={
            "to do": "할 일",
            CONFLICT: "충돌",
            "skipped": "건너뜀",
        },
        trouble="막는 것",
        preview="[문서 미리 보기]({url})",
        more="외 {count}개",
        about="{commit} 기준입니다. 이 댓글은 최신 상태로 유지됩니다.",
    ),
}


def mark(project: str) -> str:
    """The line by which the comment of the project in that folder is known; nobody sees it."""
    return f"<!-- releasebot plan: {quote(project, safe='/')} -->"


def comment(outlook: Outlook, *, preview: str, most: int) -> str:
    """The whole text in at most `most` characters; `preview` is an address of ours, or empty."""
    text = ""
    for lines in _FEWER:
        text = "\n\n".join(_Text(outlook, lines).parts(preview)) + "\n"
        if len(text) <= most:
            break
    return text[:most]


class _Text:
    """The parts of one comment, each list of which has at most so many lines."""

    def __init__(self, outlook: Outlook, lines: int) -> None:
        self._outlook = outlook
        self._lines = lines
        self._words = _WORDS[outlook.language]

    def parts(self, preview: str) -> Iterator[str]:
        words, outlook = self._words, self._outlook
        yield f"### {words.title.format(name=_plain(outlook.name))}"
        yield self._sentence()
        if preview:
            yield words.preview.format(url=preview)
        yield from self._next()
        yield from self._listed(words.trouble, [f"- {_plain(one)}" for one in outlook.troubles])
        yield from self._disagreements()
        yield from self._api()
        yield from self._steps()
        yield f"<sub>{words.about.format(commit=_code(outlook.commit[:9]))}</sub>"

    def _sentence(self) -> str:
        words, outlook = self._words, self._outlook
        if outlook.released:
            return words.nothing.format(
                version=_plain(outlook.version),
                released=_code(outlook.released[:9]),
                place=_code(outlook.place),
            )
        if outlook.elsewhere:
            return words.elsewhere.format(target=_code(outlook.elsewhere))
        if outlook.troubles or any(one.state == CONFLICT for one in outlook.steps):
            return words.stopped
        return words.releases.format(version=_plain(outlook.version), tag=_code(outlook.tag))

    def _next(self) -> Iterator[str]:
        words, outlook = self._words, self._outlook
        if not outlook.next:
            if outlook.last:
                yield words.no_next.format(last=_code(outlook.last))
            return
        told = words.next if outlook.last else words.first
        yield told.format(
            last=_code(outlook.last), next=_plain(outlook.next), level=outlook.level or ""
        )
        yield self._list([
            f"- **{one.level}** {_worded(one.text)}"
            + (f" ({_code(one.commit[:8])})" if one.commit else "")
            for one in outlook.why
        ])  # fmt: skip
        if outlook.next != outlook.version:
            yield words.raise_it.format(command=_code(f"releasebot version set {outlook.next}"))

    def _disagreements(self) -> Iterator[str]:
        words, outlook = self._words, self._outlook
        if not outlook.disagreements:
            return
        own = words.decides.format(place=_code(outlook.place), version=_plain(outlook.version))
        others = [
            f"- {words.states.format(place=_code(one.place), version=_plain(one.version))}"
            for one in outlook.disagreements
        ]
        yield from self._listed(words.disagree, [f"- {own}", *others])

    def _api(self) -> Iterator[str]:
        words, outlook = self._words, self._outlook
        if not outlook.api_base:
            return
        yield f"#### {words.api.format(base=_code(outlook.api_base))}"
        if outlook.api_unknown:
            yield words.unknown_api.format(why=_plain(outlook.api_unknown))
        elif not outlook.api:
            yield words.reworded if outlook.api_reworded else words.no_api
        left = self._lines
        for level in LEVELS:
            chosen = [one for one in outlook.api if one.level == level]
            shown = chosen[:left]
            left -= len(shown)
            if shown:
                yield f"**{words.levels[level]}**"
                yield "\n".join(map(self._api_line, shown))
        rest = max(outlook.api_lines, len(outlook.api)) - (self._lines - left)
        if rest > 0:
            yield words.more.format(count=rest)

    def _api_line(self, one: ApiLine) -> str:
        where = _code(one.where) if one.where else self._words.whole
        told = f" **{_worded(one.migration)}**" if one.migration else ""
        return f"- {where}: {_worded(one.text)}.{told}"

    def _steps(self) -> Iterator[str]:
        words, outlook = self._words, self._outlook
        shown = [one for one in outlook.steps if one.state != "already so"]
        if not shown or outlook.elsewhere:
            return
        yield f"#### {words.steps}"
        rows = [f"| {' | '.join(words.head)} |", "| --- | --- | --- |"]
        for one in shown[: max(self._lines, 5)]:
            state = words.states_of.get(one.state, one.state)
            rows.append(f"| {_plain(one.step)} | {_plain(state)} | {_plain(one.text)} |")
        yield "\n".join(rows)

    def _listed(self, title: str, lines: Sequence[str]) -> Iterator[str]:
        if lines:
            yield f"#### {title}"
            yield self._list(lines)

    def _list(self, lines: Sequence[str]) -> str:
        rest = len(lines) - self._lines
        if rest <= 0:
            return "\n".join(lines)
        return "\n".join([*lines[: self._lines], f"- {self._words.more.format(count=rest)}"])


def _plain(text: str) -> str:
    return plain(text, most=MOST_TEXT)


def _code(text: str) -> str:
    return code(text, most=MOST_TEXT)


def _worded(text: str) -> str:
    return worded(text, most=MOST_TEXT)
