"""What an operation answers: all responses, and the headers, body and examples of each."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.model import Example, Header, MediaType, Response, ResponseLink
from releasebot.openapi.schema import Schema
from releasebot.pages import commonmark
from releasebot.pages.book import Book
from releasebot.pages.constraints import described
from releasebot.pages.inlines import spaced, stacked
from releasebot.pages.model import (
    Badge,
    Block,
    Blocks,
    Code,
    CodeBlock,
    Expand,
    Inlines,
    Paragraph,
    Row,
    Tab,
    Table,
    Tabs,
    Text,
    Tone,
)
from releasebot.pages.request import media_example
from releasebot.pages.schema_table import body_blocks
from releasebot.pages.type_text import type_of
from releasebot.pages.values import is_json, language_for, literal, pretty, shortened

MAX_EXAMPLE = 25_000
"""Characters of an example; of those that are longer nobody reads the rest, and pages get heavy."""

_TONES: dict[str, Tone] = {"2": "success", "3": "info", "4": "warning", "5": "danger"}


def response_blocks(responses: tuple[Response, ...], book: Book) -> Iterator[Block]:
    """The table of all responses, then the details of those that have any."""
    labels = book.labels
    header = tuple((Text(name),) for name in (labels.status, labels.description, labels.type))
    yield Table(header, tuple(Row(response_cells(one, book)) for one in responses))
    detailed = [(one, tuple(_details(one, book))) for one in responses]
    tabs = [Tab(one.status, blocks) for one, blocks in detailed if blocks]
    if tabs:
        yield Tabs(tuple(tabs))


def content_blocks(
    content: tuple[MediaType, ...], book: Book, *, sent: bool, badge: Inlines = ()
) -> Iterator[Block]:
    """Each representation: what it looks like, how its parts are encoded, and its examples.

    Representations that differ in nothing but their name are shown once. `badge` says something of
    them all.
    """
    groups: list[list[MediaType]] = []
    for media in content:
        same = next((group for group in groups if _same(group[0], media)), None)
        if same is None:
            groups.append([media])
        else:
            same.append(media)
    shown = [
        (
            [media.name for media in group],
            _media_blocks(
                next((one for one in group if is_json(one.name)), group[0]), book, sent=sent
            ),
        )
        for group in groups
    ]
    if len(shown) == 1:
        names, blocks = shown[0]
        yield Paragraph(spaced((*((Code(name),) for name in names), badge)))
        yield from blocks
        return
    if badge:
        yield Paragraph(badge)
    if shown:
        yield Tabs(tuple(Tab(", ".join(names), blocks) for names, blocks in shown))


def example_blocks(media: MediaType, book: Book, *, sent: bool) -> Iterator[Block]:
    """The examples of a representation; where there is none, one made from its schema."""
    labels = book.labels
    for example in media.examples:
        yield from _example(example, media.name, book)
    if media.examples or media.schema is None:
        return
    made = media_example(media, book.sent if sent else book.received)
    if made is not None and is_json(media.name):
        title = labels.example if _has_example(media.schema) else labels.generated_example
        yield json_block(made, title, book)


def response_cells(response: Response, book: Book) -> tuple[Inlines, Inlines, Inlines]:
    """A response in a row of a table: its status, its words, and the types of what it carries."""
    types = dict.fromkeys(_body_type(media, book) for media in response.content)
    words = (
        (Badge(response.problem, "warning"),)
        if response.problem
        else stacked(
            (commonmark.inlines(response.summary), commonmark.inlines(response.description))
        )
    )
    status = Badge(response.status, _TONES.get(response.status[:1], "neutral"))
    return (status,), words, stacked(types)


def _body_type(media: MediaType, book: Book) -> Inlines:
    if media.schema is not None:
        return type_of(media.schema, book)
    if media.item is not None:
        return (*type_of(media.item, book), Text("[]"))
    return (Code(media.name),)


def _details(response: Response, book: Book) -> Iterator[Block]:
    if response.headers:
        yield header_table(response.headers, book)
    yield from content_blocks(response.content, book, sent=False)
    if response.links:
        yield _link_table(response.links, book)


def header_table(headers: tuple[Header, ...], book: Book) -> Table:
    """The headers of a response or of a part of a form."""
    labels = book.labels
    names = (labels.headers, labels.type, labels.required.capitalize(), labels.description)
    return Table(
        tuple((Text(name),) for name in names),
        tuple(
            Row(
                (
                    spaced(
                        (
                            (Code(one.name),),
                            (Badge(labels.deprecated, "warning"),) if one.deprecated else (),
                        )
                    ),
                    value_type(one.schema, one.content, book),
                    (Badge(labels.required, "danger"),) if one.required else (),
                    value_words(one.description, one.schema, one.content, one.examples, book),
                )
            )
            for one in headers
        ),
    )


def value_words(
    description: str,
    schema: Schema | None,
    content: tuple[MediaType, ...],
    examples: tuple[Example, ...],
    book: Book,
) -> Inlines:
    """What is said of a parameter or a header: its words, its schema's, and its examples."""
    own = commonmark.inlines(description)
    inner = schema or next((media.schema for media in content if media.schema), None)
    said = described(inner, book) if inner is not None else ()
    if own and said[: len(own)] == own:
        own = ()
    shown = (*examples, *(one for media in content for one in media.examples))
    return stacked((own, said, *(_example_line(example, book) for example in shown)))


