"""Paths and their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from releasebot.openapi.findings import Location
from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Node, Survey
from releasebot.openapi.tour import Part

_DECORATORS = {"query": "ApiQuery", "path": "ApiParam", "header": "ApiHeader"}
"""Which decorator of NestJS describes a parameter, by its place."""
_VARIABLE = re.compile(r"\{([^{}/]+)\}")


def _parameters(part: Part, survey: Survey) -> list[tuple[Node, Location, Location]]:
    """The parameters of an operation and of its path: what each says, where, and where it is named.

    Those whose references lead nowhere are left out.
    """
    found = []
    for holder in (part.above, part):
        stated = holder.node.get("parameters") if holder else None
        for index, node in enumerate(stated if type(stated) is list else ()):
            at = (holder or part).location.child("parameters", index)
            resolved = survey.resolved(node, at)
            if resolved:
                found.append((*resolved, at))
    return found


def _broken(part: Part, survey: Survey) -> bool:
    """Whether a parameter cannot be seen, so that none can be said to be missing."""
    stated = sum(
        len(holder.node["parameters"])
        for holder in (part.above, part)
        if holder and type(holder.node.get("parameters")) is list
    )
    return stated != len(_parameters(part, survey))


def _path(part: Part) -> str:
    return part.operation.partition(" ")[2]


def _undefined(part: Part, survey: Survey) -> Iterator[Fault]:
    path = _path(part)
    if "{" not in path or not path.startswith("/"):
        return
    defined = {
        str(node.get("name"))
        for node, _, _ in _parameters(part, survey)
        if node.get("in") == "path"
    }
    missing = [name for name in _VARIABLE.findall(path) if name not in defined]
    if missing and not _broken(part, survey):
        for name in missing:
            yield Fault(part.location, {"name": name})


def _unused(part: Part, survey: Survey) -> Iterator[Fault]:
    path = _path(part)
    if not path.startswith("/"):
        return
    variables = _VARIABLE.findall(path)
    for node, _, at in _parameters(part, survey):
        name = node.get("name")
        if node.get("in") == "path" and type(name) is str and name not in variables:
            yield Fault(at, {"name": name, "path": path})


def _twice(part: Part, survey: Survey) -> Iterator[Fault]:
    stated = part.node.get("parameters")
    seen = set()
    for index, node in enumerate(stated if type(stated) is list else ()):
        at = part.location.child("parameters", index)
        resolved = survey.resolved(node, at)
        if resolved is None:
            continue
        key = (str(resolved[0].get("name")), str(resolved[0].get("in")))
        if key in seen:
            yield Fault(at, {"name": key[0], "place": key[1]})
        seen.add(key)


def _alike(part: Part, survey: Survey) -> Iterator[Fault]:
    """Paths that differ in the names of their variables only: no request tells them apart."""
    del survey
    seen: dict[str, str] = {}
    for path in part.node:
        if path.startswith("x-"):
            continue
        form = _VARIABLE.sub("{}", path)
        if form in seen:
            yield Fault(part.location.child(path), {"path": path, "other": seen[form]})
        seen.setdefault(form, path)


def _slash(part: Part, survey: Survey) -> Iterator[Fault]:
    del survey
    for path in part.node:
        if path.startswith("/") and len(path) > 1 and path.endswith("/"):
            yield Fault(part.location.child(path), {"path": path})


def _query(part: Part, survey: Survey) -> Iterator[Fault]:
    del survey
    for path in part.node:
        if path.startswith("/") and ("?" in path or "#" in path):
            yield Fault(part.location.child(path), {"path": path})


def _undescribed(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    schema = part.node.get("schema")
    said = str(part.node.get("description") or "").strip() or (
        type(schema) is dict and str(schema.get("description") or "").strip()
    )
    if said:
        return ()
    name = str(part.node.get("name") or "?")
    decorator = _DECORATORS.get(str(part.node.get("in")), "")
    fix = f"@{decorator}({{ name: '{name}', description: '...' }})" if decorator else ""
    return (Fault(part.location, {"name": name}, fix),)


RULES = (
    Rule(
        id="path-parameter-undefined",
        level="error",
        about="operation",
        wants=Words(
            "Every variable of a path is defined as a parameter.",
            "경로의 모든 변수가 파라미터로 정의되어 있습니다.",
        ),
        finds=Words(
            "{where}: path parameter {name} is not defined",
            "{where}: 경로 파라미터 {name}이(가) 정의되지 않았습니다",
        ),
        check=_undefined,
        fix="@ApiParam({ name: '{name}' })",
    ),
    Rule(
        id="path-parameter-unused",
        level="error",
        about="operation",
        wants=Words(
            "Every path parameter stands in the path.",
            "모든 경로 파라미터가 경로에 있습니다.",
        ),
        finds=Words(
            "{where}: the path has no variable for the path parameter {name}",
            "{where}: 경로 파라미터 {name}이(가) 경로에 없습니다",
        ),
        check=_unused,
        fix="@Get(':{name}')",
    ),
    Rule(
        id="parameter-duplicate",
        level="error",
        about="operation",
        wants=Words(
            "An operation has one parameter of a name and a place.",
            "이름과 위치가 같은 파라미터는 하나뿐입니다.",
        ),
        finds=Words(
            "{where}: the {place} parameter {name} stands twice",
            "{where}: {place} 파라미터 {name}이(가) 두 번 있습니다",
        ),
        check=_twice,
    ),
    Rule(
        id="parameter-description-missing",
        level="warn",
        about="parameter",
        wants=Words("Every parameter has a description.", "모든 파라미터에 설명이 있습니다."),
        finds=Words(
            "{where}: the parameter {name} has no description",
            "{where}: 파라미터 {name}에 설명이 없습니다",
        ),
        check=_undescribed,
        fix="@ApiQuery({ name: '{name}', description: '...' }), or @ApiParam, or @ApiHeader",
    ),
    Rule(
        id="path-ambiguous",
        level="error",
        about="paths",
        wants=Words(
            "No two paths differ in the names of their variables only.",
            "변수 이름만 다른 경로가 없습니다.",
        ),
        finds=Words("{path} cannot be told from {other}", "{path}와 {other}를 구별할 수 없습니다"),
        check=_alike,
    ),
    Rule(
        id="path-trailing-slash",
        level="warn",
        about="paths",
        wants=Words("No path ends with a slash.", "경로가 슬래시로 끝나지 않습니다."),
        finds=Words("{path} ends with a slash", "{path}가 슬래시로 끝납니다"),
        check=_slash,
        fix="@Controller('orders')",
    ),
    Rule(
        id="path-query",
        level="error",
        about="paths",
        wants=Words(
            "A path holds no query; that is what query parameters are for.",
            "경로에 쿼리가 없습니다. 쿼리 파라미터로 씁니다.",
        ),
        finds=Words("{path} holds a query or a fragment", "{path}에 쿼리나 프래그먼트가 있습니다"),
        check=_query,
        fix="@ApiQuery({ name: '...' })",
    ),
)
