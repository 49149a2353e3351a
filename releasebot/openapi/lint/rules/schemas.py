"""Schemas: what clients make their types from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Node, Survey
from releasebot.openapi.lint.values import matches, shown, types_of
from releasebot.openapi.tour import Part

_COMPOSED = frozenset({"allOf", "oneOf", "anyOf", "not", "if", "$ref", "$dynamicRef"})
_OF_OBJECT = frozenset(
    {"properties", "additionalProperties", "patternProperties", "propertyNames", "maxProperties"}
)
_SAYS_WHAT = _COMPOSED | {"type", "enum", "const", "properties", "items", "additionalProperties"}


def _untyped(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    if not part.is_property or not _SAYS_WHAT.isdisjoint(part.node):
        return ()
    return (Fault(part.location, {"name": part.name}),)


def _shapeless(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    node = part.node
    if node.get("type") != "object" or not part.is_property:
        return ()
    if not (_OF_OBJECT | _COMPOSED).isdisjoint(node):
        return ()
    return (Fault(part.location, {"name": part.name}),)


def _without_items(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    node = part.node
    if node.get("type") != "array" or not {"items", "prefixItems", "contains"}.isdisjoint(node):
        return ()
    return (Fault(part.location),) if _COMPOSED.isdisjoint(node) else ()


def _required(part: Part, survey: Survey) -> Iterator[Fault]:
    """Required names that no property has, where no composition could bring one in."""
    del survey
    node = part.node
    stated, properties = node.get("required"), node.get("properties")
    if type(stated) is not list or type(properties) is not dict:
        return
    if not _COMPOSED.isdisjoint(node) or _is_composed(part):
        return
    for index, name in enumerate(stated):
        if type(name) is str and name not in properties:
            yield Fault(part.location.child("required", index), {"name": name})


def _is_composed(part: Part) -> bool:
    """Whether the schema is one of several that are about the same value."""
    above: Part | None = part
    while above is not None and above.kind == "schema" and not above.is_property:
        if above.keys and above.keys[0] in _COMPOSED:
            return True
        above = above.above
    return False


def _enum(part: Part, survey: Survey) -> Iterator[Fault]:
    stated = part.node.get("enum")
    if type(stated) is not list:
        return
    for index, value in enumerate(stated):
        if not matches(value, part.node, survey.document.dialect):
            yield Fault(
                part.location.child("enum", index),
                {"value": shown(value), "type": types_of(part.node)},
            )


def _enum_twice(part: Part, survey: Survey) -> Iterator[Fault]:
    del survey
    stated = part.node.get("enum")
    if type(stated) is not list:
        return
    seen: set[str] = set()
    for index, value in enumerate(stated):
        key = f"{type(value).__name__} {value}"
        if key in seen:
            yield Fault(part.location.child("enum", index), {"value": shown(value)})
        seen.add(key)


def _default(part: Part, survey: Survey) -> Iterable[Fault]:
    return _value(part, survey, "default")


def _value(part: Part, survey: Survey, key: str) -> Iterable[Fault]:
    node = part.node
    if key not in node or node[key] is None:
        return ()
    if matches(node[key], node, survey.document.dialect) and _is_listed(node[key], node):
        return ()
    return (Fault(part.location.child(key), {"value": shown(node[key]), "type": types_of(node)}),)


def _is_listed(value: Any, node: Node) -> bool:  # noqa: ANN401  any JSON value
    stated = node.get("enum")
    return type(stated) is not list or value in stated


def _example(part: Part, survey: Survey) -> Iterable[Fault]:
    return _value(part, survey, "example")


def _undescribed(part: Part, survey: Survey) -> Iterable[Fault]:
    del survey
    if not part.is_property or str(part.node.get("description") or "").strip():
        return ()
    return (Fault(part.location, {"name": part.name}),)


RULES = (
    Rule(
        id="property-type-missing",
        level="warn",
        about="schema",
        wants=Words("Every property says what it holds.", "모든 속성에 타입이 있습니다."),
        finds=Words(
            "{where} has no type, so clients get `any`",
            "{where}: 타입이 없어 클라이언트에서 `any`가 됩니다",
        ),
        check=_untyped,
        fix="@ApiProperty({ type: String })",
    ),
    Rule(
        id="property-object-shapeless",
        level="warn",
        about="schema",
        wants=Words(
            "A property that is an object says what is in it.",
            "객체인 속성에는 내용이 적혀 있습니다.",
        ),
        finds=Words(
            "{where}: nothing is said of what the object holds",
            "{where}: 객체에 무엇이 들어 있는지 적혀 있지 않습니다",
        ),
        check=_shapeless,
        needs="type",
        fix="@ApiProperty({ type: () => AddressDto })",
    ),
    Rule(
        id="array-items-missing",
        level="error",
        about="schema",
        wants=Words("Every array says what its items are.", "모든 배열에 항목의 타입이 있습니다."),
        finds=Words(
            "{where}: nothing is said of the array's items",
            "{where}: 배열 항목의 타입이 없습니다",
        ),
        check=_without_items,
        needs="type",
        fix="@ApiProperty({ type: [String] })",
    ),
    Rule(
        id="required-property-undefined",
        level="warn",
        about="schema",
        wants=Words("Every required property is defined.", "필수 속성은 모두 정의되어 있습니다."),
        finds=Words(
            "{where}: the required property {name} is not defined",
            "{where}: 필수 속성 {name}이(가) 정의되지 않았습니다",
        ),
        check=_required,
        needs="required",
        fix="@ApiProperty()",
    ),
    Rule(
        id="enum-value-mismatch",
        level="warn",
        about="schema",
        wants=Words(
            "Every value of an enumeration has the type of its schema.",
            "열거 값은 스키마의 타입과 같습니다.",
        ),
        finds=Words("{where}: {value} is no {type}", "{where}: {value}은(는) {type}이 아닙니다"),
        check=_enum,
        needs="enum",
        fix="@ApiProperty({ enum: OrderStatus })",
    ),
    Rule(
        id="enum-value-duplicate",
        level="warn",
        about="schema",
        wants=Words("An enumeration names a value once.", "열거 값은 한 번씩만 나옵니다."),
        finds=Words("{where}: {value} stands twice", "{where}: {value}이(가) 두 번 나옵니다"),
        check=_enum_twice,
        needs="enum",
        fix="@ApiProperty({ enum: OrderStatus })",
    ),
    Rule(
        id="default-mismatch",
        level="warn",
        about="schema",
        wants=Words(
            "A default is a value that its schema allows.", "기본값은 스키마에 맞는 값입니다."
        ),
        finds=Words(
            "{where}: the default {value} is no {type}",
            "{where}: 기본값 {value}은(는) {type}이 아닙니다",
        ),
        check=_default,
        needs="default",
        fix="@ApiProperty({ default: 20 })",
    ),
    Rule(
        id="example-mismatch",
        level="warn",
        about="schema",
        wants=Words(
            "An example is a value that its schema allows.", "예시는 스키마에 맞는 값입니다."
        ),
        finds=Words(
            "{where}: the example {value} is no {type}",
            "{where}: 예시 {value}은(는) {type}이 아닙니다",
        ),
        check=_example,
        needs="example",
        fix="@ApiProperty({ example: '...' })",
    ),
    Rule(
        id="property-description-missing",
        level="off",
        about="schema",
        wants=Words("Every property has a description.", "모든 속성에 설명이 있습니다."),
        finds=Words(
            "{where} has no description",
            "{where}: 설명이 없습니다",
        ),
        check=_undescribed,
        fix="@ApiProperty({ description: '...' })",
    ),
)
