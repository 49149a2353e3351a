"""Ways to authenticate: what each operation needs, and how each is done."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.model import Flow, Operation, Requirement, SecurityScheme
from releasebot.pages import commonmark
from releasebot.pages.book import Book
from releasebot.pages.inlines import stacked
from releasebot.pages.model import (
    Badge,
    Block,
    Blocks,
    Code,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Row,
    Table,
    Text,
)


def needed(operation: Operation, book: Book) -> Inlines:
    """What has to be proven to call `operation`: the alternatives, with links to how."""
    labels = book.labels
    own = operation.security
    wanted = book.api.security if own is None else own
    if not wanted:
        # Where no operation needs anything, saying so on each of them is noise.
        silent = own is None and not book.api.security_schemes
        return () if silent else (Text(f"{labels.authentication}: {labels.authentication_none}"),)
    parts: list[Inline] = [Text(f"{labels.authentication}: ")]
    for index, requirement in enumerate(wanted):
        parts += [Text(f" {labels.either} ")] * bool(index)
        parts += _alternative(requirement, book)
    return tuple(parts)


def scheme_blocks(scheme: SecurityScheme, book: Book, *, level: int) -> Iterator[Block]:
    """How to authenticate with `scheme`, under a heading of its own."""
    address = book.addresses.auth(scheme.name)
    anchor = address.anchor if address else ""
    badge: Inlines = (Text(" "), Badge(book.labels.deprecated, "warning"))
    yield Heading(level, anchor, (Text(scheme.name), *(badge if scheme.deprecated else ())))
    yield from commonmark.blocks(scheme.description, level=level + 1, prefix=anchor)
    rows = tuple(Row(((Text(name),), value)) for name, value in _properties(scheme, book) if value)
    header: tuple[Inlines, ...] = ((Text(book.labels.name),), (Text(book.labels.value),))
    yield Table(header, rows)
    for flow in scheme.flows:
        yield from _flow_blocks(flow, book)


def _alternative(requirement: Requirement, book: Book) -> Inlines:
    if not requirement.schemes:
        return (Text(book.labels.authentication_optional),)
    parts: list[Inline] = []
    for index, (name, scopes) in enumerate(requirement.schemes):
        parts += [Text(" + ")] * bool(index)
        address = book.addresses.auth(name)
        parts.append(address.link((Text(name),)) if address else Code(name))
        if scopes:
            parts.append(Text(" ("))
            for number, scope in enumerate(scopes):
                parts += [Text(", ")] * bool(number)
                parts.append(Code(scope))
            parts.append(Text(")"))
    return tuple(parts)


def _properties(scheme: SecurityScheme, book: Book) -> Iterator[tuple[str, Inlines]]:
    labels = book.labels
    yield labels.kind, (Code(scheme.kind),)
    yield labels.scheme, (Code(scheme.scheme),) if scheme.scheme else ()
    yield labels.format, (Code(scheme.bearer_format),) if scheme.bearer_format else ()
    yield labels.name, (Code(scheme.parameter),) if scheme.parameter else ()
    place = labels.places.get(scheme.place, scheme.place)
    yield labels.sent_in, (Text(place),) if place else ()
    yield labels.openid_url, _address(scheme.openid_url)


def _flow_blocks(flow: Flow, book: Book) -> Blocks:
    labels = book.labels
    addresses = (
        (labels.authorization_url, flow.authorization_url),
        (labels.token_url, flow.token_url),
        (labels.refresh_url, flow.refresh_url),
        (labels.device_url, flow.device_url),
    )
    lines: list[Inlines] = [(Text(f"{labels.flow}: "), Code(flow.kind))]
    lines += [(Text(f"{label}: "), *_address(url)) for label, url in addresses if url]
    blocks: list[Block] = [Paragraph(stacked(lines))]
    if flow.scopes:
        header: tuple[Inlines, ...] = ((Text(labels.scopes),), (Text(labels.description),))
        rows = (
            Row(((Code(name),), commonmark.inlines(description)))
            for name, description in flow.scopes
        )
        blocks.append(Table(header, tuple(rows)))
    return tuple(blocks)


def _address(url: str) -> Inlines:
    return commonmark.link(url, url) if url else ()
