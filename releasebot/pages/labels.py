"""The words of the pages that are ours, in each language: one table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from releasebot.openapi.model import Api

Language = Literal["ko", "en"]
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LETTER = re.compile(r"[^\W\d_]")


class Labels(Struct, frozen=True):
    """Every word of ours that a page can hold; `{}` is filled in."""

    overview: str
    changelog: str
    unreleased: str
    since: str
    changed: str
    day: str
    release: str
    breaking: str
    warnings: str
    further: str
    version: str
    api_version: str
    servers: str
    address: str
    authentication: str
    authentication_none: str
    authentication_optional: str
    either: str
    scopes: str
    scheme: str
    flow: str
    authorization_url: str
    token_url: str
    refresh_url: str
    device_url: str
    openid_url: str
    sent_in: str
    kind: str
    contact: str
    licence: str
    terms: str
    see_also: str
    groups: str
    group: str
    untagged: str
    operations: str
    operation: str
    method: str
    path: str
    summary: str
    parameters: str
    request_body: str
    responses: str
    status: str
    headers: str
    callbacks: str
    webhooks: str
    webhook_note: str
    links: str
    example: str
    generated_example: str
    shortened: str
    samples: str
    schemas: str
    schema: str
    enums: str
    errors: str
    errors_note: str
    value: str
    meaning: str
    used_by: str
    name: str
    place: str
    type: str
    required: str
    description: str
    deprecated: str
    deprecated_note: str
    sunset: str
    read_only: str
    write_only: str
    internal: str
    default: str
    fixed: str
    allowed: str
    format: str
    pattern: str
    minimum: str
    maximum: str
    above: str
    below: str
    multiple_of: str
    min_length: str
    max_length: str
    min_items: str
    max_items: str
    unique_items: str
    min_properties: str
    max_properties: str
    style: str
    content_type: str
    encoding: str
    item: str
    any_key: str
    any_value: str
    no_value: str
    no_more_properties: str
    one_of: str
    any_of: str
    none_of: str
    variant: str
    discriminator: str
    inherited: str
    comment: str
    places: dict[str, str]


_ENGLISH = Labels(
    overview="Overview",
    changelog="API changelog",
    unreleased="Not released yet",
    since="since {}",
    changed="changed in",
    day="Day",
    release="Release",
    breaking="Breaking",
    warnings="May break",
    further="Other changes",
    version="Version",
    api_version="API version",
    servers="Servers",
    address="Address",
    authentication="Authentication",
    authentication_none="not needed",
    authentication_optional="optional",
    either="or",
    scopes="Scopes",
    scheme="Scheme",
    flow="Flow",
    authorization_url="Authorization URL",
    token_url="Token URL",  # noqa: S106  a label
    refresh_url="Refresh URL",
    device_url="Device authorization URL",
    openid_url="OpenID Connect URL",
    sent_in="Sent in",
    kind="Kind",
    contact="Contact",
    licence="Licence",
    terms="Terms of service",
    see_also="See also",
    groups="Operations",
    group="Group",
    untagged="Other operations",
    operations="Operations",
    operation="Operation",
    method="Method",
    path="Path",
    summary="Summary",
    parameters="Parameters",
    request_body="Request body",
    responses="Responses",
    status="Status",
    headers="Headers",
    callbacks="Callbacks",
    webhooks="Webhooks",
    webhook_note="The API sends these requests; the address is one that you register.",
    links="Links",
    example="Example",
    generated_example="Generated example",
    shortened="shortened",
    samples="Code samples",
    schemas="Schemas",
    schema="Schema",
    enums="Enumerations",
    errors="Errors",
    errors_note="Every answer of 400 and above, and what gives it.",
    value="Value",
    meaning="Meaning",
    used_by="Used by",
    name="Name",
    place="In",
    type="Type",
    required="required",
    description="Description",
    deprecated="deprecated",
    deprecated_note="Deprecated: do not use it for anything new.",
    sunset="goes away",
    read_only="read only",
    write_only="write only",
    internal="internal",
    default="default",
    fixed="always",
    allowed="allowed",
    format="format",
    pattern="pattern",
    minimum="at least",
    maximum="at most",
    above="more than",
    below="less than",
    multiple_of="multiple of",
    min_length="characters at least",
    max_length="characters at most",
    min_items="items at least",
    max_items="items at most",
    unique_items="items differ",
    min_properties="properties at least",
    max_properties="properties at most",
    style="style",
    content_type="content type",
    encoding="Encoding",
    item="item",
    any_key="any other name",
    any_value="any",
    no_value="nothing",
    no_more_properties="no other properties",
    one_of="one of",
    any_of="any of",
    none_of="not",
    variant="Variant {}",
    discriminator="Told apart by",
    inherited="from",
    comment="comment",
    places={
        "path": "path",
        "query": "query",
        "header": "header",
        "cookie": "cookie",
        "querystring": "query string",
    },
)

_KOREAN = Labels(
    overview="개요",
    changelog="API 변경 이력",
    unreleased="출시 전",
    since="{}부터",
    changed="변경:",
    day="날짜",
    release="릴리스",
    breaking="호환되지 않음",
    warnings="주의",
    further="그 밖의 변경",
    version="버전",
    api_version="API 버전",
    servers="서버",
    address="주소",
    authentication="인증",
    authentication_none="필요 없음",
    authentication_optional="선택",
    either="또는",
    scopes="권한 범위",
    scheme="방식",
    flow="흐름",
    authorization_url="인가 URL",
    token_url="토큰 URL",  # noqa: S106  a label
    refresh_url="갱신 URL",
    device_url="기기 인가 URL",
    openid_url="OpenID Connect URL",
    sent_in="보내는 곳",
    kind="종류",
    contact="연락처",
    licence="라이선스",
    terms="이용 약관",
    see_also="함께 보기",
    groups="API 목록",
    group="묶음",
    untagged="그 밖의 API",
    operations="API",
    operation="API",
    method="메서드",
    path="경로",
    summary="요약",
    parameters="매개변수",
    request_body="요청 본문",
    responses="응답",
    status="상태",
    headers="헤더",
    callbacks="콜백",
    webhooks="웹훅",
    webhook_note="API 서버가 보내는 요청입니다. 받을 주소는 직접 등록합니다.",
    links="이어지는 호출",
    example="예시",
    generated_example="생성된 예시",
    shortened="줄임",
    samples="호출 코드",
    schemas="스키마",
    schema="스키마",
    enums="열거형",
    errors="오류",
    errors_note="400 이상의 모든 응답과, 그 응답을 돌려주는 API입니다.",
    value="값",
    meaning="의미",
    used_by="쓰이는 곳",
    name="이름",
    place="위치",
    type="타입",
    required="필수",
    description="설명",
    deprecated="사용 중단 예정",
    deprecated_note="사용 중단 예정입니다. 새로 쓰지 마세요.",
    sunset="종료일",
    read_only="읽기 전용",
    write_only="쓰기 전용",
    internal="내부용",
    default="기본값",
    fixed="고정값",
    allowed="허용 값",
    format="형식",
    pattern="패턴",
    minimum="최소",
    maximum="최대",
    above="초과",
    below="미만",
    multiple_of="배수",
    min_length="최소 길이",
    max_length="최대 길이",
    min_items="최소 개수",
    max_items="최대 개수",
    unique_items="중복 불가",
    min_properties="최소 속성 수",
    max_properties="최대 속성 수",
    style="표기 방식",
    content_type="콘텐츠 타입",
    encoding="인코딩",
    item="항목",
    any_key="그 밖의 이름",
    any_value="모든 값",
    no_value="값 없음",
    no_more_properties="다른 속성 불가",
    one_of="다음 중 하나",
    any_of="다음 중 하나 이상",
    none_of="다음 제외",
    variant="유형 {}",
    discriminator="구분 필드",
    inherited="상속",
    comment="비고",
    places={
        "path": "경로",
        "query": "쿼리",
        "header": "헤더",
        "cookie": "쿠키",
        "querystring": "쿼리 문자열",
    },
)

LABELS: dict[Language, Labels] = {"ko": _KOREAN, "en": _ENGLISH}


def language_of(api: Api) -> Language:
    """Korean where at least half of the API's parts that people describe are described in Hangul.

    Parts are the API itself, its tags, its operations and the fields of its schemas.
    """
    texts = [text for text in _texts(api) if _LETTER.search(text)]
    korean = sum(1 for text in texts if _HANGUL.search(text))
    return "ko" if texts and korean * 2 >= len(texts) else "en"


def _texts(api: Api) -> Iterable[str]:
    yield f"{api.info.title} {api.info.description}"
    yield from (f"{tag.name} {tag.description}" for tag in api.tags)
    yield from (f"{one.summary} {one.description}" for one in api.operations)
    for named in api.schemas:
        for property_ in named.schema.properties:
            yield property_.schema.text("description")