def _example_line(example: Example, book: Book) -> Inlines:
    name = f" ({example.name})" if example.name else ""
    shown: Inlines = (Code(literal(example.value)),) if example.value is not None else ()
    if example.serialized:
        shown = (Code(example.serialized),)
    if example.external:
        shown = (*shown, *commonmark.link(example.external, example.external))
    words = spaced((commonmark.inlines(example.summary), commonmark.inlines(example.description)))
    return (Text(f"{book.labels.example}{name}: "), *spaced((shown, words)))


def value_type(schema: Schema | None, content: tuple[MediaType, ...], book: Book) -> Inlines:
    """The type of a parameter or a header, which may be written as one of some representations."""
    if schema is not None:
        return type_of(schema, book)
    return stacked((Code(media.name), Text(" "), *_body_type(media, book)) for media in content)


def _same(one: MediaType, other: MediaType) -> bool:
    """Whether two representations show the same schema and have no examples of their own."""
    if one.examples or other.examples or one.encodings or other.encodings:
        return False
    mine, theirs = one.schema, other.schema
    return mine is theirs or (mine is not None and theirs is not None and mine.node == theirs.node)


def _media_blocks(media: MediaType, book: Book, *, sent: bool) -> Blocks:
    blocks: list[Block] = []
    if media.schema is not None:
        blocks += body_blocks(media.schema, book, opened=sent)
    if media.item is not None:
        blocks += body_blocks(media.item, book, opened=sent)
    for encoding in media.encodings:
        facts = (
            (book.labels.content_type, encoding.content_type),
            (book.labels.style, encoding.style),
            ("explode", "" if encoding.explode is None else str(encoding.explode).lower()),
        )
        parts: list[Inlines] = [(Text(f"{book.labels.encoding}: "), Code(encoding.property))]
        parts += [(Text(f"{label}: "), Code(value)) for label, value in facts if value]
        blocks.append(Paragraph(spaced(parts)))
        if encoding.headers:
            blocks.append(header_table(encoding.headers, book))
    return (*blocks, *example_blocks(media, book, sent=sent))


def _example(example: Example, media_type: str, book: Book) -> Iterator[Block]:
    label = book.labels.example
    title = f"{label}: {example.summary or example.name}" if example.name else label
    yield from commonmark.blocks(example.description, level=6, prefix="example")
    if example.external:
        link = commonmark.link(example.external, example.external)
        yield Paragraph((Text(f"{title}: "), *link))
    if example.serialized:
        yield _text_block(example.serialized, media_type, title, book)
    elif type(example.value) is str and not is_json(media_type):
        yield _text_block(example.value, media_type, title, book)
    elif example.value is not None:
        yield json_block(example.value, title, book)


def json_block(value: object, title: str, book: Book) -> CodeBlock:
    """A value as JSON; one of more than `MAX_EXAMPLE` characters is shortened, and says so."""
    text = pretty(value)
    if len(text) > MAX_EXAMPLE:
        text, title = pretty(shortened(value, MAX_EXAMPLE)), f"{title} ({book.labels.shortened})"
    return CodeBlock(text, "json", title)


def _text_block(text: str, media_type: str, title: str, book: Book) -> CodeBlock:
    if len(text) > MAX_EXAMPLE:
        text, title = f"{text[:MAX_EXAMPLE]}…", f"{title} ({book.labels.shortened})"
    return CodeBlock(text, language_for(media_type), title)


def _has_example(schema: Schema) -> bool:
    return bool(schema.examples)


def _link_table(links: tuple[ResponseLink, ...], book: Book) -> Expand:
    labels = book.labels
    names = (labels.name, labels.operation, labels.parameters, labels.description)
    rows = []
    for link in links:
        arguments: list[Inlines] = [
            (Code(name), Text(" ← "), Code(expression)) for name, expression in link.arguments
        ]
        if link.body:
            arguments.append((Text(f"{labels.request_body} ← "), Code(link.body)))
        words = [commonmark.inlines(link.description)]
        if link.server:
            words.append(commonmark.link(link.server, link.server))
        rows.append(
            Row(
                (
                    (Code(link.name),),
                    book.operation_named(link.operation),
                    stacked(arguments),
                    stacked(words),
                )
            )
        )
    table = Table(tuple((Text(name),) for name in names), tuple(rows))
    return Expand(labels.links, (table,))
