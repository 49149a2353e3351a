"""A document to a tree of pages.

The tree: the overview, a page per tag with its operations on it or below it, the webhooks, the
schemas, all enums, all errors, what changed. What stands where is settled in
`releasebot.pages.addresses`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from releasebot.config.docs_schema import DocsSettings
from releasebot.openapi.api import read_api
from releasebot.openapi.history import NO_HISTORY, ApiHistory
from releasebot.openapi.load import Document
from releasebot.openapi.model import Api
from releasebot.pages import changelog, errors, schema_pages, search, slugs, tag_pages
from releasebot.pages.addresses import OVERVIEW, Addresses, layout_of
from releasebot.pages.book import Book
from releasebot.pages.clients import OwnClient
from releasebot.pages.labels import LABELS, language_of
from releasebot.pages.model import Page, PageTree
from releasebot.pages.moved import moved
from releasebot.pages.overview import overview_blocks


def build(
    document: Document,
    settings: DocsSettings,
    *,
    version: str,
    clients: tuple[OwnClient, ...] = (),
    history: ApiHistory = NO_HISTORY,
) -> PageTree:
    """The pages of `document` for the release `version`, with code for these clients too.

    Everything that the document says is on some page, and what changed up to it where `history`
    tells. Equal documents, settings and histories give equal trees.

    Raises:
        UsageError: the template of a client cannot be filled.
    """
    with _uncollected():
        return _tree(read_api(document), settings, version, clients, history)


def _tree(
    api: Api,
    settings: DocsSettings,
    version: str,
    clients: tuple[OwnClient, ...],
    history: ApiHistory,
) -> PageTree:
    language = language_of(api) if settings.language == "auto" else settings.language
    labels = LABELS[language]
    addresses = Addresses(api, layout_of(api, settings.pages))
    book = Book(api, labels, addresses, clients, language=language, history=history)
    title = settings.title or api.info.title or labels.overview
    children = (
        *(tag_pages.tag_page(page, book) for page in book.addresses.tags),
        *tag_pages.webhook_pages(book),
        # After all that may lead to a schema that has no name of its own.
        *schema_pages.schema_pages(book),
        *schema_pages.enum_pages(book),
        *errors.error_page(book),
        *changelog.changelog_pages(book),
    )
    words = (*search.name_words(title), *search.compound_words(title))
    blocks = tuple(overview_blocks(book, version))
    root = Page(OVERVIEW, "index", title, blocks, _distinct(children), search.gathered(words))
    return PageTree(root, title, version, language, tuple(moved(book)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection inside.

    A large tree is made of a million values that all stay: looking through them again and again for
    garbage takes a sixth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _distinct(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages with slugs that differ from each other and from `index`."""
    wanted = [("index-page" if page.slug == "index" else page.slug, page.key) for page in pages]
    return tuple(
        page if page.slug == slug else replace(page, slug=slug)
        for page, slug in zip(pages, slugs.unique(wanted), strict=True)
    )
