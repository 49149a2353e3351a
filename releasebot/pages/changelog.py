"""The pages of the API's changelog: every release with what it changed, what breaks first.

One page as long as it is light; else a page for each release, and several for a large one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from releasebot.openapi.diff.deprecations import Deprecation, deprecations
from releasebot.openapi.diff.notes import WORDS, Words
from releasebot.openapi.diff.rule import Level
from releasebot.openapi.history import ApiRelease, Both, Entry, Subject
from releasebot.openapi.model import Operation
from releasebot.pages import search
from releasebot.pages.book import Book
from releasebot.pages.inlines import quoted
from releasebot.pages.model import (
    Block,
    Blocks,
    ChildPages,
    Code,
    Heading,
    Inlines,
    ListBlock,
    Page,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)
from releasebot.pages.releases import CHANGES, MOST_ENTRIES, entries_in

_SLUG = "api-changelog"
_MOST_DEPRECATED = 200
"""How many deprecated things are listed; each has its mark on its own page."""


def changelog_pages(book: Book) -> Iterator[Page]:
    """The changelog with the pages below it; none where no release has changed anything."""
    releases = tuple(reversed(book.past.history.releases))
    if not releases:
        return
    operations = dict(book.past.operations_at())
    title = book.labels.changelog
    blocks = list(_going(book))
    children: list[Page] = []
    if book.releases.are_together:
        for one in releases:
            anchor = book.releases.address(one.version).anchor
            blocks.append(Heading(2, anchor, (Text(book.releases.title(one.version)),)))
            blocks += _Writing(book, operations[one.version], 3, f"{anchor}-").release(one)
    else:
        blocks.append(_table(releases, book))
        for one in releases:
            writing = _Writing(book, operations[one.version], 2, "")
            children += _pages_of(one, tuple(writing.release(one)), book)
    words = search.gathered((*search.name_words(title), *search.compound_words(title)))
    yield Page(CHANGES, _SLUG, title, tuple(blocks), tuple(children), words)


def _pages_of(release: ApiRelease, blocks: Blocks, book: Book) -> Iterator[Page]:
    """The page of a release; the others of one that is too large for a single page follow it."""
    address, title = book.releases.address(release.version), book.releases.title(release.version)
    parts = tuple(_parts(blocks))
    for number, part in enumerate(parts, 1):
        if number == 1:
            further = (ChildPages(),) if len(parts) > 1 else ()
            rest = tuple(
                Page(f"{address.page}:{later}", f"part-{later}", f"{title} ({later})", below)
                for later, below in enumerate(parts[1:], 2)
            )
            yield Page(address.page, address.slug, title, (*part, *further), rest)


def _parts(blocks: Blocks) -> Iterator[Blocks]:
    """The blocks in groups of at most `MOST_ENTRIES` entries, cut where a heading would stand."""
    group: list[Block] = []
    count = 0
    for block in blocks:
        size = len(block.items) if isinstance(block, ListBlock) else 0
        if count and count + size > MOST_ENTRIES:
            carried = _headings_at_end(group)
            yield tuple(group)
            group, count = carried, 0
        group.append(block)
        count += size
    yield tuple(group)


def _headings_at_end(group: list[Block]) -> list[Block]:
    """What stands at the end to head what follows, taken away."""
    at = len(group)
    while at and not isinstance(group[at - 1], ListBlock):
        at -= 1
    carried = group[at:]
    del group[at:]
    return carried


class _Writing:
    """Writes the blocks of one release, of which `operations` has those that still exist."""

    def __init__(
        self, book: Book, operations: Mapping[str, Operation], level: int, prefix: str
    ) -> None:
        self._book = book
        self._operations = operations
        self._level = level
        self._prefix = prefix
        self._words: Words = WORDS[book.language]

    def release(self, one: ApiRelease) -> Iterator[Block]:
        yield Paragraph((Text(one.day),))
        step = one.step
        if not step.levels:
            yield Paragraph((Text(self._words.reworded),))
        for level, subjects in step.levels:
            name = self._words.levels[level]
            yield Heading(self._level, f"{self._prefix}{level}", (Text(name),))
            for subject in subjects:
                yield from self._subject(subject)

    def _subject(self, subject: Subject) -> Iterator[Block]:
        title = self._title(subject)
        for start in range(0, len(subject.entries), MOST_ENTRIES):
            yield Paragraph((Strong(title),))
            some = subject.entries[start : start + MOST_ENTRIES]
            yield ListBlock(tuple((Paragraph(self._entry(one)),) for one in some))

    def _title(self, subject: Subject) -> Inlines:
        book, name = self._book, subject.title
        if not name:
            return (Text(self._words.whole),)
        if subject.shared:
            link = book.named_link(name)
            if subject.users < len("ab"):
                return link
            before, _, after = self._words.operations.partition("{}")
            return (Text(before), *link, Text(after.format(subject.users)))
        operation = self._operations.get(name)
        if operation is None:
            return (Code(name),)
        return (book.addresses.operation(operation).link((Code(name),)),)

    def _entry(self, entry: Entry) -> Inlines:
        said = quoted(f"{self._chosen(entry.said)}.")
        advice = self._chosen(entry.advice)
        return (*said, Text(" "), Strong(quoted(advice))) if advice else said

    def _chosen(self, text: Both) -> str:
        return text[self._book.language == "ko"]


def _table(releases: Sequence[ApiRelease], book: Book) -> Table:
    labels = book.labels
    names = (labels.release, labels.day, labels.breaking, labels.warnings, labels.further)
    levels: tuple[Level, ...] = ("breaking", "warning", "info")
    rows = []
    for one in releases:
        link = book.releases.address(one.version).link((Text(book.releases.title(one.version)),))
        counts = (entries_in(one, level) for level in levels)
        cells: Iterable[Inlines] = ((Text(f"{count:,}"),) if count else () for count in counts)
        rows.append(Row(((link,), (Text(one.day),), *cells)))
    return Table(tuple((Text(name),) for name in names), tuple(rows))


def _going(book: Book) -> Iterator[Block]:
    """What is deprecated today, what goes away first at the top."""
    found = deprecations(book.api)
    if not found:
        return
    words = WORDS[book.language]
    present = {f"{one.method} {one.path}": one for one in book.api.operations}
    yield Heading(2, "deprecated", (Text(words.deprecated),))
    rows = tuple(
        Row((_what(one, present, book), (Text(one.day.isoformat() if one.day else words.undated),)))
        for one in found[:_MOST_DEPRECATED]
    )
    yield Table(((Text(words.what),), (Text(words.goes),)), rows)
    if len(found) > _MOST_DEPRECATED:
        yield Paragraph((Text(f"+ {len(found) - _MOST_DEPRECATED}"),))


def _what(one: Deprecation, present: Mapping[str, Operation], book: Book) -> Inlines:
    operation = present.get(one.operation)
    if operation is None:
        schema, _, field = one.name.partition(".")
        return (*book.named_link(schema), Text("."), Code(field)) if field else (Code(one.title),)
    name: Inlines = (Text(" "), Code(one.name)) if one.name else ()
    link = book.addresses.operation(operation).link((Code(one.operation),))
    return (link, *name)
