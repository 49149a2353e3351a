"""The type of a value in a few words, with links to the schemas it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from releasebot.openapi.effective import Core, core, is_null
from releasebot.openapi.schema import Schema
from releasebot.pages.book import Book
from releasebot.pages.inlines import merged, spaced
from releasebot.pages.model import Badge, Inline, Inlines, Text, Tone

MAX_DEPTH = 6
"""How many types within types are written out; below stands `…`, and the rows of a table tell."""

_FLAGS = frozenset({"deprecated", "readOnly", "writeOnly"})
_SCALARS = frozenset({"string", "number", "integer", "boolean"})
_COMPOSING = frozenset({"allOf", "oneOf", "anyOf"})
_OR = Text(" | ")
_AND = Text(" & ")


def type_of(schema: Schema, book: Book) -> Inlines:
    """The type of the values of `schema`, such as `string (uuid)`, `Order[]` or `Cat | Dog`."""
    return typed(core(schema), book)


def typed(found: Core, book: Book) -> Inlines:
    """As `type_of`, of a schema whose wrappers have been taken off."""
    parts = _core_type(found, book, 0)
    return tuple(parts) if len(parts) == 1 else merged(parts)


def _type(schema: Schema, book: Book, depth: int) -> list[Inline]:
    return _core_type(core(schema), book, depth)


def _core_type(found: Core, book: Book, depth: int) -> list[Inline]:
    if found.reference is not None:
        parts: list[Inline] = list(book.schema_link(found.reference))
    elif not found.inner.allows:
        parts = [Text(book.labels.no_value)]
    elif depth >= MAX_DEPTH:
        parts = [Text("…")]
    else:
        parts = _plain(found.inner, book, depth)
    if found.nullable and not (len(parts) == 1 and parts[0] == Text("null")):
        parts = [*parts, Text(" | null")]
    return parts


def _plain(schema: Schema, book: Book, depth: int) -> list[Inline]:
    """The type of a schema that is no reference and wraps nothing."""
    node = schema.node
    kind = node.get("type")
    if type(kind) is str and kind in _SCALARS and not _COMPOSING & node.keys():
        form = node.get("format")
        return [_scalar(kind, form if type(form) is str else "")]
    own = _joined(_one(kind, schema, book, depth) for kind in schema.types or _inferred(schema))
    for key, sign in (("oneOf", _OR), ("anyOf", _OR), ("allOf", _AND)):
        if key in node and not ("properties" in node and key == "allOf"):
            members = schema.several(key)
            shown = [one for one in members if key == "allOf" or not is_null(one)]
            listed = _joined((_type(one, book, depth + 1) for one in shown), sign)
            if len(shown) < len(members):
                listed = [*listed, Text(" | null")]
            if not own or own == [Text("object")]:
                own = listed
            elif key != "allOf":
                own = [*own, Text(": "), *listed]
    if own:
        return own
    return [Text("null" if is_null(schema) else book.labels.any_value)]


@lru_cache(maxsize=1024)
def _scalar(kind: str, form: str) -> Text:
    return Text(f"{kind} ({form})" if form else kind)


def _inferred(schema: Schema) -> tuple[str, ...]:
    """The types that a schema without `type` allows, as far as its other keys tell."""
    if schema.kind:
        return (schema.kind,)
    names = {
        str: "string", bool: "boolean", int: "integer", float: "number", list: "array",
        dict: "object",
    }  # fmt: skip
    found = (names.get(type(one.value)) for one in schema.enum)
    return tuple(dict.fromkeys(name for name in found if name))


def _one(kind: str, schema: Schema, book: Book, depth: int) -> list[Inline]:
    if kind == "array":
        return _array(schema, book, depth)
    if kind == "object":
        return _object(schema, book, depth)
    return [_scalar(kind, schema.text("format"))]


def _array(schema: Schema, book: Book, depth: int) -> list[Inline]:
    first = schema.tuple_items
    if first:
        inside = _joined((_type(one, book, depth + 1) for one in first), Text(", "))
        return [Text("["), *inside, Text("]")]
    items = schema.one("items")
    if items is None:
        return [Text("array")]
    inside = _type(items, book, depth + 1)
    if any(isinstance(part, Text) and " " in part.text for part in inside):
        return [Text("("), *inside, Text(")[]")]
    return [*inside, Text("[]")]


def _object(schema: Schema, book: Book, depth: int) -> list[Inline]:
    additional = schema.node.get("additionalProperties")
    if type(additional) is dict and "properties" not in schema.node:
        values = schema.one("additionalProperties")
        if values is not None:
            return [Text("Map<string, "), *_type(values, book, depth + 1), Text(">")]
    return [Text("object")]


def _joined(parts: Iterable[list[Inline]], sign: Text = _OR) -> list[Inline]:
    found: list[Inline] = []
    for part in parts:
        if found and part:
            found.append(sign)
        found += part
    return found


def flags(schema: Schema, book: Book) -> Inlines:
    """Badges for what holds of a whole value: deprecated, read only, write only."""
    return flagged(core(schema), book)


def flagged(found: Core, book: Book) -> Inlines:
    """As `flags`, of a schema whose wrappers have been taken off."""
    if not any(_FLAGS & layer.node.keys() for layer in found.layers):
        return ()
    labels = book.labels
    named: tuple[tuple[str, str, Tone], ...] = (
        ("deprecated", labels.deprecated, "warning"),
        ("readOnly", labels.read_only, "neutral"),
        ("writeOnly", labels.write_only, "neutral"),
    )
    return spaced((Badge(label, tone),) for key, label, tone in named if found.flag(key))
