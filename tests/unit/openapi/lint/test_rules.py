from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from releasebot.config.lint_rules import LINT_RULES
from releasebot.openapi.lint.check import check
from releasebot.openapi.lint.table import FAMILIES, RULES
from tests.unit.openapi.lint.faultless import ALL_ON, Spec, faultless, issues_of, read


def get(spec: Spec) -> Any:  # noqa: ANN401  a part of a document
    return spec["paths"]["/orders/{id}"]["get"]


def order(spec: Spec) -> Any:  # noqa: ANN401
    return spec["components"]["schemas"]["Order"]


def at(*keys: str | int) -> Callable[[Spec], Any]:
    def go(spec: Spec) -> Any:  # noqa: ANN401
        node: Any = spec
        for key in keys:
            node = node[key]
        return node

    return go


def put(*keys: str | int, value: object) -> Callable[[Spec], object]:
    def spoil(spec: Spec) -> None:
        at(*keys[:-1])(spec)[keys[-1]] = value

    return spoil


def drop(*keys: str | int) -> Callable[[Spec], object]:
    return lambda spec: at(*keys[:-1])(spec).pop(keys[-1])


OPERATION = ("paths", "/orders/{id}", "get")
ORDER = ("components", "schemas", "Order")
IN_GET = "/paths/~1orders~1{id}/get"
IN_ORDER = "/components/schemas/Order"
NAMES = {f"someName{number}": {"type": "string"} for number in range(10)}
AGAIN = {
    "operationId": "getOrder",
    "summary": "x",
    "tags": ["orders"],
    "responses": {"204": {"description": "x"}, "404": {"description": "x"}},
}

