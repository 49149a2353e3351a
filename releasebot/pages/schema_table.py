"""Schemas as blocks: their words, a table of their fields, and their variants side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from msgspec.structs import replace

from releasebot.openapi.effective import Variants, core, is_null, shape
from releasebot.openapi.schema import Schema
from releasebot.pages import commonmark
from releasebot.pages.book import Book
from releasebot.pages.constraints import described, enum_of, enum_table, facts, texts_of
from releasebot.pages.field_rows import rows_in
from releasebot.pages.inlines import plain, spaced, stacked
from releasebot.pages.model import (
    Badge,
    Block,
    Blocks,
    Code,
    Inlines,
    ListBlock,
    Paragraph,
    Row,
    Tab,
    Table,
    Tabs,
    Text,
)
from releasebot.pages.slugs import Anchors
from releasebot.pages.type_text import flags, type_of

MAX_OPENED = 60
"""How many rows a schema has at most that is shown where it is used too, not only on its page."""
MAX_TABS_DEPTH = 2
"""How deep tabs stand within tabs; variants below are listed."""


def body_blocks(schema: Schema, book: Book, *, opened: bool, depth: int = 0) -> Blocks:
    """What a body, a header or a variant looks like: type, words, fields, variants.

    A reference is a link with what is said beside it; with `opened` the fields behind it follow,
    as far as they are not more than `MAX_OPENED`.
    """
    found = core(schema)
    reference = found.reference
    shown: list[Block] = []
    if reference is not None and opened and reference.target is not None:
        if _row_count(reference.target, book) <= MAX_OPENED:
            shown += fields(reference.target, book, depth=depth + 1)
    elif reference is None:
        shown += fields(schema, book, depth=depth)
    lines: list[Inlines] = []
    kind = type_of(schema, book)
    if not shown or plain(kind) != "object":
        lines.append(spaced((kind, flags(schema, book))))
    lines.append(described(schema, book))
    words = stacked(lines)
    return ((Paragraph(words),) if words else ()) + tuple(shown)


def _row_count(schema: Schema, book: Book) -> int:
    """How many rows the fields of a schema take, those of its inline variants too."""
    count = len(book.rows(schema.node, lambda: rows_in(schema, book)))
    inner = core(schema).inner
    if count > MAX_OPENED or core(schema).reference is not None or enum_of(inner):
        return count
    members = [one for variants in shape(inner).variants for one in variants.schemas]
    inline = [one for one in members if core(one).reference is None]
    return count + sum(len(book.rows(one.node, partial(rows_in, one, book))) for one in inline)


def page_blocks(schema: Schema, book: Book, *, level: int, prefix: str) -> Blocks:
    """Everything about a schema on a page or in a section of its own.

    Anchors of its fields and headings start with `prefix`.
    """
    found = core(schema)
    shown = fields(schema, book, prefix=prefix)
    kind, marks = type_of(schema, book), flags(schema, book)
    is_told = bool(shown) and plain(kind) == "object"
    blocks: list[Block] = [] if is_told and not marks else [Paragraph(spaced((kind, marks)))]
    for index, text in enumerate(texts_of(found)):
        name = f"{prefix}about" if index == 0 else f"{prefix}about-{index}"
        blocks += commonmark.blocks(text, level=level, prefix=name)
    values = tuple(value for layer in found.layers for value in enum_of(layer))
    if values:
        blocks.append(enum_table(values, book.labels))
    said = facts(schema, book)
    if said:
        blocks.append(Paragraph(said))
    return (*blocks, *shown)


def fields(schema: Schema, book: Book, *, prefix: str | None = None, depth: int = 0) -> Blocks:
    """The fields of an object, or of the items of an array, as one table; variants as tabs.

    With `prefix` the top rows get anchors that start with it, and variants that are references are
    links; without, what is behind them is shown too.
    """
    inner = core(schema).inner
    if core(schema).reference is not None:
        return ()
    rows = book.rows(schema.node, lambda: rows_in(schema, book))
    whole = shape(inner)
    blocks: list[Block] = [Paragraph((Badge(one, "warning"),)) for one in whole.problems]
    if rows:
        blocks.append(field_table(tuple(_anchored(rows, prefix)), book))
    if not enum_of(inner):
        for variants in whole.variants:
            blocks += _variant_blocks(variants, book, depth, opened=prefix is None and depth == 0)
    return tuple(blocks)


def field_table(rows: tuple[Row, ...], book: Book) -> Table:
    """A table of fields with its header."""
    labels = book.labels
    names = (labels.name, labels.type, labels.required.capitalize(), labels.description)
    return Table(tuple((Text(name),) for name in names), rows)


def _anchored(rows: Iterable[Row], prefix: str | None) -> Iterator[Row]:
    anchors = Anchors(f"{prefix}field")
    for row in rows:
        if prefix is None or row.depth:
            yield row
            continue
        name = next((part.text for part in row.cells[0] if isinstance(part, Code)), "")
        yield replace(row, anchor=anchors.give(name))


def _variant_blocks(variants: Variants, book: Book, depth: int, *, opened: bool) -> Iterator[Block]:
    """The variants as tabs, or as a list where there is nothing to show but their types."""
    labels = book.labels
    label = labels.one_of if variants.kind == "oneOf" else labels.any_of
    yield Paragraph((Text(f"{label}:"), *_told_apart(variants, book)))
    members = [one for one in variants.schemas if not is_null(one)]
    shown = [body_blocks(one, book, opened=opened, depth=depth + 1) for one in members]
    if depth >= MAX_TABS_DEPTH or all(len(blocks) < len("ab") for blocks in shown):
        yield ListBlock(tuple(shown))
        return
    yield Tabs(
        tuple(
            Tab(_tab_title(one, number, book), blocks)
            for number, (one, blocks) in enumerate(zip(members, shown, strict=True), 1)
        )
    )


def _tab_title(schema: Schema, number: int, book: Book) -> str:
    found = core(schema)
    if found.text("title"):
        return found.text("title")
    if found.reference is not None:
        return found.reference.name
    kind = plain(type_of(schema, book))
    return book.labels.variant.format(number) if kind == "object" else kind


def _told_apart(variants: Variants, book: Book) -> Inlines:
    """The discriminator with its mapping, where there is one."""
    discriminator = variants.discriminator
    if discriminator is None:
        return ()
    lines: list[Inlines] = [(Text(f" {book.labels.discriminator} "), Code(discriminator.property))]
    for value, name in discriminator.mapping:
        lines.append((Code(value), Text(" → "), *book.named_link(name)))
    return stacked(lines)
