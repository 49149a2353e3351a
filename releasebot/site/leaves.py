"""The blocks that hold no other blocks, as lines of Markdown."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct, structs

from releasebot.pages.model import (
    CodeBlock,
    Endpoint,
    Heading,
    Inlines,
    Page,
    Paragraph,
    Row,
    Table,
)
from releasebot.site import escape
from releasebot.site.inlines import badge, inlines, path_template
from releasebot.site.layout import Layout

DEEPEST_ROW: Final = 8
"""Rows nested more deeply are set no further in; the style sheet knows as many."""

Lines = list[str]


class Drawing(Struct, frozen=True):
    """What drawing a block needs to know besides the block."""

    page: Page
    layout: Layout
    depth: int = 0

    def within(self) -> Drawing:
        """One container further in."""
        return structs.replace(self, depth=self.depth + 1)


def _text(children: Inlines, drawing: Drawing) -> str:
    return inlines(children, page=drawing.page, layout=drawing.layout)


def line_of_text(block: Heading | Paragraph, drawing: Drawing) -> Lines:
    """A heading with its anchor, or a paragraph; no line where a paragraph says nothing."""
    text = _text(block.children, drawing)
    match block:
        case Heading(level=level, anchor=anchor, search=words):
            marks = "".join(f'<span id="{escape.anchor(one)}"></span>' for one in block.former)
            heading = f"{'#' * level} {marks}{text or escape.EMPTY} {{: #{escape.anchor(anchor)} }}"
            return [heading, "", *hidden_words(words)] if words else [heading]
        case Paragraph():
            return [escape.block_start(text)] if text else []


def hidden_words(words: tuple[str, ...]) -> Lines:
    """Words that are searched and not seen."""
    return [escape.block_start(escape.prose(" ".join(words)).strip()), "{: .rb-words hidden }"]


def code_block(block: CodeBlock) -> Lines:
    """A fence longer than any run of backquotes in it, or inline HTML where no fence is safe."""
    title = [f'<span class="rb-code-title">{escape.label(block.title)}</span>', ""]
    before = title if block.title.strip() else []
    if escape.has_template(block.text):
        return [*before, escape.block_code(block.text)]
    longest = max((len(run) for run in re.findall("`+", block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    text = escape.preformatted(block.text).removesuffix("\n")
    name = escape.language(block.language) or "text"
    return [*before, f"{fence}{name}", *text.split("\n"), fence]


def table(table: Table, drawing: Drawing) -> Lines:
    """A table with pipes; no line where it has no columns."""
    if not table.header:
        return []
    header = [_text(cell, drawing) or escape.EMPTY for cell in table.header]
    rows = [_row(row, drawing) for row in table.rows]
    return [_piped(header), _piped(["---"] * len(header)), *map(_piped, rows)]


def _row(row: Row, drawing: Drawing) -> list[str]:
    cells = [_text(cell, drawing) for cell in row.cells]
    start = f'<span id="{escape.anchor(row.anchor)}"></span>' if row.anchor else ""
    if row.depth:
        start += f'<span class="rb-depth rb-depth--{min(row.depth, DEEPEST_ROW)}"></span>'
    return [start + cells[0], *cells[1:]] if cells else []


def _piped(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def endpoint(endpoint: Endpoint, drawing: Drawing) -> Lines:
    """The method and the path, on a line that a style sheet finds by its class.

    An operation of the page's own has a link to the console there.
    """
    gone = " rb-endpoint--deprecated" if endpoint.deprecated else ""
    method = badge(endpoint.method, "neutral")
    console = drawing.layout.console_link(drawing.page, endpoint, built=False)
    link = ""
    if console and not drawing.depth:
        where, words = console
        link = f" [{words}]({where}){{: .rb-try }}"
    return [
        f"{method} {path_template(endpoint.path)}{link}",
        f'{{: class="rb-endpoint{gone}" }}',
    ]


def child_line(child: Page, drawing: Drawing) -> str:
    """A link to a child, with its method and path where the child is about an operation."""
    title = escape.prose(child.title).strip() or escape.EMPTY
    link = f"[{title}]({drawing.layout.link(drawing.page, child.key, '')})"
    for block in child.blocks:
        if isinstance(block, Endpoint):
            return f"- {badge(block.method, 'neutral')} {link} {path_template(block.path)}"
    return f"- {link}"
