"""Operations: what they are called, what they say, and who may call them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Survey
from releasebot.openapi.tour import Part

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*([-./:][A-Za-z0-9_$]+)*\Z")
_OF_NESTJS = re.compile(r"[A-Z][A-Za-z0-9]*Controller_[A-Za-z0-9]+(_v[0-9]+)?\Z")


def _id(part: Part) -> str:
    stated = part.node.get("operationId")
    return stated if type(stated) is str else ""


def _missing_id(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    return () if _id(part).strip() else (Fault(part.location),)


def _twice(part: Part, survey: Survey) -> Iterator[Fault]:
    del part
    users: dict[str, list[Part]] = defaultdict(list)
    for operation in survey.operations:
        if _id(operation):
            users[_id(operation)].append(operation)
    for name, parts in users.items():
        if len(parts) > 1:
            places = ", ".join(one.operation for one in parts)
            yield Fault(
                parts[1].location.child("operationId"),
                {
                    "id": name,
                    "times": "twice" if len(parts) == len("ab") else f"{len(parts)} times",
                    "count": str(len(parts)),
                    "places": places,
                },
            )


def _no_name(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    name = _id(part)
    if not name.strip() or _NAME.match(name):
        return ()
    return (Fault(part.location.child("operationId"), {"id": name}),)


def _default_name(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    name = _id(part)
    if not _OF_NESTJS.match(name):
        return ()
    return (Fault(part.location.child("operationId"), {"id": name}),)


def _without_summary(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    holders = (part.node, part.above.node if part.above else {})
    said = (
        str(one.get(key) or "").strip() for one in holders for key in ("summary", "description")
    )
    return () if any(said) else (Fault(part.location),)


def _without_description(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    return () if str(part.node.get("description") or "").strip() else (Fault(part.location),)


def _without_tag(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    return () if part.node.get("tags") else (Fault(part.location),)


def _undeclared_tag(part: Part, survey: Survey) -> Iterator[Fault]:
    declared = survey.document.root.value.get("tags")
    if type(declared) is not list or not declared:
        return  # who declares none has no order or description to lose
    names = {str(one.get("name")) for one in declared if type(one) is dict}
    tags = part.node.get("tags")
    for index, tag in enumerate(tags if type(tags) is list else ()):
        if type(tag) is str and tag not in names:
            yield Fault(part.location.child("tags", index), {"tag": tag})


def _undefined_scheme(part: Part, survey: Survey) -> Iterator[Fault]:
    stated = part.node.get("security")
    defined = (
        {
            component.name
            for component, _ in survey.components()
            if component.group in {"securitySchemes", "securityDefinitions"}
        }
        if stated
        else set()
    )
    for index, requirement in enumerate(stated if type(stated) is list else ()):
        for name in requirement if type(requirement) is dict else ():
            if name not in defined:
                yield Fault(part.location.child("security", index, name), {"scheme": name})


def _open(part: Part, survey: Survey) -> Iterable[Fault]:
    root = survey.document.root.value
    stated = part.node.get("security", root.get("security"))
    return () if stated else (Fault(part.location),)


RULES = (
    Rule(
        id="operation-id-missing",
        level="warn",
        about="operation",
        wants=Words(
            "Every operation has an operationId: generated clients name their methods by it.",
            "모든 오퍼레이션에 operationId가 있습니다. 생성된 클라이언트의 메서드 이름이 됩니다.",
        ),
        finds=Words("{where} has no operationId", "{where}: operationId가 없습니다"),
        check=_missing_id,
        fix="@ApiOperation({ operationId: 'listOrders' })",
    ),
    Rule(
        id="operation-id-duplicate",
        level="error",
        about="document",
        wants=Words(
            "No two operations share an operationId.",
            "operationId는 오퍼레이션마다 다릅니다.",
        ),
        finds=Words(
            'operationId "{id}" is used {times} ({places})',
            'operationId "{id}"가 {count}번 쓰였습니다({places})',
        ),
        check=_twice,
        fix="@ApiOperation({ operationId: 'createOrder' })",
    ),
    Rule(
        id="operation-id-naming",
        level="warn",
        about="operation",
        wants=Words(
            "An operationId can be the name of a function.",
            "operationId는 함수 이름으로 쓸 수 있는 글자로 되어 있습니다.",
        ),
        finds=Words(
            "{where}: the operationId `{id}` cannot become a function's name",
            "{where}: operationId `{id}`는 함수 이름이 될 수 없습니다",
        ),
        check=_no_name,
        needs="operationId",
        fix="@ApiOperation({ operationId: 'listOrders' })",
    ),
    Rule(
        id="operation-id-default",
        level="off",
        about="operation",
        wants=Words(
            "An operationId is chosen, not NestJS's own `OrdersController_findAll`.",
            "operationId는 NestJS 기본값(`OrdersController_findAll`)이 아니라 정한 이름입니다.",
        ),
        finds=Words(
            "{where}: the operationId `{id}` is the name of the code behind it",
            "{where}: operationId `{id}`는 내부 코드의 이름입니다",
        ),
        check=_default_name,
        needs="operationId",
        fix="SwaggerModule.createDocument(app, config, "
        "{ operationIdFactory: (controller, method) => method })",
    ),
    Rule(
        id="operation-summary-missing",
        level="warn",
        about="operation",
        wants=Words(
            "Every operation has a summary or a description.",
            "모든 오퍼레이션에 요약이나 설명이 있습니다.",
        ),
        finds=Words(
            "{where} has neither a summary nor a description",
            "{where}: 요약도 설명도 없습니다",
        ),
        check=_without_summary,
        fix="@ApiOperation({ summary: '...', description: '...' })",
    ),
    Rule(
        id="operation-description-missing",
        level="off",
        about="operation",
        wants=Words("Every operation has a description.", "모든 오퍼레이션에 설명이 있습니다."),
        finds=Words("{where} has no description", "{where}: 설명이 없습니다"),
        check=_without_description,
        fix="@ApiOperation({ description: '...' })",
    ),
    Rule(
        id="operation-tag-missing",
        level="warn",
        about="operation",
        wants=Words(
            "Every operation has a tag, which is its page in the documentation.",
            "모든 오퍼레이션에 태그가 있습니다. 문서에서 페이지가 됩니다.",
        ),
        finds=Words("{where} has no tag", "{where}: 태그가 없습니다"),
        check=_without_tag,
        fix="@ApiTags('orders')",
    ),
    Rule(
        id="operation-tag-undeclared",
        level="warn",
        about="operation",
        wants=Words(
            "A document that declares tags declares every tag that is used.",
            "태그를 선언한 문서는 쓰는 태그를 모두 선언합니다.",
        ),
        finds=Words(
            "{where}: the tag `{tag}` is not declared",
            "{where}: 태그 `{tag}`가 선언되지 않았습니다",
        ),
        check=_undeclared_tag,
        needs="tags",
        fix="new DocumentBuilder().addTag('orders', '...')",
    ),
    Rule(
        id="operation-security-undefined",
        level="error",
        about="operation",
        wants=Words(
            "A security requirement names a scheme that is defined.",
            "보안 요구 사항은 정의된 보안 스킴을 가리킵니다.",
        ),
        finds=Words(
            "{where}: the security scheme `{scheme}` is not defined",
            "{where}: 보안 스킴 `{scheme}`이 정의되지 않았습니다",
        ),
        check=_undefined_scheme,
        needs="security",
        fix="new DocumentBuilder()"
        ".addBearerAuth({ type: 'http', scheme: 'bearer' }, 'access-token')",
    ),
    Rule(
        id="operation-security-missing",
        level="off",
        about="operation",
        wants=Words(
            "Every operation says who may call it.",
            "모든 오퍼레이션에 호출할 수 있는 사람(인증)이 적혀 있습니다.",
        ),
        finds=Words("{where} asks for no authentication", "{where}: 인증을 요구하지 않습니다"),
        check=_open,
        fix="@ApiBearerAuth('access-token')",
    ),
)
