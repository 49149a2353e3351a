"""Pages about releases: the notes of each, a list of them all, and what can be told in figures."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from releasebot.pages import commonmark
from releasebot.pages.anchors import anchors
from releasebot.pages.model import (
    Block,
    Blocks,
    Inlines,
    Link,
    Page,
    PageLink,
    PageTree,
    Panel,
    Paragraph,
    Row,
    Table,
    Text,
)
from releasebot.pages.release_plots import Story, Told, figures_blocks, page_key
from releasebot.pages.release_words import WORDS, Words
from releasebot.pages.releases import CHANGES
from releasebot.pages.slugs import slug
from releasebot.pages.trend_page import trend_page
from releasebot.pages.trend_words import WORDS as TREND_WORDS

INDEX = "releases"
FIGURES = "release-figures"
_NOT_IN_SLUG = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_BYTES = 60_000
"""Of a release's notes: as HTML, with a theme around them, they stay below 150 KB."""


def with_releases(tree: PageTree, story: Story) -> PageTree:
    """The tree with the pages about releases at its end; as it was where there are no releases."""
    if not story.releases:
        return tree
    children = (*tree.root.children, _index(story, tree))
    return replace(tree, root=replace(tree.root, children=children))


def _index(story: Story, tree: PageTree) -> Page:
    language = tree.language
    words, changes = WORDS[language], _changelog(tree)
    figures = Page(FIGURES, "figures", words.figures, figures_blocks(story, words))
    trends = trend_page(story.measured or (), language)
    beside = (figures, *((trends,) if trends else ()))
    blocks: list[Block] = [Paragraph((PageLink(page.key, (Text(page.title),)),)) for page in beside]
    columns = (words.version, words.day, words.changes, words.breaking)
    rows = tuple(_row(one) for one in story.releases)
    blocks.append(Table(tuple((Text(name),) for name in columns), rows))
    if story.measured is None:
        blocks.append(Panel("warning", (Paragraph((Text(TREND_WORDS[language].unread),)),)))
    if story.before:
        blocks.append(Paragraph((Text(words.earlier.format(story.before)),)))
    pages = (_page(one, words, changes(one.version)) for one in story.releases)
    return Page(INDEX, INDEX, words.releases, tuple(blocks), (*beside, *pages))


def _row(one: Told) -> Row:
    name = Text(one.version)
    texts = (one.day, f"{one.changes:,}", f"{one.breaking:,}" if one.breaking else "")
    cells = ((Text(text),) if text else () for text in texts)
    return Row(((PageLink(page_key(one.version), (name,)),), *cells))


def _changelog(tree: PageTree) -> Callable[[str], PageLink | None]:
    """Gives the link to where the API's changelog tells of a version; None where it does not."""
    text = (Text(WORDS[tree.language].api_changes),)
    places = {
        page.key: frozenset(anchors(page.blocks))
        for page, _ in tree.walk()
        if page.key.partition(":")[0] == CHANGES
    }

    def link(version: str) -> PageLink | None:
        alone, anchor = f"{CHANGES}:{version}", f"v{slug(version)}"
        if alone in places:
            return PageLink(alone, text)
        return PageLink(CHANGES, text, anchor) if anchor in places.get(CHANGES, ()) else None

    return link


def _page(one: Told, words: Words, changes: PageLink | None) -> Page:
    name = _NOT_IN_SLUG.sub("-", one.version)
    title = words.release.format(one.version)
    back = PageLink(INDEX, (Text(words.all_releases),))
    leading: Inlines = (back, Text(" · "), changes) if changes else (back,)
    released = Paragraph((Text(f"{words.released.format(one.day)} "), *leading))
    blocks = (released, *_notes(one, words))
    return Page(page_key(one.version), name, title, blocks, search=(one.version,), in_menu=False)


def _notes(one: Told, words: Words) -> Blocks:
    """The notes, as many whole lines of them as a page may weigh, and where all of them are."""
    text = one.notes
    data = text.encode()
    if len(data) > _MOST_BYTES:
        kept = data[:_MOST_BYTES].decode("utf-8", "ignore")
        text = f"{kept[: kept.rfind(chr(10)) + 1]}\n…\n"
    blocks = commonmark.blocks(text, level=2, prefix="notes-")
    link = Link(one.web, (Text(words.on_the_web),)) if one.web else None
    return (*blocks, *((Paragraph((link,)),) if link else ()))