CASES: dict[str, tuple[Callable[[Spec], object], str, str, str]] = {
    "specification": (
        put("paths", "/orders/{id}", "get", "responses", "404", value={"desc": "x"}),
        f"{IN_GET}/responses/404/desc",
        "`desc` does not belong here",
        "여기에 쓸 수 없습니다",
    ),
    "reference-unresolvable": (
        put(*OPERATION, "responses", "404", value={"$ref": "#/components/responses/No"}),
        f"{IN_GET}/responses/404",
        "GET /orders/{id} 404: unresolvable reference #/components/responses/No",
        "가리키는 것이 없습니다",
    ),
    "reference-refused": (
        put(*OPERATION, "responses", "404", value={"$ref": "https://a.example/b.json"}),
        f"{IN_GET}/responses/404",
        "remote references are not followed: https://a.example/b.json",
        "읽지 않았습니다",
    ),
    "info-description-missing": (drop("info", "description"), "/info", "no description", "설명"),
    "info-contact-missing": (drop("info", "contact"), "/info", "nobody to ask", "문의"),
    "info-license-missing": (drop("info", "license"), "/info", "no licence", "라이선스"),
    "server-missing": (drop("servers"), "", "names no server", "서버 주소가 없습니다"),
    "server-local": (
        put("servers", 0, "url", value="http://localhost:3000/api"),
        "/servers/0",
        "localhost can be reached by nobody else",
        "localhost",
    ),
    "tag-description-missing": (
        drop("tags", 0, "description"),
        "/tags/0",
        "the tag orders has no description",
        "태그 orders",
    ),
    "tag-duplicate": (
        lambda spec: spec["tags"].append({"name": "orders", "description": "x"}),
        "/tags/1",
        "declared twice",
        "두 번",
    ),
    "operation-id-missing": (
        put(*OPERATION, "operationId", value=" "),
        IN_GET,
        "GET /orders/{id} has no operationId",
        "operationId가 없습니다",
    ),
    "operation-id-duplicate": (
        put("paths", "/orders", value={"get": AGAIN}),
        "/paths/~1orders/get/operationId",
        'operationId "getOrder" is used twice (GET /orders/{id}, GET /orders)',
        "2번",
    ),
    "operation-id-naming": (
        put(*OPERATION, "operationId", value="주문 조회"),
        f"{IN_GET}/operationId",
        "`주문 조회` cannot become",
        "함수 이름",
    ),
    "operation-id-default": (
        put(*OPERATION, "operationId", value="OrdersController_findOne_v1"),
        f"{IN_GET}/operationId",
        "the name of the code behind it",
        "내부 코드",
    ),
    "operation-summary-missing": (
        lambda spec: [get(spec).pop(key) for key in ("summary", "description")],
        IN_GET,
        "neither a summary nor a description",
        "요약도 설명도",
    ),
    "operation-description-missing": (
        drop(*OPERATION, "description"),
        IN_GET,
        "has no description",
        "설명이 없습니다",
    ),
    "operation-tag-missing": (drop(*OPERATION, "tags"), IN_GET, "has no tag", "태그가 없습니다"),
    "operation-tag-undeclared": (
        put(*OPERATION, "tags", value=["orders", "order"]),
        f"{IN_GET}/tags/1",
        "the tag `order` is not declared",
        "선언되지",
    ),
    "operation-security-undefined": (
        put(*OPERATION, "security", value=[{"key": []}]),
        f"{IN_GET}/security/0/key",
        "the security scheme `key` is not defined",
        "정의되지",
    ),
    "operation-security-missing": (
        put(*OPERATION, "security", value=[]),
        IN_GET,
        "asks for no authentication",
        "인증을 요구하지 않습니다",
    ),
    "path-parameter-undefined": (
        drop(*OPERATION, "parameters"),
        IN_GET,
        "GET /orders/{id}: path parameter id is not defined",
        "정의되지",
    ),
    "path-parameter-unused": (
        put(*OPERATION, "parameters", 0, "name", value="orderId"),
        f"{IN_GET}/parameters/0",
        "no variable for the path parameter orderId",
        "경로에 없습니다",
    ),
    "parameter-duplicate": (
        lambda spec: get(spec)["parameters"].append(get(spec)["parameters"][0]),
        f"{IN_GET}/parameters/1",
        "the path parameter id stands twice",
        "두 번",
    ),
    "parameter-description-missing": (
        drop(*OPERATION, "parameters", 0, "description"),
        f"{IN_GET}/parameters/0",
        "the parameter id has no description",
        "설명이 없습니다",
    ),
    "path-ambiguous": (
        put("paths", "/orders/{number}", value={}),
        "/paths/~1orders~1{number}",
        "/orders/{number} cannot be told from /orders/{id}",
        "구별할 수 없습니다",
    ),
    "path-trailing-slash": (
        put("paths", "/orders/", value={}),
        "/paths/~1orders~1",
        "ends with a slash",
        "슬래시",
    ),
    "path-query": (
        put("paths", "/orders?all", value={}),
        "/paths/~1orders?all",
        "holds a query",
        "쿼리",
    ),
    "response-success-missing": (
        drop(*OPERATION, "responses", "200"),
        f"{IN_GET}/responses",
        "documents no response for success",
        "성공 응답",
    ),
    "response-error-missing": (
        drop(*OPERATION, "responses", "404"),
        f"{IN_GET}/responses",
        "documents no failure",
        "실패 응답",
    ),
    "response-body-missing": (
        drop(*OPERATION, "responses", "200", "content"),
        f"{IN_GET}/responses/200",
        "nothing is said of what the response holds",
        "본문이",
    ),
    "response-description-missing": (
        put(*OPERATION, "responses", "404", "description", value=""),
        f"{IN_GET}/responses/404",
        "the description is empty",
        "비어",
    ),
    "media-type-schema-missing": (
        put(*OPERATION, "responses", "200", "content", value={"text/csv": {}}),
        f"{IN_GET}/responses/200/content/text~1csv",
        "text/csv has no schema",
        "스키마가 없습니다",
    ),
    "property-type-missing": (
        put(*ORDER, "properties", "note", value={"description": "x"}),
        f"{IN_ORDER}/properties/note",
        "Order.note has no type",
        "타입이 없어",
    ),
    "property-object-shapeless": (
        put(*ORDER, "properties", "note", value={"type": "object", "description": "x"}),
        f"{IN_ORDER}/properties/note",
        "nothing is said of what the object holds",
        "무엇이 들어",
    ),
    "array-items-missing": (
        drop(*ORDER, "properties", "lines", "items"),
        f"{IN_ORDER}/properties/lines",
        "Order.lines: nothing is said of the array's items",
        "배열 항목",
    ),
    "required-property-undefined": (
        put(*ORDER, "required", value=["id", "total"]),
        f"{IN_ORDER}/required/1",
        "Order: the required property total is not defined",
        "정의되지",
    ),
    "enum-value-mismatch": (
        put(*ORDER, "properties", "status", "enum", value=["paid", 7]),
        f"{IN_ORDER}/properties/status/enum/1",
        "`7` is no string",
        "`7`",
    ),
    "enum-value-duplicate": (
        put(*ORDER, "properties", "status", "enum", value=["paid", "paid"]),
        f"{IN_ORDER}/properties/status/enum/1",
        '`"paid"` stands twice',
        "두 번",
    ),
    "default-mismatch": (
        put(*ORDER, "properties", "status", "default", value="lost"),
        f"{IN_ORDER}/properties/status/default",
        'the default `"lost"` is no string (`"paid"`, `"sent"`)',
        "기본값",
    ),
    "example-mismatch": (
        put(*ORDER, "properties", "id", "example", value=5),
        f"{IN_ORDER}/properties/id/example",
        "the example `5` is no string",
        "예시",
    ),
    "property-description-missing": (
        drop(*ORDER, "properties", "id", "description"),
        f"{IN_ORDER}/properties/id",
        "Order.id has no description",
        "설명이 없습니다",
    ),
    "body-example-missing": (
        put(*ORDER, "properties", value={"id": {"type": "string", "description": "x"}}),
        f"{IN_GET}/responses/200/content/application~1json",
        "there is no example of application/json",
        "예시가 없습니다",
    ),
    "component-unused": (
        put("components", "schemas", "Lost", value={"$ref": IN_ORDER.replace("/c", "#/c", 1)}),
        "/components/schemas/Lost",
        "Lost of schemas is not used",
        "쓰이지 않습니다",
    ),
    "component-name-collision": (
        put("components", "schemas", "order", value={"type": "string"}),
        "/components/schemas/order",
        "order and Order differ in upper and lower case only",
        "대소문자",
    ),
    "property-naming": (
        lambda spec: order(spec)["properties"].update({**NAMES, "other_name": {"type": "string"}}),
        f"{IN_ORDER}/properties/other_name",
        "`other_name` is snake_case, where most others are camelCase",
        "snake_case",
    ),
    "path-naming": (
        put("paths", value={f"/order-lines-{n}x": {} for n in "abcdefghij"} | {"/orderLines": {}}),
        "/paths/~1orderLines",
        "`orderLines` is camelCase, where most others are kebab-case",
        "camelCase",
    ),
    "parameter-naming": (
        lambda spec: get(spec)["parameters"].extend(
            {"name": name, "in": "query"} for name in (*NAMES, "page_size")
        ),
        f"{IN_GET}/parameters/11",
        "`page_size` is snake_case",
        "snake_case",
    ),
    "schema-naming": (
        lambda spec: spec["components"]["schemas"].update(
            {name.capitalize(): {} for name in NAMES} | {"order_line": {}}
        ),
        "/components/schemas/order_line",
        "`order_line` is snake_case, where most others are PascalCase",
        "PascalCase",
    ),
}


