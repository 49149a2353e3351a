"""The first page: what the API is, where it is, how to get in, and what it offers."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.model import Server, ServerVariable
from releasebot.pages import commonmark, security
from releasebot.pages.addresses import TagPage
from releasebot.pages.book import Book
from releasebot.pages.inlines import listed, stacked
from releasebot.pages.model import (
    Badge,
    Block,
    Code,
    Heading,
    Inlines,
    PageLink,
    Paragraph,
    Row,
    Table,
    Text,
)
from releasebot.pages.releases import CHANGES


def overview_blocks(book: Book, version: str) -> Iterator[Block]:
    """Everything about the API as a whole."""
    info, labels = book.api.info, book.labels
    facts: list[Inlines] = [(Text(f"{labels.version}: "), Code(version))]
    if info.version and info.version != version:
        facts.append((Text(f"{labels.api_version}: "), Code(info.version)))
    if book.past.history.releases:
        facts.append((PageLink(CHANGES, (Text(labels.changelog),)),))
    yield Paragraph(stacked(facts))
    for problem in book.api.problems:
        yield Paragraph((Badge(problem, "warning"),))
    if info.summary:
        yield Paragraph((Text(info.summary),))
    yield from commonmark.blocks(info.description, level=2, prefix="about")
    yield from _servers(book)
    if book.api.security_schemes:
        yield Heading(2, "authentication", (Text(labels.authentication),))
        for scheme in book.api.security_schemes:
            yield from security.scheme_blocks(scheme, book, level=3)
    yield from _groups(book)
    yield from _contact(book)


def tag_title(page: TagPage, book: Book) -> str:
    """What a tag's page is called."""
    return page.tag.title or page.tag.name or book.labels.untagged


def _servers(book: Book) -> Iterator[Block]:
    servers, labels = book.api.servers, book.labels
    if not servers:
        return
    yield Heading(2, "servers", (Text(labels.servers),))
    header: tuple[Inlines, ...] = ((Text(labels.address),), (Text(labels.description),))
    yield Table(header, tuple(Row(((Code(one.url),), _about_server(one, book))) for one in servers))


def _about_server(server: Server, book: Book) -> Inlines:
    lines: list[Inlines] = [
        (Text(server.name),) if server.name else (),
        commonmark.inlines(server.description),
    ]
    lines += [_variable(one, book) for one in server.variables]
    return stacked(lines)


def _variable(variable: ServerVariable, book: Book) -> Inlines:
    labels = book.labels
    values = ", ".join(variable.values)
    return (
        Code(variable.name),
        Text(f" {labels.default}: "),
        Code(variable.default or '""'),
        *((Text(f" {labels.allowed}: "), Code(values)) if values else ()),
        Text(" "),
        *commonmark.inlines(variable.description),
    )


def _groups(book: Book) -> Iterator[Block]:
    """The tags with the number of their operations, in the groups that the document makes."""
    pages = {page.tag.name: page for page in book.addresses.tags}
    if not pages:
        return
    yield Heading(2, "operations", (Text(book.labels.groups),))
    grouped = [
        (name, [pages[tag] for tag in tags if tag in pages]) for name, tags in book.api.tag_groups
    ]
    told = {page.tag.name for _, members in grouped for page in members}
    rest = [page for name, page in pages.items() if name not in told]
    for name, members in grouped:
        yield Paragraph((Text(name),))
        yield _group_table(members, book)
    if rest:
        yield _group_table(rest, book)


def _group_table(pages: list[TagPage], book: Book) -> Table:
    labels = book.labels
    names = (labels.group, labels.operations, labels.description)
    rows = tuple(
        Row(
            (
                (PageLink(page.key, (Text(tag_title(page, book)),)),),
                (Text(str(len(page.own) + len(page.others))),),
                (Text(page.tag.summary or commonmark.first_line(page.tag.description)),),
            )
        )
        for page in pages
    )
    return Table(tuple((Text(name),) for name in names), rows)


def _contact(book: Book) -> Iterator[Block]:
    info, labels = book.api.info, book.labels
    lines: list[Inlines] = []
    if info.contact:
        contact = info.contact
        parts: list[Inlines] = [(Text(contact.name),)] if contact.name else []
        parts += [commonmark.link(contact.url, contact.url)] if contact.url else []
        if contact.email:
            parts.append(commonmark.link(f"mailto:{contact.email}", contact.email))
        lines.append((Text(f"{labels.contact}: "), *listed(parts)))
    if info.license:
        name = info.license.name or info.license.identifier or info.license.url
        link = commonmark.link(info.license.url, name) if info.license.url else (Text(name),)
        lines.append((Text(f"{labels.licence}: "), *link))
    if info.terms:
        lines.append((Text(f"{labels.terms}: "), *commonmark.link(info.terms, info.terms)))
    if book.api.docs:
        text = book.api.docs.description or book.api.docs.url
        lines.append((Text(f"{labels.see_also}: "), *commonmark.link(book.api.docs.url, text)))
    if lines:
        yield Heading(2, "contact", (Text(labels.contact),))
        yield Paragraph(stacked(lines))
