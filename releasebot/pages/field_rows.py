"""The rows of a table of fields: one per field, and below it those of what it holds."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from releasebot.openapi.effective import Core, Field, Shape, core, shape
from releasebot.openapi.schema import Schema
from releasebot.pages.book import Book
from releasebot.pages.constraints import described, enum_of, said_of
from releasebot.pages.inlines import spaced, stacked
from releasebot.pages.model import Badge, Code, Inlines, Row, Text
from releasebot.pages.type_text import flagged, flags, type_of, typed

MAX_DEPTH = 40
"""How deep fields are nested in one table; what nests deeper in practice is recursive."""

_APPLIED = (
    ("not", "none_of"),
    ("if", ""),
    ("then", ""),
    ("else", ""),
    ("contains", ""),
    ("propertyNames", ""),
    ("unevaluatedProperties", "any_key"),
    ("unevaluatedItems", ""),
    ("contentSchema", ""),
)
_HOLDING = frozenset(
    (
        *("properties", "items", "prefixItems", "additionalProperties", "patternProperties"),
        *("allOf", "oneOf", "anyOf", "dependentSchemas", *(key for key, _ in _APPLIED)),
    )
)

_OPEN = _HOLDING | {"$ref", "$dynamicRef"}
"""A value with one of these holds others or is described elsewhere."""


class _Subject(Struct, frozen=True, eq=False):
    """Something that gets a row: a field, an item, a variant."""

    name: Inlines
    schema: Schema
    required: bool = False
    origin: str = ""
    also: tuple[Schema, ...] = ()


def rows_in(schema: Schema, book: Book) -> Iterator[Row]:
    """The rows for what `schema` holds, from depth 0; its own variants are left to the caller."""
    inner = core(schema).inner
    if core(schema).reference is None:
        yield from _items(inner, book, 0)
        yield from _members(inner, shape(inner), book, 0)


def held_rows(schema: Schema, book: Book) -> Iterator[Row]:
    """The rows for what `schema` holds, from depth 0, inline variants included."""
    yield from _held(core(schema), book, 0)


def _row(subject: _Subject, book: Book, depth: int) -> Iterator[Row]:
    """The row of `subject`, and those of what it holds.

    A value that holds nothing has the same row wherever the same is said of it, as of most fields
    of a document in which objects are written out again and again.
    """
    node = subject.schema.node
    if subject.also or subject.origin or _OPEN & node.keys():
        yield from _rows(subject, book, depth)
        return
    key = (subject.name, subject.required, depth, msgspec.json.encode(node, enc_hook=str))
    known = book.plain_rows.get(key)
    if known is None:
        (known,) = _rows(subject, book, depth)
        book.plain_rows[key] = known
    yield known


def _rows(subject: _Subject, book: Book, depth: int) -> Iterator[Row]:
    schema, labels = subject.schema, book.labels
    found = core(schema)
    lines = [said_of(found, book), *(described(one, book) for one in subject.also)]
    if subject.origin:
        lines.append((Text(f"{labels.inherited} "), *book.named_link(subject.origin)))
    yield Row(
        (
            spaced((subject.name, flagged(found, book), _since(subject, book))),
            _types(found, subject.also, book),
            (Badge(labels.required, "danger"),) if subject.required else (),
            stacked(lines) if len(lines) > 1 else lines[0],
        ),
        depth=depth,
    )
    yield from _held(found, book, depth + 1)
    for one in subject.also:
        yield from _held(core(one), book, depth + 1)


def _since(subject: _Subject, book: Book) -> Inlines:
    """The release that added the field to an object that was there before."""
    return book.releases.since(book.past.field_since(subject.schema))


def _types(found: Core, also: tuple[Schema, ...], book: Book) -> Inlines:
    """The type, and where parents disagree about a field all that they say."""
    own = typed(found, book)
    if not also:
        return own
    return stacked(dict.fromkeys((own, *(type_of(one, book) for one in also))))


def _held(found: Core, book: Book, depth: int) -> Iterator[Row]:
    """The rows for what a value holds; what is behind a reference is for another page."""
    inner = found.inner
    if found.reference is not None or depth > MAX_DEPTH or not _HOLDING & inner.node.keys():
        return
    yield from _items(inner, book, depth)
    whole = shape(inner)
    yield from _members(inner, whole, book, depth)
    if not enum_of(inner):
        yield from _variants(whole, book, depth)


def _items(schema: Schema, book: Book, depth: int) -> Iterator[Row]:
    for index, one in enumerate(schema.tuple_items):
        yield from _row(_Subject((Code(f"[{index}]"),), one), book, depth)
    items = schema.one("items")
    if items is None:
        return
    found = core(items)
    if found.reference is not None and len(found.layers) == 1:
        return
    if _tells(items, book):
        yield from _row(_Subject((Text(book.labels.item),), items), book, depth)
    else:
        yield from _held(found, book, depth)


def _members(schema: Schema, whole: Shape, book: Book, depth: int) -> Iterator[Row]:
    """The rows of an object's properties and of the other schemas that apply to parts of it."""
    for field in whole.fields:
        yield from _row(_subject(field), book, depth)
    for _, part in whole.parts or (("", schema),):
        for pattern, one in part.below("patternProperties"):
            yield from _row(_Subject((Code(f"/{pattern}/"),), one), book, depth)
        yield from _additional(part, book, depth)
        for name, one in part.below("dependentSchemas"):
            yield from _row(_Subject((Code(f"{name} → "),), one), book, depth)
        for key, label in _APPLIED:
            one_schema = part.one(key) if key in part.node else None
            if one_schema is not None and one_schema.node:
                name = getattr(book.labels, label) if label else key
                yield from _row(_Subject((Text(name),), one_schema), book, depth)


def _additional(part: Schema, book: Book, depth: int) -> Iterator[Row]:
    """The row for properties of any other name, where more is said of them than their type."""
    additional = part.one("additionalProperties")
    if additional is None or not additional.node:
        return
    if "properties" in part.node or _tells(additional, book):
        yield from _row(_Subject((Text(book.labels.any_key),), additional), book, depth)
    else:
        yield from _held(core(additional), book, depth)


def _variants(whole: Shape, book: Book, depth: int) -> Iterator[Row]:
    """The rows of inline variants; those with a page of their own stand in the type."""
    for variants in whole.variants:
        for number, one in enumerate(variants.schemas, 1):
            found = core(one)
            is_plain = not (_HOLDING & found.inner.node.keys() or _tells(one, book))
            if (found.reference is not None and len(found.layers) == 1) or is_plain:
                continue
            name = found.text("title") or book.labels.variant.format(number)
            yield from _row(_Subject((Text(name),), one), book, depth)


def _tells(schema: Schema, book: Book) -> bool:
    """Whether anything is said of the values of `schema` beside their type."""
    return bool(described(schema, book) or flags(schema, book))


def _subject(field: Field) -> _Subject:
    return _Subject((Code(field.name),), field.schema, field.required, field.origin, field.also)