def test_a_faultless_document_meets_no_complaint_of_any_rule() -> None:
    issues = check(read(faultless()), ALL_ON).issues  # type: ignore[arg-type]
    assert [(one.rule.id, one.message) for one in issues] == []


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_rule_tells_its_fault_with_its_place_in_both_languages(rule: str) -> None:
    spoil, pointer, said, said_in_korean = CASES[rule]
    issues = [one for one in issues_of(spoil, rule) if one.location.pointer == pointer]
    assert len(issues) == 1, issues_of(spoil, rule)
    assert said in issues[0].message
    assert said_in_korean in issues[0].message_ko
    assert "{" not in issues[0].fix.replace("{ ", "").replace("{}", "")


@pytest.mark.parametrize(
    ("place", "decorator"), [("query", "ApiQuery"), ("path", "ApiParam"), ("header", "ApiHeader")]
)
def test_the_decorator_of_a_parameter_is_that_of_its_place(place: str, decorator: str) -> None:
    parameter = {"name": "x-key", "in": place, "schema": {"type": "string"}}
    spoil = put(*OPERATION, "parameters", 0, value=parameter)
    (issue,) = issues_of(spoil, "parameter-description-missing")
    assert issue.fix == f"@{decorator}({{ name: 'x-key', description: '...' }})"


def test_a_key_that_stands_twice_is_told() -> None:
    from releasebot.openapi.load import load

    text = '{"openapi": "3.0.3", "info": {"title": "a", "title": "b", "version": "1"}, "paths": {}}'
    (issue,) = [
        one
        for one in check(load(text.encode(), name="a.json")).issues
        if one.rule.id == "key-duplicate"
    ]
    assert issue.location.pointer == "/info/title"
    assert issue.position.column == 45
    assert "the last one counts" in issue.message


def test_every_rule_is_tried_and_has_a_name_that_settings_know() -> None:
    assert set(CASES) | {"key-duplicate"} == {rule.id for rule in RULES}
    assert tuple(rule.id for rule in RULES) == LINT_RULES
    assert len(set(LINT_RULES)) == len(LINT_RULES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_says_the_same_in_both_languages(family: str) -> None:
    for rule in FAMILIES[family]:
        for words in (rule.wants, rule.finds):
            assert words.en
            assert any(
                "\uac00" <= char <= "\ud7a3" for char in words.ko + "가"[: "{ko}" in words.ko]
            )
