"""What is said of a value beside its type: default, limits, allowed values, examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasebot.openapi.effective import Core, core, inline_parts
from releasebot.openapi.schema import EnumValue, Schema
from releasebot.pages import commonmark
from releasebot.pages.book import Book
from releasebot.pages.flat import flat
from releasebot.pages.inlines import merged, stacked
from releasebot.pages.labels import Labels
from releasebot.pages.model import Code, Inline, Inlines, Row, Table, Text
from releasebot.pages.values import literal

_COMMA = Text(", ")
_DOT = Text(" · ")
_LIMITS = (
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("pattern", "pattern"),
    ("minItems", "min_items"),
    ("maxItems", "max_items"),
    ("minContains", "min_items"),
    ("maxContains", "max_items"),
    ("minProperties", "min_properties"),
    ("maxProperties", "max_properties"),
    ("multipleOf", "multiple_of"),
    ("contentMediaType", "content_type"),
    ("contentEncoding", "encoding"),
    ("$comment", "comment"),
)
_TELLING = frozenset(
    (
        *(key for key, _ in _LIMITS),
        *("default", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        *("uniqueItems", "additionalProperties", "example", "examples", "externalDocs"),
        *("dependentRequired", "required", "unevaluatedProperties"),
    )
)
_ALLOWING = frozenset({"enum", "const", "oneOf", "anyOf"})
_SAYING = _TELLING | _ALLOWING | {"title", "allOf"}
_LONG_ENUM = 12


def described(schema: Schema, book: Book) -> Inlines:
    """The description of a value, and below it everything that is said of it beside its type.

    A title is left out where the description holds it.
    """
    return said_of(core(schema), book)


def said_of(found: Core, book: Book) -> Inlines:
    """As `described`, of a schema whose wrappers have been taken off."""
    if found.reference is None and len(found.layers) == 1 and not _SAYING & found.inner.node.keys():
        text = found.inner.node.get("description")
        return commonmark.inlines(text) if type(text) is str else ()
    return stacked((*_words(found), *_facts(found, book, with_enum=True)))


def texts_of(found: Core) -> tuple[str, ...]:
    """The titles and descriptions of a schema, its wrappers and its inline parts, each once.

    A title that another text holds is left out.
    """
    if len(found.layers) == 1 and "allOf" not in found.inner.node:
        title, description = found.inner.text("title"), found.inner.text("description")
        if not title or title in description:
            return (description,) if description else ()
        return (title, description) if description else (title,)
    parts = (*found.layers, *inline_parts(found.inner))
    texts = [part.text(key).strip() for part in parts for key in ("title", "description")]
    whole = dict.fromkeys(text for text in texts if text)
    return tuple(one for one in whole if not any(one in other for other in whole if other != one))


def facts(schema: Schema, book: Book) -> Inlines:
    """What is said of a value beside its type, its description and the values of its enum."""
    return stacked(_facts(core(schema), book, with_enum=False))


def enum_table(values: tuple[EnumValue, ...], labels: Labels) -> Table:
    """The values of an enum, one per row, with the names and meanings that are known."""
    has_names = any(value.name for value in values)
    header: list[Inlines] = [(Text(labels.value),)]
    header += [(Text(labels.name),)] * has_names
    header.append((Text(labels.meaning),))
    rows = []
    for value in values:
        cells: list[Inlines] = [(Code(literal(value.value)),)]
        cells += [(Code(value.name),) if value.name else ()] * has_names
        cells.append(commonmark.inlines(value.meaning))
        rows.append(Row(tuple(cells)))
    return Table(tuple(header), tuple(rows))


def enum_of(schema: Schema) -> tuple[EnumValue, ...]:
    """The allowed values: of `enum`, `const`, or a `oneOf` of constants with their titles.

    The last is how OpenAPI 3.1 documents say what each value means.
    """
    stated = schema.enum
    if stated:
        return stated
    for key in ("oneOf", "anyOf"):
        members = schema.several(key)
        if members and all(_is_constant(member) for member in members):
            return tuple(
                EnumValue(value.value, member.text("title"), member.text("description"))
                for member in members
                for value in member.enum
            )
    return ()


def _is_constant(schema: Schema) -> bool:
    return "const" in schema.node and "$ref" not in schema.node and "properties" not in schema.node


def _words(found: Core) -> Iterator[Inlines]:
    description = found.text("description")
    for text in texts_of(found):
        yield commonmark.inlines(text)
    if found.reference and found.reference.target and not description:
        inherited = core(found.reference.target).text("description")
        if inherited:
            first = next(iter(commonmark.blocks(inherited, level=6, prefix="")), None)
            yield flat((first,)) if first else ()


def _facts(found: Core, book: Book, *, with_enum: bool) -> Iterator[Inlines]:
    target = found.reference.target if found.reference else None
    if with_enum:
        for layer in found.layers:
            if _ALLOWING & layer.node.keys():
                yield _enum_line(enum_of(layer), book.labels)
        if target is not None:
            yield _enum_line(enum_of(core(target).inner)[: _LONG_ENUM + 1], book.labels)
    parts = (*found.layers, *inline_parts(found.inner))
    telling = [part for part in parts if _TELLING & part.node.keys()]
    yield _listed(_outer_formats(found, parts, book.labels), _DOT)
    if telling:
        limits = [limit for layer in telling for limit in _limits(layer, book.labels)]
        yield _listed(dict.fromkeys(limits), _DOT)
        for layer in telling:
            yield from _examples(layer, book.labels)
            yield from _extras(layer, book.labels)
        for layer in found.layers:
            yield _required_elsewhere(layer, book.labels)


def _outer_formats(found: Core, parts: tuple[Schema, ...], labels: Labels) -> Iterator[Inlines]:
    """The formats that wrappers and inline parts add; the innermost one's stands in the type."""
    told = {"", found.inner.text("format") if found.reference is None else ""}
    for form in dict.fromkeys(part.text("format") for part in parts if part is not found.inner):
        if form not in told:
            yield (Text(f"{labels.format}: "), Code(form))


