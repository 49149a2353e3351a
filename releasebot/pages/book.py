"""What every part of the builder shares: the API, the words, the addresses, the schemas to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from releasebot.openapi.history import NO_HISTORY, ApiHistory, Spot
from releasebot.openapi.model import Api, Operation
from releasebot.openapi.schema import Reference, Schema
from releasebot.pages.addresses import Addresses
from releasebot.pages.clients import OwnClient
from releasebot.pages.example import Examples
from releasebot.pages.labels import Labels, Language
from releasebot.pages.model import Badge, Blocks, Code, Inline, Inlines, PageLink, Row, Text
from releasebot.pages.past import Past
from releasebot.pages.places import spots
from releasebot.pages.releases import Releases

MAX_TITLE = 120
"""How long a title is at most; there are summaries of several sentences."""


class _KeptRows(Struct, frozen=True, eq=False):
    """Rows that were made, the schemas they link to, and whose they are."""

    rows: tuple[Row, ...]
    linked: tuple[str, ...]
    subject: object


class Book:
    """The pages of one API while they are being written."""

    def __init__(
        self,
        api: Api,
        labels: Labels,
        addresses: Addresses,
        clients: tuple[OwnClient, ...] = (),
        *,
        language: Language = "en",
        history: ApiHistory = NO_HISTORY,
    ) -> None:
        self.api = api
        self.language = language
        self.past = Past(history, api)
        self.releases = Releases(history, labels)
        self.clients = clients
        self.labels = labels
        self.addresses = addresses
        self._schemas: dict[str, Schema] = {named.name: named.schema for named in api.schemas}
        self._links: dict[str, PageLink] = {}
        self.sent = Examples("request")
        self.received = Examples("response")
        self._linked: dict[str, None] = {}
        self._rows: dict[tuple[int, str], _KeptRows] = {}
        self.plain_rows: dict[tuple[Inlines, bool, int, bytes], Row] = {}
        """Rows of values that hold nothing, by all that they are made from."""
        self._users: defaultdict[str, list[Operation]] = defaultdict(list)
        self._operations = {one.operation_id: one for one in api.operations}

    @cached_property
    def spots(self) -> dict[str, Spot]:
        """Where each operation stands today, by its label."""
        return spots(self.api, self.addresses.layout)

    def schema_link(self, reference: Reference) -> Inlines:
        """A link to the schema that is referred to; why there is none, for a broken reference."""
        if reference.target is None:
            return (Badge(reference.problem, "warning"),)
        name = reference.name
        self._linked[name] = None
        link = self._links.get(name)
        if link is None:
            self._schemas.setdefault(name, reference.target)
            link = self._links[name] = self.addresses.schema(name).link((Text(name),))
        return (link,)

    def named_link(self, name: str) -> Inlines:
        """A link to a schema by its name; the name alone where there is no such schema."""
        if name not in self._schemas:
            return (Code(name),)
        return (self.addresses.schema(name).link((Text(name),)),)

    def operation_link(self, operation: Operation) -> Inline:
        """A link to an operation, under its summary or its path."""
        return self.addresses.operation(operation).link((Text(title_of(operation)),))

    def operation_named(self, name: str) -> Inlines:
        """A link to the operation of an operationId; the name alone where there is none."""
        operation = self._operations.get(name)
        if operation is None:
            return (Code(name),) if name else ()
        return (self.addresses.operation(operation).link((Code(name),)),)

    def users_of(self, name: str) -> tuple[Operation, ...]:
        """The operations whose blocks link to the schema, in the document's order."""
        return tuple(self._users.get(name, ()))

    def written_for(self, operation: Operation, blocks: Callable[[], Blocks]) -> Blocks:
        """The blocks of an operation; the schemas they link to learn that it uses them."""
        self._linked = {}
        made = blocks()
        for name in self._linked:
            self._users[name].append(operation)
        return made

    def rows(
        self, subject: object, make: Callable[[], Iterable[Row]], *, anchor: str = ""
    ) -> tuple[Row, ...]:
        """The rows about `subject`, a node or a parameter, made when they are first asked for."""
        key = (id(subject), anchor)
        kept = self._rows.get(key)
        if kept is None:
            outer, self._linked = self._linked, {}
            kept = self._rows[key] = _KeptRows(tuple(make()), tuple(self._linked), subject)
            self._linked = outer
        self._linked.update(dict.fromkeys(kept.linked))
        return kept.rows

    def schemas(self) -> Iterator[tuple[str, Schema]]:
        """Every schema with a name; those that turn up while others are shown come too."""
        shown = 0
        while shown < len(self._schemas):
            waiting = list(self._schemas.items())[shown:]
            yield from waiting
            shown += len(waiting)


def title_of(operation: Operation) -> str:
    """What an operation is called: its summary, of a long one the first sentence, else its path."""
    summary = " ".join(operation.summary.split())
    if len(summary) > MAX_TITLE:
        summary = summary.partition(". ")[0]
    return summary if 0 < len(summary) <= MAX_TITLE else f"{operation.method} {operation.path}"
