"""An operation as blocks: how to call it, what to send, what comes back."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from releasebot.openapi.model import Callback, Operation, Parameter
from releasebot.pages import commonmark, security
from releasebot.pages.book import Book, title_of
from releasebot.pages.field_rows import held_rows
from releasebot.pages.inlines import listed, spaced, stacked
from releasebot.pages.model import (
    Badge,
    Block,
    Blocks,
    Code,
    Endpoint,
    Expand,
    Heading,
    Inlines,
    Panel,
    Paragraph,
    Row,
    Table,
    Text,
)
from releasebot.pages.request import server_url
from releasebot.pages.responses import content_blocks, response_blocks, value_type, value_words
from releasebot.pages.samples import samples
from releasebot.pages.schema_table import field_table
from releasebot.pages.slugs import Anchors

OPERATION_ID = Text("operationId: ")
"""Stands before an operation's name, in every language."""


def operation_blocks(operation: Operation, book: Book, *, level: int, prefix: str) -> Blocks:
    """Everything about an operation; its headings have `level`, its anchors start with `prefix`."""
    return (
        *_head(operation, book, level, prefix),
        *_request(operation, book, level, prefix),
        *_answers(operation, book, level, prefix),
        Heading(level, f"{prefix}samples", (Text(book.labels.samples),)),
        samples(operation, book),
    )


def webhook_blocks(operation: Operation, book: Book, *, level: int, prefix: str) -> Blocks:
    """Everything about a request that the API sends."""
    return (
        *_head(operation, book, level, prefix),
        *_request(operation, book, level, prefix),
        *_answers(operation, book, level, prefix),
    )


def _head(operation: Operation, book: Book, level: int, prefix: str) -> Iterator[Block]:
    labels = book.labels
    yield Endpoint(operation.method, operation.path, operation.deprecated)
    shown = {response.problem for response in operation.responses}
    for problem in operation.problems:
        if problem not in shown:
            yield Paragraph((Badge(problem, "warning"),))
    if operation.deprecated:
        sunset = f" ({labels.sunset}: {operation.sunset})" if operation.sunset else ""
        yield Panel("warning", (Paragraph((Text(f"{labels.deprecated_note}{sunset}"),)),))
    facts: list[Inlines] = [security.needed(operation, book)]
    if operation.operation_id:
        facts.append((OPERATION_ID, Code(operation.operation_id)))
    facts.append(_past(operation, book))
    if operation.internal:
        facts.append((Badge(labels.internal, "warning"),))
    if " ".join(operation.summary.split()) != title_of(operation):
        yield from commonmark.blocks(operation.summary, level=level, prefix=f"{prefix}summary")
    yield from commonmark.blocks(operation.description, level=level, prefix=f"{prefix}about")
    lines = stacked(facts)
    if lines:
        yield Paragraph(lines)
    for server in operation.servers:
        words = (
            (Text(f"{labels.servers}: "), Code(server_url(server))),
            commonmark.inlines(server.description),
        )
        yield Paragraph(spaced(words))
    if operation.docs:
        text = operation.docs.description or operation.docs.url
        yield Paragraph((Text(f"{labels.see_also}: "), *commonmark.link(operation.docs.url, text)))


def _past(operation: Operation, book: Book) -> Inlines:
    """Since which release there is the operation, and which of them changed it."""
    past, releases = book.past.of(operation), book.releases
    found = releases.since(past.since)
    links = [releases.link(version) for version in past.changed]
    if links:
        found = spaced((found, (Text(book.labels.changed),), listed(links)))
    return found


def _request(operation: Operation, book: Book, level: int, prefix: str) -> Iterator[Block]:
    labels = book.labels
    if operation.parameters:
        yield Heading(level, f"{prefix}parameters", (Text(labels.parameters),))
        yield parameter_table(operation, book, prefix=f"{prefix}param")
        yield from _parameter_fields(operation.parameters, book)
    body = operation.body
    if body is None:
        return
    yield Heading(level, f"{prefix}body", (Text(labels.request_body),))
    yield from commonmark.blocks(body.description, level=level + 1, prefix=f"{prefix}body")
    badge: Inlines = (Badge(labels.required, "danger"),) if body.required else ()
    yield from content_blocks(body.content, book, sent=True, badge=badge)


