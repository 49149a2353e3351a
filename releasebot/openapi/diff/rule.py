"""A rule: what a kind of change is called, how grave it is, and how it is said.

Many kinds of change are the same at several places: a `maxLength` can be lowered in the body of a
request, in a property of it, in a parameter. A `Row` says such a kind once, and gives a rule for
every place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

Level = Literal["breaking", "warning", "info"]
Direction = Literal["request", "response", "none"]
Language = Literal["en", "ko"]

LEVELS: tuple[Level, ...] = ("breaking", "warning", "info")
"""Every level, the gravest first."""

Place = Literal[
    "request-body",
    "request-property",
    "request-read-only-property",
    "request-parameter",
    "request-parameter-property",
    "request-header-property",
    "response-body",
    "response-property",
    "response-write-only-property",
    "response-header",
]

PLACES: tuple[Place, ...] = (
    "request-body",
    "request-property",
    "request-read-only-property",
    "request-parameter",
    "request-parameter-property",
    "request-header-property",
    "response-body",
    "response-property",
    "response-write-only-property",
    "response-header",
)

Then = Literal[
    "", "refused", "accepted", "unexpected", "missing", "fits", "gone", "sdk", "leave", "denied"
]
"""What follows from a change for a client."""

CONSEQUENCES: Mapping[Then, tuple[str, str]] = {
    "": ("", ""),
    "refused": (
        "requests that were accepted can now be refused",
        "지금까지 받아들여지던 요청이 거부될 수 있습니다",
    ),
    "accepted": (
        "requests that were accepted still are",
        "지금까지의 요청은 그대로 받아들여집니다",
    ),
    "unexpected": (
        "clients can receive what the old contract ruled out",
        "클라이언트가 이전 계약에 없던 것을 받을 수 있습니다",
    ),
    "missing": (
        "clients that rely on it can miss it",
        "이 값에 의존하는 클라이언트는 값을 받지 못할 수 있습니다",
    ),
    "fits": (
        "what clients receive still fits the old contract",
        "클라이언트가 받는 것은 이전 계약에 여전히 맞습니다",
    ),
    "gone": (
        "clients that call it get an error",
        "호출하던 클라이언트는 오류를 받습니다",
    ),
    "sdk": (
        "names in generated clients change, requests do not",
        "생성된 클라이언트의 이름이 바뀌지만 요청은 그대로입니다",
    ),
    "leave": (
        "clients should stop using it before it goes away",
        "클라이언트는 없어지기 전에 사용을 멈추어야 합니다",
    ),
    "denied": (
        "clients that call as before are turned away",
        "이전처럼 호출하는 클라이언트는 거절됩니다",
    ),
}

USUAL_THEN: Mapping[tuple[Direction, Level], Then] = {
    ("request", "breaking"): "refused",
    ("request", "warning"): "refused",
    ("request", "info"): "accepted",
    ("response", "breaking"): "unexpected",
    ("response", "warning"): "unexpected",
    ("response", "info"): "fits",
}


class Rule(Struct, frozen=True):
    """A kind of change. `en` and `ko` say it, with `{before}` and other words of the change."""

    id: str
    level: Level
    direction: Direction
    place: str
    en: str
    ko: str
    then: Then = ""


class Row(Struct, frozen=True):
    """A kind of change of a schema, at every place where it can happen.

    `request` and `response` are its levels there, None where it cannot be; `levels` holds those of
    places where it is another. `ids` holds the ids that do not follow from place and name.
    """

    name: str
    request: Level | None
    response: Level | None
    en: str
    ko: str
    then: tuple[Then, Then] = ("", "")
    levels: Mapping[Place, Level] = {}
    ids: Mapping[Place, str] = {}

    def id_at(self, place: Place) -> str:
        """The rule's id at a place."""
        return self.ids.get(place, f"{place}-{self.name}")

    def at(self, place: Place) -> Rule | None:
        """The rule for a place; None where such a change cannot be."""
        level = self.level_at(place)
        if level is None:
            return None
        direction: Direction = "request" if place.startswith("request") else "response"
        then = self.then[direction == "response"] or USUAL_THEN[direction, level]
        return Rule(self.id_at(place), level, direction, place, self.en, self.ko, then)

    def level_at(self, place: Place) -> Level | None:
        """How grave it is there; what a client never sends or never gets harms none."""
        if place in {"request-read-only-property", "response-write-only-property"}:
            usual = self.request if place.startswith("request") else self.response
            return usual and "info"
        usual = self.response if place.startswith("response") else self.request
        return self.levels.get(place, usual)


def expand(rows: Iterable[Row]) -> Iterator[Rule]:
    """The rules of `rows`, one for each place."""
    for row in rows:
        for place in PLACES:
            rule = row.at(place)
            if rule is not None:
                yield rule
