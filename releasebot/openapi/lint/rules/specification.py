"""What the specification itself forbids, as its official schema documents have it."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Survey
from releasebot.openapi.tour import Part


def _violations(part: Part, survey: Survey) -> Iterator[Fault]:
    from releasebot.openapi.lint.structure import wrongs

    del part
    document = survey.document
    whole = Part("document", document.root.value, document.root.name)
    for one in (whole, *survey.fragments):
        for wrong in wrongs(one.node, one.kind, document.dialect):
            location = one.location.child(*wrong.keys)
            yield Fault(location, {"en": wrong.words.en, "ko": wrong.words.ko})


RULES = (
    Rule(
        id="specification",
        level="error",
        about="document",
        wants=Words(
            "The document is what the schema documents of its OpenAPI version allow.",
            "문서가 해당 OpenAPI 버전의 공식 스키마에 맞습니다.",
        ),
        finds=Words("{where}: {en}", "{where}: {ko}"),
        check=_violations,
    ),
)
