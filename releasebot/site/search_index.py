"""What a site's search looks through: an entry for each heading of each page.

The entries have the form of Material for MkDocs' own index (`search/search_index.json`). Code is
left out: names and descriptions stand in tables, and examples would outweigh everything else in a
file that a reader's browser has to load before the first search.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import escape as escaped
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, assert_never

import msgspec
from msgspec import Struct

from releasebot.pages.model import (
    Badge,
    Block,
    ChildPages,
    Code,
    CodeBlock,
    Endpoint,
    Expand,
    Heading,
    Inlines,
    LineBreak,
    ListBlock,
    Page,
    PageTree,
    Panel,
    Paragraph,
    Plot,
    Quote,
    Rule,
    Table,
    Tabs,
    Text,
)
from releasebot.pages.operation import OPERATION_ID
from releasebot.pages.search import name_words
from releasebot.site import escape
from releasebot.site.layout import Layout
from releasebot.site.markdown import Container

INDEX: Final = "search/search_index.json"


class Entry(Struct, frozen=True, omit_defaults=True):
    """One place that a search may find; `title` and `text` are HTML.

    Words in a title count most. That of an operation has those of its operationId too, unseen: a
    search for it would find the schemas first that have all of them in their names.
    """

    location: str
    title: str
    text: str
    boost: float = 1.0


_OPERATION_BOOST = 2.0
"""Operations stand before the schemas that have the same words."""


def entries(
    tree: PageTree, layout: Layout, known: Mapping[str, Sequence[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """The entries of all pages, in their order; those of a page that are `known` as they are."""
    for page, _ in tree.walk():
        there = known.get(f"{layout.path(page).removesuffix('.md')}.html")
        yield from there or map(msgspec.to_builtins, _page_entries(page, layout))


def entries_in(index: Path, pages: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The entries of an index that was written before, by the file of their page.

    None of other pages, and none at all where it cannot be read.
    """
    try:
        docs = msgspec.json.decode(index.read_bytes(), type=_Index).docs
    except (OSError, msgspec.MsgspecError):
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in docs:
        page = str(entry["location"]).partition("#")[0]
        if page in pages:
            found.setdefault(page, []).append(entry)
    return found


class _Index(Struct):
    """The part of an index file that is ours."""

    docs: list[dict[str, Any]]


def _page_entries(page: Page, layout: Layout) -> Iterator[Entry]:
    boost = _OPERATION_BOOST if page.key.startswith("operation:") else 1.0
    location = layout.path(page).removesuffix(".md") + ".html"
    title, name = page.title, ""
    words = " ".join(page.search)
    said: list[str] = []
    for block in page.blocks:
        if isinstance(block, Heading):
            yield _entry(location, title, name, said, words, boost)
            name = ""
            location = f"{location.partition('#')[0]}#{escape.anchor(block.anchor)}"
            title, words, said = _plain(block.children), " ".join(block.search), []
        else:
            said += _texts((block,))
            name = name or _operation_id(block)
    yield _entry(location, title, name, said, words, boost)


def _operation_id(block: Block) -> str:
    """The operationId, where the block states it; else empty."""
    for label, value in pairwise(block.children if isinstance(block, Paragraph) else ()):
        if label == OPERATION_ID and isinstance(value, Code):
            return value.text
    return ""


def _entry(
    location: str, title: str, name: str, said: list[str], words: str, boost: float
) -> Entry:
    text = " ".join(filter(None, (*said, words)))
    shown = f"<p>{escaped(escape.one_line(text), quote=False)}</p>" if text else ""
    heading = escaped(escape.one_line(title).strip(), quote=False)
    if name:
        parts = " ".join([*name_words(name)] or [name])
        heading += f"<span hidden> {escaped(escape.one_line(parts), quote=False)}</span>"
    return Entry(location, heading, shown, boost)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    """What the blocks say, code apart, in reading order."""
    for block in blocks:
        match block:
            case Heading(children=children) | Paragraph(children=children):
                yield _plain(children)
            case Table(rows=rows):
                yield from (_plain(cell) for row in rows for cell in row.cells)
            case Endpoint(method=method, path=path):
                yield f"{method} {path}"
            case Rule() | CodeBlock() | ChildPages() | Plot():
                pass
            case ListBlock() | Quote() | Panel() | Expand() | Tabs():
                yield from _within(block)
            case _:
                assert_never(block)


def _within(block: Container) -> Iterator[str]:
    match block:
        case ListBlock(items=items):
            for item in items:
                yield from _texts(item)
        case Tabs(tabs=tabs):
            for tab in tabs:
                yield tab.title
                yield from _texts(tab.children)
        case Panel(title=title, children=children) | Expand(title=title, children=children):
            yield title
            yield from _texts(children)
        case Quote(children=children):
            yield from _texts(children)
        case _:
            assert_never(block)


def _plain(children: Inlines) -> str:
    pieces: list[str] = []
    _collect(children, pieces)
    return "".join(pieces).strip()


def _collect(children: Inlines, pieces: list[str]) -> None:
    for child in children:
        match child:
            case Text(text=text) | Code(text=text):
                pieces.append(text)
            case Badge(text=text):
                pieces.append(f" {text} ")
            case LineBreak():
                pieces.append(" ")
            case _:
                _collect(child.children, pieces)
