"""What a page says, read from its blocks and from the HTML that a builder makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import markdown  # type: ignore[import-untyped]  # it comes without types

from releasebot.pages.model import (
    Badge,
    Block,
    ChildPages,
    Code,
    CodeBlock,
    Emphasis,
    Endpoint,
    Expand,
    Heading,
    Inlines,
    LineBreak,
    Link,
    ListBlock,
    Page,
    PageLink,
    Panel,
    Paragraph,
    Plot,
    Quote,
    Rule,
    Strike,
    Strong,
    Table,
    Tabs,
    Text,
)
from releasebot.site.escape import one_line, preformatted
from releasebot.site.inlines import METHODS
from releasebot.site.markdown import EXTENSIONS

VOID = frozenset({"br", "hr", "input", "img", "meta", "link", "wbr"})
ALLOWED = {
    "a": {"href", "class", "title", "aria-label", "tabindex"},
    "circle": {"class", "cx", "cy", "r"},
    "desc": {"id"},
    "figure": {"class", "role", "tabindex", "aria-label"},
    "g": {"class"},
    "line": {"class", "x1", "x2", "y1", "y2"},
    "path": {"class", "d"},
    "polyline": {"class", "points", "fill", "stroke-dasharray"},
    "rect": {"class", "x", "y", "width", "height", "fill-opacity"},
    "svg": {"class", "viewbox", "role", "aria-labelledby"},
    "text": {"x", "y", "text-anchor"},
    "title": {"id"},
    "blockquote": set(),
    "br": set(),
    "code": {"class"},
    "del": set(),
    "details": {"class"},
    "div": {"class", "data-tabs"},
    "em": set(),
    **{f"h{level}": {"id"} for level in range(1, 7)},
    "hr": set(),
    "input": {"checked", "id", "name", "type"},
    "label": {"for"},
    "li": set(),
    "ol": {"start"},
    "p": {"class", "hidden"},
    "pre": {"id"},
    "span": {"class", "id"},
    "strong": set(),
    "summary": set(),
    "table": set(),
    "tbody": set(),
    "td": set(),
    "th": set(),
    "thead": set(),
    "tr": set(),
    "ul": set(),
}
"""The elements and attributes that a page is drawn with; no text may add another."""


class Reader(HTMLParser):
    """Collects the elements, the addresses and the visible characters of an HTML text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.refused: list[str] = []
        self.pieces: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        self.elements[tag] += 1
        self.elements.update(f"{tag}.{name}" for name in classes)
        if "id" in given:
            self.ids.append(str(given["id"]))
        if "href" in given and "headerlink" not in classes:
            self.addresses.append(str(given["href"]))
        if tag not in ALLOWED or not set(given) <= ALLOWED[tag]:
            self.refused.append(str(self.get_starttag_text()))
        if tag not in VOID:
            self._open.append("headerlink" if "headerlink" in classes else tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() in {tag, "headerlink"}, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if not {"headerlink", "svg"}.intersection(self._open):
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return bare("".join(self.pieces))


def bare(text: str) -> str:
    """The text without white space, which HTML and Markdown treat freely."""
    return "".join(text.split()).replace("\u200b", "")


def convert(text: str) -> str:
    """The HTML of a Markdown file, made with the extensions that pages ask for, and no others."""
    settings: dict[str, dict[str, Any]] = {
        "pymdownx.tabbed": {"alternate_style": True},
        "toc": {"permalink": True},
    }
    _, _, body = text.removeprefix("---\n").partition("\n---\n")
    converter = markdown.Markdown(extensions=list(EXTENSIONS), extension_configs=settings)
    return str(converter.convert(body))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def said(page: Page) -> str:
    """Every character that the page is to show, in reading order, without white space."""
    first = next((n for n, b in enumerate(page.blocks) if isinstance(b, Heading)), len(page.blocks))
    pieces = (
        one_line(page.title),
        *_blocks(page.blocks[:first], page),
        one_line(" ".join(page.search)),
        *_blocks(page.blocks[first:], page),
    )
    return bare("".join(pieces))


def _blocks(blocks: Iterable[Block], page: Page) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, page)


def _block(  # noqa: C901, PLR0912  one case for each kind of block
    block: Block, page: Page
) -> Iterator[str]:
    match block:
        case Heading(children=children) | Paragraph(children=children):
            yield _inlines(children)
        case ListBlock(items=items):
            for item in items:
                yield from _blocks(item, page)
        case Quote(children=children):
            yield from _blocks(children, page)
        case Rule() | Plot():
            pass
        case CodeBlock(text=text, title=title):
            yield one_line(title) + preformatted(text)
        case Table(header=header, rows=rows):
            yield from map(_inlines, header)
            yield from (_inlines(cell) for row in rows for cell in row.cells)
        case Panel(title=title, children=children) | Expand(title=title, children=children):
            yield one_line(title)
            yield from _blocks(children, page)
        case Tabs(tabs=tabs):
            yield from (one_line(tab.title) for tab in tabs)
            for tab in tabs:
                yield from _blocks(tab.children, page)
        case Endpoint():
            yield _endpoint(block)
        case ChildPages():
            for child in page.children:
                operations = (b for b in child.blocks if isinstance(b, Endpoint))
                first = next(operations, Endpoint("", ""))
                yield _label(first.method) + one_line(child.title) + one_line(first.path)


def _endpoint(endpoint: Endpoint) -> str:
    return _label(endpoint.method) + one_line(endpoint.path)


def _label(text: str) -> str:
    return text.upper() if text.upper() in METHODS else one_line(text)


def _inlines(children: Inlines) -> str:
    said = ""
    for child in children:
        match child:
            case Text(text=text) | Code(text=text):
                said += one_line(text)
            case Badge(text=text):
                said += _label(text)
            case LineBreak():
                pass
            case (
                Strong(children=inner)
                | Emphasis(children=inner)
                | Strike(children=inner)
                | Link(children=inner)
                | PageLink(children=inner)
            ):
                said += _inlines(inner)
    return said
