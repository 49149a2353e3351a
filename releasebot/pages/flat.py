"""Blocks as running text, for places that hold no blocks, such as the cells of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasebot.pages.inlines import line_break, merged
from releasebot.pages.model import (
    Block,
    Code,
    CodeBlock,
    Heading,
    Inline,
    Inlines,
    ListBlock,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)


def flat(content: Iterable[Block]) -> Inlines:
    """The blocks that come from a description, one line after the other."""
    found: list[Inline] = []
    for index, line in enumerate(lines(content)):
        found += [*line_break(index), *line]
    return tuple(found)


def lines(content: Iterable[Block]) -> Iterator[Inlines]:
    """The lines that the blocks have: paragraphs, items, rows of tables, lines of code."""
    for block in content:
        yield from (line for line in _lines(block) if line)


def _lines(block: Block) -> Iterator[Inlines]:
    match block:
        case Paragraph(children=children):
            yield children
        case Heading(children=children):
            yield (Strong(children),)
        case CodeBlock(text=text):
            yield from ((Code(line),) for line in text.splitlines() if line)
        case Quote(children=children):
            for child in children:
                yield from _lines(child)
        case ListBlock():
            yield from _list_lines(block)
        case Table(header=header, rows=rows):
            yield _joined(header)
            for row in rows:
                yield _joined(row.cells)
        case _:
            return


def _list_lines(block: ListBlock) -> Iterator[Inlines]:
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}. " if block.ordered else "• "
        for index, line in enumerate(line for child in item for line in _lines(child)):
            yield (Text(mark if index == 0 else "  "), *line)


def _joined(cells: Iterable[Inlines]) -> Inlines:
    found: list[Inline] = []
    for index, cell in enumerate(cells):
        found += [Text(" · ")] * bool(index)
        found += cell
    return merged(found)
