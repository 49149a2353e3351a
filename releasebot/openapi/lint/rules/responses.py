"""Responses: which there are, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasebot.openapi.findings import Location
from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Node, Survey
from releasebot.openapi.tour import Part

_WITHOUT_BODY = ("1", "204", "205", "3")


def _responses(part: Part, survey: Survey) -> dict[str, object] | None:
    """The responses of an operation by their status; None where they cannot be seen."""
    resolved = survey.resolved(part.node.get("responses", {}), part.location.child("responses"))
    if resolved is None:
        return None
    return {key: node for key, node in resolved[0].items() if not key.startswith("x-")}


def _no_success(part: Part, survey: Survey) -> Iterable[Fault]:
    stated = _responses(part, survey)
    if stated is None or any(key[:1] in {"1", "2", "3"} or key == "default" for key in stated):
        return ()
    return (Fault(_place(part)),)


def _no_failure(part: Part, survey: Survey) -> Iterable[Fault]:
    stated = _responses(part, survey)
    if not stated or any(key[:1] in {"4", "5"} or key == "default" for key in stated):
        return ()
    return (Fault(_place(part)),)


def _place(part: Part) -> Location:
    return part.location.child("responses") if "responses" in part.node else part.location


def _empty(part: Part, survey: Survey) -> Iterator[Fault]:
    """A success of a read that says nothing of its body: a client cannot use it."""
    if part.name not in {"get", "query"}:
        return
    for status, node in (_responses(part, survey) or {}).items():
        if status[:1] != "2" or status.startswith(_WITHOUT_BODY):
            continue
        at = part.location.child("responses", status)
        resolved = survey.resolved(node, at)
        if resolved and not _has_body(resolved[0], survey):
            yield Fault(at, {"status": status})


def _has_body(response: Node, survey: Survey) -> bool:
    return bool(response.get("schema" if survey.document.dialect == "2.0" else "content"))


def _undescribed(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    said = part.node.get("description")
    if said is None or str(said).strip():
        return ()  # where it is not there at all the specification itself complains
    status = part.name if part.name.isdecimal() else "'default'"
    return (Fault(part.location, {"status": status}),)


def _without_schema(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    if "schema" in part.node or "itemSchema" in part.node:
        return ()
    return (Fault(part.location, {"type": part.name}),)


RULES = (
    Rule(
        id="response-success-missing",
        level="warn",
        about="operation",
        wants=Words(
            "Every operation says what it answers when all goes well.",
            "모든 오퍼레이션에 성공 응답이 적혀 있습니다.",
        ),
        finds=Words("{where} documents no response for success", "{where}: 성공 응답이 없습니다"),
        check=_no_success,
        fix="@ApiOkResponse({ type: OrderDto })",
    ),
    Rule(
        id="response-error-missing",
        level="warn",
        about="operation",
        wants=Words(
            "Every operation says how it fails: a 4xx, a 5xx or `default`.",
            "모든 오퍼레이션에 실패 응답(4xx, 5xx, `default`)이 적혀 있습니다.",
        ),
        finds=Words("{where} documents no failure", "{where}: 실패 응답이 없습니다"),
        check=_no_failure,
        fix="@ApiResponse({ status: 400, description: '...', type: ErrorDto })",
    ),
    Rule(
        id="response-body-missing",
        level="warn",
        about="operation",
        wants=Words(
            "A successful read says what its answer holds.",
            "조회의 성공 응답에 본문이 적혀 있습니다.",
        ),
        finds=Words(
            "{where}: nothing is said of what the response holds",
            "{where}: 응답의 본문이 적혀 있지 않습니다",
        ),
        check=_empty,
        fix="@ApiOkResponse({ type: OrderDto })",
    ),
    Rule(
        id="response-description-missing",
        level="warn",
        about="response",
        wants=Words("Every response has a description.", "모든 응답에 설명이 있습니다."),
        finds=Words("{where}: the description is empty", "{where}: 설명이 비어 있습니다"),
        check=_undescribed,
        fix="@ApiResponse({ status: {status}, description: '...' })",
    ),
    Rule(
        id="media-type-schema-missing",
        level="warn",
        about="media-type",
        wants=Words("Every body has a schema.", "모든 본문에 스키마가 있습니다."),
        finds=Words("{where}: {type} has no schema", "{where}: {type}에 스키마가 없습니다"),
        check=_without_schema,
        fix="@ApiOkResponse({ type: OrderDto }), or @ApiBody({ type: OrderDto })",
    ),
)