def _answers(operation: Operation, book: Book, level: int, prefix: str) -> Iterator[Block]:
    labels = book.labels
    if operation.responses:
        yield Heading(level, f"{prefix}responses", (Text(labels.responses),))
        yield from response_blocks(operation.responses, book)
    if operation.callbacks:
        yield Heading(level, f"{prefix}callbacks", (Text(labels.callbacks),))
        for number, callback in enumerate(operation.callbacks, 1):
            yield from _callback(callback, book, level + 1, f"{prefix}callback-{number}-")


def _callback(callback: Callback, book: Book, level: int, prefix: str) -> Iterator[Block]:
    """A callback's requests, each to be opened."""
    for number, operation in enumerate(callback.operations, 1):
        title = f"{callback.name}: {operation.method} {callback.expression}"
        inner = webhook_blocks(operation, book, level=min(level, 6), prefix=f"{prefix}{number}-")
        yield Expand(title, inner)


def parameter_table(operation: Operation, book: Book, *, prefix: str) -> Table:
    """All parameters, in the document's order, with anchors that start with `prefix`."""
    labels = book.labels
    anchors = Anchors(prefix)
    required = labels.required.capitalize()
    names = (labels.name, labels.place, labels.type, required, labels.description)
    return Table(
        tuple((Text(name),) for name in names),
        tuple(
            _dated(row, book.past.parameter_since(operation, one), book)
            for one in operation.parameters
            for row in _parameter_rows(one, anchors.give(one.name), book)
        ),
    )


def _dated(row: Row, since: str | None, book: Book) -> Row:
    """The row with a mark behind its name where its parameter came later than its operation."""
    if since is None:
        return row
    name, *cells = row.cells
    return replace(row, cells=(spaced((name, book.releases.since(since))), *cells))


def _parameter_rows(parameter: Parameter, anchor: str, book: Book) -> tuple[Row, ...]:
    """The one row of a parameter, made once for all operations that share it."""
    return book.rows(parameter, lambda: (_parameter_row(parameter, anchor, book),), anchor=anchor)


def _parameter_row(parameter: Parameter, anchor: str, book: Book) -> Row:
    labels = book.labels
    badge: Inlines = (Badge(labels.deprecated, "warning"),) if parameter.deprecated else ()
    words = value_words(
        parameter.description, parameter.schema, parameter.content, parameter.examples, book
    )
    return Row(
        (
            spaced(((Code(parameter.name),), badge)),
            (Text(labels.places.get(parameter.place, parameter.place)),),
            value_type(parameter.schema, parameter.content, book),
            (Badge(labels.required, "danger"),) if parameter.required else (),
            stacked((words, _writing(parameter, book))),
        ),
        anchor,
    )


def _writing(parameter: Parameter, book: Book) -> Inlines:
    """How the value is written, where the document says so."""
    facts = []
    if parameter.style:
        facts.append(f"{book.labels.style}: {parameter.style}")
    if parameter.explode is not None:
        facts.append(f"explode: {str(parameter.explode).lower()}")
    if parameter.allow_empty:
        facts.append("allowEmptyValue")
    if parameter.allow_reserved:
        facts.append("allowReserved")
    return (Text(" · ".join(facts)),) if facts else ()


def _parameter_fields(parameters: tuple[Parameter, ...], book: Book) -> Iterator[Block]:
    """The fields of parameters that are objects."""
    for parameter in parameters:
        schemas = [parameter.schema, *(media.schema for media in parameter.content)]
        for schema in schemas:
            rows = tuple(held_rows(schema, book)) if schema is not None else ()
            if rows:
                yield Paragraph((Code(parameter.name),))
                yield field_table(rows, book)
