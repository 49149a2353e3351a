"""A page as Markdown: every block of `releasebot.pages.model`, drawn for Python-Markdown.

The syntax is that of the extensions in `EXTENSIONS` and of no others; MkDocs, ProperDocs and
Zensical all read it. Blocks nest by four spaces, as the reference implementation wants it
(Python-Markdown, "Indentation/Tab Length").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

import msgspec

from releasebot.pages.model import (
    Block,
    Blocks,
    ChildPages,
    CodeBlock,
    Endpoint,
    Expand,
    Heading,
    ListBlock,
    Page,
    Panel,
    Paragraph,
    Plot,
    Quote,
    Rule,
    Table,
    Tabs,
    Tone,
)
from releasebot.site import escape, leaves
from releasebot.site.inlines import METHODS
from releasebot.site.layout import Layout, first_heading, top_anchor
from releasebot.site.leaves import Drawing, Lines
from releasebot.site.plots import figure

EXTENSIONS: Final = (
    "admonition",
    "attr_list",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
)
"""The Markdown extensions that a page needs, whichever builder reads it."""

ADMONITION: Final[dict[Tone, str]] = {
    "neutral": "note",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "danger": "danger",
}
_DEEPEST: Final = 8
"""Containers within containers; deeper ones are drawn flat, for the builder recurses over them."""

_INDENT = "    "
_APART = "<!-- -->"
"""Stands between two lists or two quotations, which would otherwise be read as one."""

Container = ListBlock | Quote | Panel | Expand | Tabs


def render(page: Page, layout: Layout) -> str:
    """The page's whole Markdown file: front matter, heading, blocks.

    A theme reads the front matter's title as HTML, so it is escaped as HTML; the status of a page
    about one operation is its method, which a menu shows beside the title. The words to search for
    stand hidden before the first heading, where a search index counts them to the whole page.
    """
    drawing = Drawing(page, layout)
    lines = [
        "---",
        f"title: {msgspec.json.encode(escape.html(page.title)).decode()}",
        *_status(page),
        "---",
        "",
        f"# {escape.prose(page.title).strip() or escape.EMPTY} {{: #{top_anchor(page)} }}",
        "",
    ]
    first = first_heading(page.blocks)
    lines += _blocks(page.blocks[:first], drawing)
    if page.search:
        lines += [*leaves.hidden_words(page.search), ""]
    lines += _blocks(page.blocks[first:], drawing)
    return "\n".join(lines)


def _status(page: Page) -> Lines:
    status = status_of(page)
    return [f"status: {status}"] if status else []


def status_of(page: Page) -> str:
    """What a menu shows beside the page's title: the method of a page about one operation."""
    endpoint = next((block for block in page.blocks if isinstance(block, Endpoint)), None)
    if not page.key.startswith("operation:") or endpoint is None:
        return ""
    return endpoint.method.lower() if endpoint.method.upper() in METHODS else ""


def _blocks(blocks: Blocks, drawing: Drawing) -> Lines:
    """The blocks' lines, an empty line after each block."""
    return _joined(_drawn(blocks, drawing))


def _drawn(blocks: Blocks, drawing: Drawing) -> list[tuple[Block, Lines]]:
    """Each block that says something, with its lines."""
    drawn = ((block, _block(block, drawing)) for block in blocks)
    return [(block, lines) for block, lines in drawn if lines]


def _joined(drawn: list[tuple[Block, Lines]]) -> Lines:
    joined: Lines = []
    before: Block | None = None
    for block, lines in drawn:
        if isinstance(block, ListBlock | Quote) and type(block) is type(before):
            joined += [_APART, ""]
        joined += [*lines, ""]
        before = block
    return joined


def _block(  # noqa: PLR0911  one return for each kind of block
    block: Block, drawing: Drawing
) -> Lines:
    match block:
        case Heading() | Paragraph():
            return leaves.line_of_text(block, drawing)
        case Rule():
            return ["***"]
        case CodeBlock():
            return leaves.code_block(block)
        case Table():
            return leaves.table(block, drawing)
        case Endpoint():
            return leaves.endpoint(block, drawing)
        case Plot():
            return [figure(block, drawing.page, drawing.layout)]
        case ChildPages():
            return [leaves.child_line(child, drawing) for child in drawing.page.children]
        case ListBlock() | Quote() | Panel() | Expand() | Tabs():
            return _container(block, drawing.within())
        case _:
            assert_never(block)


def _container(block: Container, drawing: Drawing) -> Lines:
    if drawing.depth > _DEEPEST:
        return _blocks(_flat(block), drawing)
    match block:
        case ListBlock():
            return _list(block, drawing)
        case Quote(children=children):
            return [f"> {line}".rstrip() for line in _trimmed(_blocks(children, drawing))]
        case Panel(tone=tone, title=title, children=children):
            return [
                f'!!! {ADMONITION[tone]} "{escape.label(title)}"',
                *_inside(children, drawing),
            ]
        case Expand(title=title, children=children):
            return [
                f'??? rb-expand "{escape.label(title) or escape.EMPTY}"',
                *_inside(children, drawing),
            ]
        case Tabs(tabs=tabs):
            lines: Lines = []
            for number, tab in enumerate(tabs):
                new = "" if number else "!"
                lines.append(f'==={new} "{escape.label(tab.title) or escape.EMPTY}"')
                lines += [*_inside(tab.children, drawing), ""]
            return _trimmed(lines)
        case _:
            assert_never(block)


def _flat(container: Container) -> Blocks:
    """What is in the container, in reading order, without the containers within it."""
    flat: list[Block] = []
    waiting: list[Block] = [container]
    while waiting:
        block = waiting.pop()
        if isinstance(block, Container):
            waiting += reversed([*_contents(block)])
        else:
            flat.append(block)
    return tuple(flat)


def _contents(block: Container) -> Iterator[Block]:
    match block:
        case ListBlock(items=items):
            for item in items:
                yield from item
        case Tabs(tabs=tabs):
            for tab in tabs:
                yield from tab.children
        case Quote(children=children) | Panel(children=children) | Expand(children=children):
            yield from children
        case _:
            assert_never(block)


def _inside(children: Blocks, drawing: Drawing) -> Lines:
    """The children's lines as the content of a block, indented below its first line."""
    return ["", *_indented(_trimmed(_blocks(children, drawing)) or [escape.EMPTY])]


def _list(block: ListBlock, drawing: Drawing) -> Lines:
    """The items; a list of single paragraphs has no empty lines, so it is set close."""
    close = all(len(item) == 1 and isinstance(item[0], Paragraph) for item in block.items)
    lines: Lines = []
    for number, item in enumerate(block.items, block.start):
        marker = f"{max(number, 0)}." if block.ordered else "-"
        drawn = _drawn(item, drawing)
        body = _trimmed(_joined(drawn))
        if not (drawn and isinstance(drawn[0][0], Paragraph)):
            body = _trimmed([escape.EMPTY, "", *body])
        lines += [f"{marker:<3} {body[0]}", *_indented(body[1:])]
        if not close:
            lines.append("")
    return _trimmed(lines)


def _indented(lines: Lines) -> Lines:
    return [f"{_INDENT}{line}" if line else "" for line in lines]


def _trimmed(lines: Lines) -> Lines:
    """The lines without empty ones at the end."""
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return lines[:end]
