"""The words of the pages about releases, in each language: one table."""

from __future__ import annotations

from msgspec import Struct

from releasebot.pages.labels import Language


class Words(Struct, frozen=True):
    """Every word of ours on those pages; `{}` is filled in."""

    releases: str
    release: str
    released: str
    version: str
    day: str
    values: str
    changes: str
    breaking: str
    earlier: str
    on_the_web: str
    all_releases: str
    api_changes: str
    figures: str
    figures_intro: str
    window: str
    api_window: str
    no_past: str
    over_time: str
    over_time_about: str
    count: str
    lead_time: str
    lead_time_about: str
    days: str
    operations: str
    operations_about: str
    added: str
    removed: str
    deprecated: str
    described: str
    described_about: str
    exemplified: str
    exemplified_about: str
    kinds: tuple[str, str, str, str]
    """What the parts of an API are: operations, parameters, fields, responses."""


WORDS: dict[Language, Words] = {
    "en": Words(
        releases="Releases",
        release="Release {}",
        released="Released on {}.",
        version="Release",
        day="Day",
        values="The values as a table",
        changes="Changes",
        breaking="Breaking",
        earlier="Releases up to {} have no page here.",
        on_the_web="The tag in the repository",
        all_releases="All releases",
        api_changes="What changed in the API",
        figures="Releases in figures",
        figures_intro="Every point leads to its release. Days are those of the tagged commits.",
        window="The latest releases are shown, from {} on.",
        api_window="What is told of the API begins with {}.",
        no_past="How the API changed is not shown: git holds no earlier version of its document.",
        over_time="Releases over time",
        over_time_about="How many releases there had been on each day, from the first one shown.",
        count="Releases",
        lead_time="Lead time",
        lead_time_about="Days from the first commit of a release to the commit that was tagged.",
        days="days",
        operations="Operations that changed",
        operations_about="Operations of the API that each release added, removed or deprecated.",
        added="Added",
        removed="Removed",
        deprecated="Deprecated",
        described="What is described",
        described_about="The share of the API's parts that have a description.",
        exemplified="What has an example",
        exemplified_about="The share of the API's parts that have an example, a default or a "
        "list of their values.",
        kinds=("Operations", "Parameters", "Fields", "Responses"),
    ),
    "ko": Words(
        releases="릴리스",
        release="릴리스 {}",
        released="{}에 릴리스했습니다.",
        version="릴리스",
        day="날짜",
        values="값을 표로 보기",
        changes="변경",
        breaking="호환되지 않는 변경",
        earlier="{} 이전의 릴리스는 여기에 페이지가 없습니다.",
        on_the_web="저장소의 태그",
        all_releases="모든 릴리스",
        api_changes="API에서 바뀐 것",
        figures="숫자로 보는 릴리스",
        figures_intro="점마다 그 릴리스로 이어집니다. 날짜는 태그된 커밋의 날짜입니다.",
        window="{}부터 최근 릴리스만 표시합니다.",
        api_window="API에 대한 그림은 {}부터입니다.",
        no_past="API 문서의 이전 버전이 git에 없어서 API의 변화는 표시하지 않습니다.",
        over_time="시간에 따른 릴리스",
        over_time_about="표시된 첫 릴리스부터 그날까지 나온 릴리스의 수.",
        count="릴리스 수",
        lead_time="리드 타임",
        lead_time_about="릴리스의 첫 커밋부터 태그된 커밋까지 걸린 날수.",
        days="일",
        operations="바뀐 오퍼레이션",
        operations_about="릴리스마다 새로 생기거나 없어지거나 사용 중단된 API 오퍼레이션.",
        added="추가",
        removed="삭제",
        deprecated="사용 중단",
        described="설명이 있는 비율",
        described_about="API를 이루는 것 가운데 설명이 있는 것의 비율.",
        exemplified="예시가 있는 비율",
        exemplified_about="API를 이루는 것 가운데 예시, 기본값 또는 값 목록이 있는 것의 비율.",
        kinds=("오퍼레이션", "파라미터", "필드", "응답"),
    ),
}
