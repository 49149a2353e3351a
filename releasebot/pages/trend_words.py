"""The words of the page about trends, in each language, and what it shows: one table."""

from __future__ import annotations

from msgspec import Struct

from releasebot.pages.labels import Language


class Measure(Struct, frozen=True):
    """A figure that gates measure, and how it is shown: in its `unit`, after multiplying it.

    Where the figure is missing the `instead` counts. `highest` is as in `Plot`.
    """

    figure: str
    name: str
    unit: str = ""
    times: float = 1
    highest: float = 0
    instead: str = ""


MEASURES = (
    Measure("lines", "coverage", "%", highest=100, instead="statements"),
    Measure("p95", "response-time", "ms"),
    Measure("error_rate", "error-rate", "%", times=100),
    Measure("advisories", "advisories"),
    Measure("tests", "tests"),
    Measure("seconds", "test-time", "s"),
    Measure("slow_queries", "slow-queries"),
)
"""What is shown, in this order; the names of figures are those that the readers give."""


class Words(Struct, frozen=True):
    """Every word of ours on that page; `measures` are title and description by a measure's name."""

    title: str
    intro: str
    unread: str
    measures: dict[str, tuple[str, str]]


WORDS: dict[Language, Words] = {
    "en": Words(
        title="Quality over releases",
        intro="What the gates measured before each release; that of the latest one is shown with "
        "the next. Every point leads to its release.",
        unread="What the gates measured could not be read when these pages were made.",
        measures={
            "coverage": ("Coverage", "The share of lines that the tests ran."),
            "response-time": (
                "Response time",
                "95 of 100 requests were answered within this time.",
            ),
            "error-rate": ("Failed requests", "The share of requests that failed under load."),
            "advisories": ("Open advisories", "Known vulnerabilities of what is depended on."),
            "tests": ("Tests", "How many tests there were."),
            "test-time": ("Test time", "How long the tests took, by their own report."),
            "slow-queries": ("Slow queries", "Runs of queries that took longer than their budget."),
        },
    ),
    "ko": Words(
        title="릴리스별 품질",
        intro="릴리스하기 전에 게이트가 잰 값입니다. 마지막 릴리스의 값은 다음 릴리스 때 나옵니다. "
        "점마다 그 릴리스로 이어집니다.",
        unread="이 페이지를 만들 때 게이트가 잰 값을 읽지 못했습니다.",
        measures={
            "coverage": ("커버리지", "테스트가 실행한 줄의 비율."),
            "response-time": ("응답 시간", "요청 100개 가운데 95개가 이 시간 안에 응답했습니다."),
            "error-rate": ("실패한 요청", "부하를 줄 때 실패한 요청의 비율."),
            "advisories": ("알려진 취약점", "의존하는 패키지에 남아 있는 보안 권고."),
            "tests": ("테스트", "테스트의 수."),
            "test-time": ("테스트 시간", "보고서에 적힌 테스트 실행 시간."),
            "slow-queries": ("느린 쿼리", "정해진 시간보다 오래 걸린 쿼리 실행의 수."),
        },
    ),
}
