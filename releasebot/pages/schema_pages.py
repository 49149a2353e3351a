"""The pages of schemas: one each, or one for each group of initials; and all enums in one place."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.effective import core
from releasebot.openapi.schema import Schema
from releasebot.pages import commonmark, search
from releasebot.pages.addresses import ENUMS, SCHEMAS, Address
from releasebot.pages.book import Book
from releasebot.pages.constraints import enum_of, enum_table
from releasebot.pages.model import (
    Block,
    Blocks,
    Expand,
    Heading,
    Inlines,
    ListBlock,
    Page,
    Paragraph,
    Row,
    Table,
    Text,
)
from releasebot.pages.moved import former_schemas
from releasebot.pages.responses import json_block
from releasebot.pages.schema_table import page_blocks

MAX_USERS = 50
"""How many operations a schema's page lists as its users."""


def schema_pages(book: Book) -> Iterator[Page]:
    """The page of all schemas, with those of each or of each group below it; none without any."""
    if book.addresses.layout == "operation":
        shown = [_page(name, schema, book) for name, schema in book.schemas()]
        pages = tuple(sorted(shown, key=lambda page: page.title.lower()))
        yield from _index(pages, (), book)
        return
    groups: dict[str, list[tuple[str, Schema, Blocks]]] = {}
    for name, schema in book.schemas():
        address = book.addresses.schema(name)
        blocks = _blocks(name, schema, book, level=3, prefix=f"{address.anchor}-")
        groups.setdefault(address.page, []).append((name, schema, blocks))
    sections = {key: _sections(members, book) for key, members in sorted(groups.items())}
    pages = tuple(
        Page(key, _group_slug(key), _group_title(key, book), blocks)
        for key, blocks in sections.items()
        if key != SCHEMAS
    )
    yield from _index(pages, sections.get(SCHEMAS, ()), book)


def enum_pages(book: Book) -> Iterator[Page]:
    """The values of all schemas that are nothing but a list of values, with their meanings."""
    blocks: list[Block] = []
    for name, schema in sorted(book.schemas(), key=lambda named: named[0].lower()):
        values = tuple(value for layer in core(schema).layers for value in enum_of(layer))
        if not values:
            continue
        address = book.addresses.schema(name)
        words = search.gathered(search.schema_words(name, schema))
        blocks.append(Heading(2, address.slug, (address.link((Text(name),)),), words))
        said = commonmark.inlines(core(schema).text("description"))
        if said:
            blocks.append(Paragraph(said))
        blocks.append(enum_table(values, book.labels))
    if blocks:
        yield Page(ENUMS, ENUMS, book.labels.enums, tuple(blocks))


def _index(pages: tuple[Page, ...], blocks: Blocks, book: Book) -> Iterator[Page]:
    labels = book.labels
    if not pages and not blocks:
        return
    rows = tuple(_index_row(name, schema, book) for name, schema in _sorted(book))
    header: tuple[Inlines, ...] = ((Text(labels.schema),), (Text(labels.description),))
    table = Table(header, rows)
    words = search.gathered(search.compound_words(labels.schemas))
    yield Page(SCHEMAS, SCHEMAS, labels.schemas, (table, *blocks), pages, words)


def _index_row(name: str, schema: Schema, book: Book) -> Row:
    said = commonmark.first_line(core(schema).text("description") or core(schema).text("title"))
    return Row(((book.addresses.schema(name).link((Text(name),)),), (Text(said),) if said else ()))


def _sorted(book: Book) -> list[tuple[str, Schema]]:
    return sorted(book.schemas(), key=lambda named: named[0].lower())


def _page(name: str, schema: Schema, book: Book) -> Page:
    address = book.addresses.schema(name)
    blocks = _blocks(name, schema, book, level=2, prefix="")
    words = search.gathered(search.schema_words(name, schema))
    former = former_schemas(name, book)
    return Page(address.page, address.slug, name, blocks, (), words, former=former)


def _sections(members: list[tuple[str, Schema, Blocks]], book: Book) -> Blocks:
    blocks: list[Block] = []
    for name, schema, shown in sorted(members, key=lambda member: member[0].lower()):
        address: Address = book.addresses.schema(name)
        words = search.gathered(search.schema_words(name, schema))
        blocks.append(Heading(2, address.anchor, (Text(name),), words))
        blocks += shown
    return tuple(blocks)


def _blocks(name: str, schema: Schema, book: Book, *, level: int, prefix: str) -> Blocks:
    labels = book.labels
    blocks = [*page_blocks(schema, book, level=level, prefix=prefix)]
    made = book.received.of(schema)
    if isinstance(made, dict | list) and made:
        title = labels.example if schema.examples else labels.generated_example
        blocks.append(json_block(made, title, book))
    users = book.users_of(name)
    if users:
        items = [(Paragraph((book.operation_link(one),)),) for one in users[:MAX_USERS]]
        if len(users) > MAX_USERS:
            items.append((Paragraph((Text(f"+ {len(users) - MAX_USERS}"),)),))
        blocks.append(Expand(labels.used_by, (ListBlock(tuple(items)),)))
    return tuple(blocks)


def _group_slug(key: str) -> str:
    return f"{SCHEMAS}-{key.partition(':')[2]}"


def _group_title(key: str, book: Book) -> str:
    return spaced_title(book.labels.schemas, key.partition(":")[2])


def spaced_title(label: str, initials: str) -> str:
    """The title of a group of schemas."""
    return f"{label}: {initials.capitalize()}"
