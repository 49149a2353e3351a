"""The page of errors: every answer of 400 and above, and which operations give it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from releasebot.openapi.model import Operation, Response
from releasebot.pages import search
from releasebot.pages.addresses import ERRORS
from releasebot.pages.book import Book
from releasebot.pages.inlines import stacked
from releasebot.pages.model import Inline, Inlines, Page, Paragraph, Row, Table, Text
from releasebot.pages.responses import response_cells

MAX_USERS = 20
"""How many operations are named for one error."""
_FIRST = "4"
_LAST = "5"


class _Error(Struct, frozen=True):
    """What makes an error one: its status, what is said of it, and what it carries."""

    status: Inlines
    words: Inlines
    type: Inlines


def error_page(book: Book) -> Iterator[Page]:
    """The page of all errors; none where no operation gives any."""
    users: dict[_Error, list[Operation]] = {}
    order: dict[_Error, str] = {}
    for operation in book.api.operations:
        for response in operation.responses:
            if _is_error(response):
                error = _Error(*response_cells(response, book))
                users.setdefault(error, []).append(operation)
                order[error] = response.status
    if not users:
        return
    labels = book.labels
    names = (labels.status, labels.description, labels.type, labels.used_by)
    rows = tuple(
        Row((error.status, error.words, error.type, _listed(users[error], book)))
        for error in sorted(users, key=lambda one: order[one])
    )
    table = Table(tuple((Text(name),) for name in names), rows)
    words = search.gathered(search.compound_words(labels.errors))
    note = Paragraph((Text(labels.errors_note),))
    yield Page(ERRORS, ERRORS, labels.errors, (note, table), (), words)


def _is_error(response: Response) -> bool:
    return response.status[:1] in {_FIRST, _LAST}


def _listed(operations: list[Operation], book: Book) -> Inlines:
    lines: list[tuple[Inline, ...]] = [
        (book.operation_link(one),) for one in operations[:MAX_USERS]
    ]
    if len(operations) > MAX_USERS:
        lines.append((Text(f"+ {len(operations) - MAX_USERS}"),))
    return stacked(lines)
