"""What stands around the operations: information, servers, tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Survey
from releasebot.openapi.tour import Part

_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1", "example.com", "api.example.com"})  # noqa: S104  names in documents, nothing is opened


def _info_undescribed(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    return () if part.node.get("description") else (Fault(part.location),)


def _without_contact(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    return () if part.node.get("contact") else (Fault(part.location),)


def _without_license(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    return () if part.node.get("license") else (Fault(part.location),)


def _without_server(part: Part, survey: Survey) -> Iterable[Fault]:
    key = "host" if survey.document.dialect == "2.0" else "servers"
    return () if part.node.get(key) else (Fault(part.location),)


def _local(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    url = part.node.get("url")
    try:
        host = urlsplit(url).hostname if type(url) is str else None
    except ValueError:
        host = None
    return (Fault(part.location, {"host": host}),) if host in _LOCAL else ()


def _tag_undescribed(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    if part.node.get("description"):
        return ()
    return (Fault(part.location, {"name": str(part.node.get("name") or "?")}),)


def _tag_twice(part: Part, survey: Survey) -> Iterator[Fault]:
    del survey
    stated = part.node.get("tags")
    seen = set()
    for index, tag in enumerate(stated if type(stated) is list else ()):
        name = tag.get("name") if type(tag) is dict else None
        if type(name) is str:
            if name in seen:
                yield Fault(part.location.child("tags", index), {"name": name})
            seen.add(name)


RULES = (
    Rule(
        id="info-description-missing",
        level="warn",
        about="info",
        wants=Words("The API says what it is for.", "API에 무엇을 위한 것인지 적혀 있습니다."),
        finds=Words("the API has no description", "API 설명이 없습니다"),
        check=_info_undescribed,
        fix="new DocumentBuilder().setDescription('...')",
    ),
    Rule(
        id="info-contact-missing",
        level="off",
        about="info",
        wants=Words("The API says whom to ask.", "API에 문의할 곳이 적혀 있습니다."),
        finds=Words("the API names nobody to ask", "API에 문의할 곳이 없습니다"),
        check=_without_contact,
        fix="new DocumentBuilder().setContact('...', 'https://...', '...')",
    ),
    Rule(
        id="info-license-missing",
        level="off",
        about="info",
        wants=Words("The API states its licence.", "API에 라이선스가 적혀 있습니다."),
        finds=Words("the API states no licence", "API에 라이선스가 없습니다"),
        check=_without_license,
        fix="new DocumentBuilder().setLicense('MIT', 'https://...')",
    ),
    Rule(
        id="server-missing",
        level="warn",
        about="document",
        wants=Words(
            "The document names a server, so that readers and clients know where to call.",
            "문서에 서버 주소가 있습니다. 읽는 사람과 클라이언트가 어디를 호출할지 압니다.",
        ),
        finds=Words("the document names no server", "문서에 서버 주소가 없습니다"),
        check=_without_server,
        fix="new DocumentBuilder().addServer('https://api...')",
    ),
    Rule(
        id="server-local",
        level="warn",
        about="server",
        wants=Words(
            "No server is the developer's own machine or a placeholder.",
            "서버 주소가 개발자 컴퓨터나 예시 주소가 아닙니다.",
        ),
        finds=Words(
            "the server {host} can be reached by nobody else",
            "서버 {host}는 다른 사람이 접속할 수 없습니다",
        ),
        check=_local,
        fix="new DocumentBuilder().addServer('https://api...')",
    ),
    Rule(
        id="tag-description-missing",
        level="off",
        about="tag",
        wants=Words("Every tag has a description.", "모든 태그에 설명이 있습니다."),
        finds=Words("the tag {name} has no description", "태그 {name}에 설명이 없습니다"),
        check=_tag_undescribed,
        fix="new DocumentBuilder().addTag('{name}', '...')",
    ),
    Rule(
        id="tag-duplicate",
        level="error",
        about="document",
        wants=Words("A tag is declared once.", "태그는 한 번만 선언합니다."),
        finds=Words("the tag {name} is declared twice", "태그 {name}이(가) 두 번 선언되었습니다"),
        check=_tag_twice,
        fix="new DocumentBuilder().addTag('{name}', '...')",
    ),
)
