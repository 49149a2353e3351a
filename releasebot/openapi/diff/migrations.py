"""What the author of a client does about a breaking change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.rule import Language, Then
from releasebot.openapi.diff.sentence import filled

_BY_RULE: Sequence[tuple[str, str, str]] = (
    (
        r"renamed$",
        "Use {after} instead of {before}.",
        "{before} 대신 {after}을(를) 쓰십시오.",
    ),
    (
        r"^new-re.*-parameter|^request-parameter-became-required",
        "Send it with every request.",
        "모든 요청에 이 매개변수를 보내십시오.",
    ),
    (
        r"^new-required-request|^request-.*became-required|^request-body-added-required",
        "Send it with every request.",
        "모든 요청에 이것을 보내십시오.",
    ),
    (
        r"^request-.*(removed-before-sunset|parameter-removed|property-removed)",
        "Stop sending it.",
        "더 이상 보내지 마십시오.",
    ),
    (
        r"^request-.*enum-value-removed",
        "Send another value than {before}.",
        "{before}이(가) 아닌 값을 보내십시오.",
    ),
    (
        r"^request-.*(became-enum|const-)",
        "Send only what is allowed now: {after}.",
        "이제 허용되는 값만 보내십시오: {after}.",
    ),
    (
        r"^request-.*(type-changed|type-specialized|list-of-types-narrowed)",
        "Send {after} instead of {before}.",
        "{before} 대신 {after}을(를) 보내십시오.",
    ),
    (
        r"^request-.*became-not-nullable",
        "Leave it out, or send a value instead of null.",
        "null 대신 값을 보내거나 생략하십시오.",
    ),
    (
        r"^request-.*pattern",
        "Send only values that match {after}.",
        "{after} 패턴에 맞는 값만 보내십시오.",
    ),
    (
        r"^request-.*default-value",
        "Send the value that you rely on instead of leaving it out.",
        "생략하지 말고 필요한 값을 명시하여 보내십시오.",
    ),
    (
        r"^request-body-media-type-removed",
        "Send another media type than {before}.",
        "{before}이(가) 아닌 미디어 타입으로 보내십시오.",
    ),
    (
        r"^response-.*became-nullable",
        "Expect null there.",
        "이 값이 null일 수 있도록 처리하십시오.",
    ),
    (
        r"^response-.*became-optional",
        "Expect that it is missing.",
        "이 값이 없을 수 있도록 처리하십시오.",
    ),
    (
        r"^response-.*(type-|list-of-types)",
        "Read {after} instead of {before}.",
        "{before} 대신 {after}(으)로 읽으십시오.",
    ),
    (
        r"^response-media-type-removed",
        "Accept another media type than {before}.",
        "{before}이(가) 아닌 미디어 타입을 받도록 바꾸십시오.",
    ),
    (
        r"^api-(server|base-path)",
        "Call the new address.",
        "새 주소로 호출하십시오.",
    ),
)
"""By the id of the rule: the first that fits counts."""

_BY_THEN: dict[Then, tuple[str, str]] = {
    "refused": (
        "Send only what the new document allows.",
        "새 문서가 허용하는 요청만 보내십시오.",
    ),
    "unexpected": (
        "Accept what the new document allows.",
        "새 문서가 허용하는 값을 모두 받아들이십시오.",
    ),
    "missing": ("Do without it.", "이 값 없이 동작하도록 바꾸십시오."),
    "gone": (
        "Stop calling it; see whether another operation does the same.",
        "더 이상 호출하지 말고 같은 일을 하는 오퍼레이션을 찾으십시오.",
    ),
    "denied": (
        "Send the credentials that are asked for.",
        "요구되는 인증 정보를 함께 보내십시오.",
    ),
    "sdk": ("Generate the client anew.", "클라이언트를 다시 생성하십시오."),
    "leave": (
        "Stop using it before it goes away.",
        "없어지기 전에 사용을 멈추십시오.",
    ),
}


def migration(change: Change, language: Language) -> str:
    """What to do about a change; empty for one that asks for nothing."""
    index = language == "ko"
    for pattern, *told in _BY_RULE:
        if re.search(pattern, change.id):
            return filled(told[index], change)
    known = _BY_THEN.get(change.rule.then)
    return filled(known[index], change) if known else ""