def _enum_line(values: tuple[EnumValue, ...], labels: Labels) -> Inlines:
    if not values:
        return ()
    label = labels.fixed if len(values) == 1 else labels.allowed
    if any(value.name or value.meaning for value in values):
        return stacked(
            (
                (Text(f"{label}:"),),
                *(
                    merged(
                        (
                            Code(literal(value.value)),
                            *([Text(f" {value.name}")] if value.name else ()),
                            *([Text(" — ")] if value.meaning else ()),
                            *commonmark.inlines(value.meaning),
                        )
                    )
                    for value in values
                ),
            )
        )
    codes = ((Code(literal(value.value)),) for value in values)
    return (Text(f"{label}: "), *_listed(codes, _COMMA))


def _limits(schema: Schema, labels: Labels) -> Iterator[Inlines]:
    node = schema.node
    if "default" in node:
        yield (Text(f"{labels.default}: "), Code(literal(node["default"])))
    yield from _bounds(schema, labels)
    for key, label in _LIMITS:
        if key in node:
            yield (Text(f"{getattr(labels, label)}: "), Code(literal(node[key])))
    if node.get("uniqueItems") is True:
        yield (Text(labels.unique_items),)
    closed = (node.get("additionalProperties"), node.get("unevaluatedProperties"))
    if False in closed and "properties" in node:
        yield (Text(labels.no_more_properties),)


def _bounds(schema: Schema, labels: Labels) -> Iterator[Inlines]:
    """The least and the greatest value; up to OpenAPI 3.0 exclusiveness is a flag beside them."""
    node = schema.node
    sides = (
        ("minimum", "exclusiveMinimum", labels.minimum, labels.above),
        ("maximum", "exclusiveMaximum", labels.maximum, labels.below),
    )
    for key, exclusive_key, label, exclusive_label in sides:
        exclusive = node.get(exclusive_key)
        if key in node:
            shown = exclusive_label if exclusive is True else label
            yield (Text(f"{shown}: "), Code(literal(node[key])))
        if exclusive is not None and type(exclusive) is not bool:
            yield (Text(f"{exclusive_label}: "), Code(literal(exclusive)))


def _examples(schema: Schema, labels: Labels) -> Iterator[Inlines]:
    values = schema.examples
    if values:
        codes = ((Code(literal(value)),) for value in values)
        yield (Text(f"{labels.example}: "), *_listed(codes, _COMMA))


def _extras(schema: Schema, labels: Labels) -> Iterator[Inlines]:
    """External documentation and the extension that says why something is deprecated."""
    docs = schema.node.get("externalDocs")
    if type(docs) is dict and type(docs.get("url")) is str:
        label = docs.get("description")
        text = label if type(label) is str and label else docs["url"]
        yield (Text(f"{labels.see_also}: "), *commonmark.link(docs["url"], text))
    dependent = schema.node.get("dependentRequired")
    if type(dependent) is dict:
        for name, others in dependent.items():
            wanted = ((Code(str(one)),) for one in others) if type(others) is list else ()
            listed = _listed(wanted, _COMMA)
            yield (Text(f"{labels.required}: "), Code(name), Text(" → "), *listed)


def _required_elsewhere(schema: Schema, labels: Labels) -> Inlines:
    """The names that are required where no row of a field can say so."""
    if "required" not in schema.node or {"properties", "allOf"} & schema.node.keys():
        return ()
    names = ((Code(name),) for name in schema.required)
    return (Text(f"{labels.required}: "), *_listed(names, _COMMA))


def _listed(parts: Iterable[Inlines], sign: Inline) -> Inlines:
    found: list[Inline] = []
    for part in parts:
        if found and part:
            found.append(sign)
        found += part
    return tuple(found)
