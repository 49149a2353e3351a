"""What a reader of pages sees: their texts, and the blocks of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.openapi.source import obtain
from releasebot.pages.build import build
from releasebot.pages.model import Block, Page, PageTree, Row, Table

HIDDEN = {"anchor", "slug", "key", "search", "page", "href", "language", "tone"}
Kind = TypeVar("Kind", bound=msgspec.Struct)


def tree_of(
    name: str = "shop.yaml",
    *,
    folder: Path = Path(__file__).parent,
    pages: Literal["auto", "tag", "operation"] = "auto",
    language: Literal["auto", "ko", "en"] = "auto",
) -> PageTree:
    """The pages of a document that stands in a folder."""
    document = obtain(SpecSettings(file=name), base=folder)
    return build(document, DocsSettings(pages=pages, language=language), version="1.2.3")


def by_key(tree: PageTree) -> dict[str, Page]:
    """The pages of a tree by their keys."""
    return {page.key: page for page, _ in tree.walk()}


def everything(value: object) -> Iterator[Any]:
    """A value of the page model and all values in it, children of a page apart."""
    yield value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if not (isinstance(value, Page) and name == "children"):
                yield from everything(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from everything(item)


def of_kind(kind: type[Kind], value: object) -> list[Kind]:
    """Every value of `kind` in reading order."""
    return [one for one in everything(value) if isinstance(one, kind)]


def texts(value: object) -> Iterator[str]:
    """Every text that a reader sees."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in HIDDEN and not (isinstance(value, Page) and name == "children"):
                yield from texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)


def said(value: object) -> str:
    """All that a reader sees, joined."""
    return "".join(texts(value))


def rows(blocks: Iterable[Block]) -> list[tuple[int, str]]:
    """Every row of every table: its depth and its cells, joined."""
    return [
        (row.depth, " | ".join(said(cell) for cell in row.cells))
        for table in of_kind(Table, tuple(blocks))
        for row in of_kind(Row, table)
    ]
