"""The pages of tags and webhooks, with their operations on them or below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasebot.openapi.model import Operation
from releasebot.pages import commonmark, search
from releasebot.pages.addresses import WEBHOOKS, Address, TagPage
from releasebot.pages.book import Book, title_of
from releasebot.pages.model import (
    Badge,
    Block,
    Blocks,
    Code,
    Heading,
    Inlines,
    Page,
    Paragraph,
    Row,
    Table,
    Text,
)
from releasebot.pages.moved import former_anchors, former_keys, former_tags
from releasebot.pages.operation import operation_blocks, webhook_blocks
from releasebot.pages.overview import tag_title


def tag_page(page: TagPage, book: Book) -> Page:
    """The page of a tag: its description, a table of its operations, and these themselves."""
    tag, title = page.tag, tag_title(page, book)
    blocks: list[Block] = []
    if tag.summary:
        blocks.append(Paragraph((Text(tag.summary),)))
    blocks += commonmark.blocks(tag.description, level=2, prefix="about")
    if tag.docs:
        link = commonmark.link(tag.docs.url, tag.docs.description or tag.docs.url)
        blocks.append(Paragraph((Text(f"{book.labels.see_also}: "), *link)))
    operations = (*page.own, *page.others)
    if operations:
        blocks.append(_table([(one, book.addresses.operation(one)) for one in operations], book))
    words = [*search.name_words(title), *search.compound_words(title)]
    if book.addresses.layout == "operation":
        children = tuple(_operation_page(one, book) for one in page.own)
    else:
        children = ()
        for one in page.own:
            blocks += _section(one, book.addresses.operation(one), book)
    found, former = search.gathered(words), former_tags(tag.name, book)
    return Page(page.key, page.slug, title, tuple(blocks), children, found, former=former)


def webhook_pages(book: Book) -> Iterator[Page]:
    """The page of all webhooks; none where there are none."""
    webhooks, labels = book.api.webhooks, book.labels
    if not webhooks:
        return
    places = [(one, book.addresses.webhook(one)) for one in webhooks]
    blocks: list[Block] = [Paragraph((Text(labels.webhook_note),)), _table(places, book)]
    children: list[Page] = []
    for one, address in places:
        if book.addresses.layout == "operation":
            shown = webhook_blocks(one, book, level=2, prefix="")
            words = search.gathered(search.operation_words(one))
            children.append(Page(address.page, address.slug, title_of(one), shown, (), words))
        else:
            words = search.gathered(search.operation_words(one))
            blocks.append(Heading(2, address.anchor, (Text(title_of(one)),), words))
            blocks += webhook_blocks(one, book, level=3, prefix=f"{address.anchor}-")
    own = search.gathered(search.compound_words(labels.webhooks))
    yield Page(WEBHOOKS, WEBHOOKS, labels.webhooks, tuple(blocks), tuple(children), own)


def _operation_page(operation: Operation, book: Book) -> Page:
    address = book.addresses.operation(operation)
    blocks = book.written_for(
        operation, lambda: operation_blocks(operation, book, level=2, prefix="")
    )
    words = search.gathered(search.operation_words(operation))
    title, former = title_of(operation), former_keys(operation, book)
    return Page(address.page, address.slug, title, blocks, (), words, former=former)


def _section(operation: Operation, address: Address, book: Book) -> Blocks:
    """An operation on the page of its tag."""
    words = search.gathered(search.operation_words(operation))
    blocks = book.written_for(
        operation,
        lambda: operation_blocks(operation, book, level=3, prefix=f"{address.anchor}-"),
    )
    title, former = (Text(title_of(operation)),), former_anchors(operation, book)
    return (Heading(2, address.anchor, title, words, former), *blocks)


def _table(places: Iterable[tuple[Operation, Address]], book: Book) -> Table:
    """Operations with links to where they stand."""
    labels = book.labels
    rows = []
    for operation, address in places:
        badge = (Text(" "), Badge(labels.deprecated, "warning")) if operation.deprecated else ()
        cells: tuple[Inlines, ...] = (
            (Code(operation.method),),
            (address.link((Text(operation.path),)),),
            (Text(title_of(operation) if operation.summary.strip() else ""), *badge),
        )
        rows.append(Row(cells))
    names = (labels.method, labels.path, labels.summary)
    return Table(tuple((Text(name),) for name in names), tuple(rows))
