"""What a schema validator finds, as one sentence for each thing that is really wrong.

A validator says of an object that may have several forms only that it has none of them. Here the
form that was meant is found, and what keeps the object from having it is told instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from releasebot.openapi.grammar import Kind
from releasebot.openapi.lint import standard
from releasebot.openapi.lint.rule import Words
from releasebot.openapi.lint.values import shown
from releasebot.openapi.load import Dialect

if TYPE_CHECKING:
    import jsonschema_rs

    Error = jsonschema_rs.ValidationError

Keys = tuple[str | int, ...]
_TYPES = {
    "object": Words("an object", "객체"),
    "array": Words("an array", "배열"),
    "string": Words("a string", "문자열"),
    "integer": Words("a whole number", "정수"),
    "number": Words("a number", "숫자"),
    "boolean": Words("true or false", "참/거짓"),
    "null": Words("null", "null"),
}
_SENTENCES = {
    "required": Words("`{property}` is missing", "`{property}`이(가) 없습니다"),
    "type": Words(
        "{key} must be {wanted}, found {found}", "{key}은(는) {wanted}이어야 하는데 {found}입니다"
    ),
    "enum": Words("{value} is not one of {options}", "{value}은(는) {options} 중 하나가 아닙니다"),
    "const": Words("{value} is not {options}", "{value}은(는) {options}이(가) 아닙니다"),
    "pattern": Words(
        "{value} does not have the form `{pattern}`", "{value}이(가) `{pattern}` 형식이 아닙니다"
    ),
    "format": Words("{value} is no valid {format}", "{value}은(는) 올바른 {format}이(가) 아닙니다"),
    "uniqueItems": Words("the same item stands twice", "같은 항목이 두 번 있습니다"),
    "oneOf": Words(
        "keys are combined that exclude each other", "함께 쓸 수 없는 키를 함께 썼습니다"
    ),
    "not": Words("a combination that is not allowed", "허용되지 않는 조합입니다"),
    "propertyNames": Words(
        "a name here has characters that are not allowed", "이름에 쓸 수 없는 글자가 있습니다"
    ),
}
_UNKNOWN = Words("`{name}` does not belong here", "`{name}`은(는) 여기에 쓸 수 없습니다")
_OTHERWISE = Words(
    "the specification's {keyword} does not hold", "명세의 {keyword}에 맞지 않습니다"
)
_OF_PYTHON = {
    dict: "object", list: "array", str: "string", int: "integer", float: "number", bool: "boolean",
}  # fmt: skip
_FORMS = frozenset({"anyOf", "oneOf"})
_CLOSED = frozenset({"additionalProperties", "unevaluatedProperties"})
_MOST_FORMS = 20


class Wrong(Struct, frozen=True):
    """One thing that is wrong: the keys that lead to it, and what is said of it."""

    keys: Keys
    words: Words


def wrongs(node: Any, kind: Kind, dialect: Dialect) -> Iterator[Wrong]:  # noqa: ANN401  any JSON value
    """Everything about `node` that the specification forbids; what causes something else alone."""
    validator = standard.validator(dialect, kind)
    if validator is None or validator.is_valid(node):
        return
    leaves = [leaf for error in validator.iter_errors(node) for leaf in _leaves(error)]
    places = {tuple(leaf.instance_path) for leaf in leaves if _name(leaf) not in _CLOSED}
    seen = set()
    for leaf in leaves:
        for wrong in _said(leaf, node, places):
            if wrong not in seen:
                seen.add(wrong)
                yield wrong


def _name(error: Error) -> str:
    return str(error.kind.name)


def _leaves(error: Error) -> Iterator[Error]:
    """The errors that made this one, of the form that the object seems to be meant to have."""
    branches = [branch for branch in getattr(error.kind, "context", ()) if branch]
    if not branches or _name(error) not in _FORMS:
        yield error
        return
    meant = min(branches[:_MOST_FORMS], key=lambda branch: _distance(branch, error))
    for inner in meant:
        yield from _leaves(inner)


def _distance(branch: list[Error], error: Error) -> tuple[bool, bool, int, int]:
    """How far an object is from one of its forms: what it says it is counts most."""
    here = list(error.instance_path)
    is_reference = any(_wants_reference(one, here) for one in branch)
    other = any(
        _name(one) in {"enum", "const", "type"} and len(one.instance_path) <= len(here) + 1
        for one in branch
    )
    deepest = max(len(one.instance_path) for one in branch)
    return is_reference, other, len(branch), -deepest


def _wants_reference(error: Error, here: list[str | int]) -> bool:
    return (
        _name(error) == "required"
        and error.kind.as_dict().get("property") == "$ref"
        and list(error.instance_path) == here
    )


def _said(error: Error, root: Any, places: set[Keys]) -> Iterator[Wrong]:  # noqa: ANN401
    keys: Keys = tuple(error.instance_path)
    if _name(error) not in _CLOSED:
        yield Wrong(keys, _words(error, _at(root, keys)))
        return
    for name in error.kind.as_dict()["unexpected"]:
        # Where something inside it is wrong, a validator takes the whole of it for unexpected.
        below = (*keys, name)
        if not any(place[: len(below)] == below for place in places):
            given = {"name": name}
            yield Wrong(below, Words(_UNKNOWN.filled("en", given), _UNKNOWN.filled("ko", given)))


def _at(root: Any, keys: Keys) -> Any:  # noqa: ANN401
    for key in keys:
        # The validator gives a key of digits, such as a status, as a number.
        root = root[str(key)] if type(root) is dict else root[key]
    return root


def _words(error: Error, value: Any) -> Words:  # noqa: ANN401
    name, details = _name(error), error.kind.as_dict()
    sentence = _SENTENCES.get(name)
    if sentence is None:
        limit = details.get("limit", "")
        sentence, details = _OTHERWISE, {"keyword": f"{name} {limit}".strip()}
    options = details.get("options") or [details.get("expected_value")]
    given = {key: str(one) for key, one in details.items()} | {
        "value": shown(value),
        "options": ", ".join(shown(one) for one in options),
        "key": str(error.instance_path[-1]) if error.instance_path else "document",
    }
    found = _TYPES[_OF_PYTHON.get(type(value), "null")]
    wanted = [_TYPES.get(one, Words(one, one)) for one in details.get("types", ())]
    return Words(
        sentence.filled(
            "en",
            given | {"wanted": " or ".join(one.en for one in wanted), "found": found.en},
        ),
        sentence.filled(
            "ko",
            given | {"wanted": " 또는 ".join(one.ko for one in wanted), "found": found.ko},
        ),
    )
