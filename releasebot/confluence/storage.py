"""A page in Confluence's storage format, one block a line, so that a diff of two can be read.

The forms are those that the editors of Cloud and Data Center write themselves (Atlassian,
"Confluence Storage Format"). Both editors refuse some macros within others: what would not fit is
drawn as a section with a bold line above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, assert_never

from msgspec import Struct

from releasebot.confluence.inlines import Place, inlines
from releasebot.confluence.languages import confluence_language
from releasebot.confluence.macros import anchor, macro, status
from releasebot.confluence.markup import attribute, one_line, running
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
    PageLink,
    Panel,
    Paragraph,
    Plot,
    Quote,
    Row,
    Rule,
    Strong,
    Table,
    Tabs,
    Text,
    Tone,
)
from releasebot.pages.plot_svg import WIDTH, file_name

_TOC_FROM = 4
"""From how many headings on a page has a table of contents: of level 2, or of 2 and 3."""

_PANELS: dict[Tone, str] = {
    "neutral": "panel",
    "info": "info",
    "success": "tip",
    "warning": "note",
    "danger": "warning",
}
_METHODS = {
    "GET": "Blue",
    "POST": "Green",
    "PUT": "Yellow",
    "PATCH": "Yellow",
    "DELETE": "Red",
}
_INDENT = "&#160;&#160;&#160;"


class _Around(Struct, frozen=True):
    """What stands around a block."""

    place: Place
    holder: Literal["page", "expand", "other"] = "page"

    def within(self, holder: Literal["expand", "other"]) -> _Around:
        return _Around(self.place, holder)


def render(page: Page, titles: Mapping[str, str]) -> str:
    """The body of the page; `titles` has the title in Confluence of every page by its key."""
    around = _Around(Place(page.key, titles))
    levels = [block.level for block in page.blocks if isinstance(block, Heading)]
    deepest = 2 if levels.count(2) >= _TOC_FROM else 3
    first = next((i for i, block in enumerate(page.blocks) if isinstance(block, Heading)), 0)
    few = sum(level <= deepest for level in levels) < _TOC_FROM
    if few or any(_leads_down(block, page.key) for block in page.blocks[:first]):
        return _blocks(page.blocks, around)
    parts = (
        _blocks(page.blocks[:first], around),
        macro("toc", ("minLevel", "2"), ("maxLevel", str(deepest))),
        _blocks(page.blocks[first:], around),
    )
    return "\n".join(filter(None, parts))


def _leads_down(block: Block, page: str) -> bool:
    """Whether the block is a table that links to places on its own page, as contents do."""
    return isinstance(block, Table) and any(
        isinstance(child, PageLink) and child.page == page
        for row in block.rows
        for cell in row.cells
        for child in cell
    )


def _blocks(blocks: Blocks, around: _Around) -> str:
    return "\n".join(filter(None, [_block(block, around) for block in blocks]))


def _block(block: Block, around: _Around) -> str:  # noqa: C901, PLR0911, PLR0912  a case each
    match block:
        case Heading(level, name, children, former=former):
            marks = "".join(map(anchor, (name, *former)))
            return f"<h{level}>{marks}{inlines(children, around.place)}</h{level}>"
        case Paragraph(children):
            return f"<p>{inlines(children, around.place)}</p>" if children else ""
        case ListBlock():
            return _list(block, around)
        case Quote(children):
            return _quote(children, around)
        case Rule():
            return "<hr />"
        case CodeBlock(text, language, title):
            named = (("title", title),) if one_line(title) else ()
            chosen = ("language", confluence_language(language))
            return macro("code", chosen, *named, plain=text.rstrip("\n"))
        case Table():
            return _table(block, around.place)
        case Panel():
            return _panel(block, around)
        case Expand(title, children):
            return _expand(title, children, around)
        case Tabs(tabs):
            return "\n".join(_expand(tab.title, tab.children, around) for tab in tabs)
        case Endpoint():
            return _endpoint(block)
        case ChildPages():
            return macro("children")
        case Plot():
            return _plot(block)
        case _:
            assert_never(block)


def _list(block: ListBlock, around: _Around) -> str:
    name = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    items = []
    for item in block.items:
        written = _blocks(item, around.within("other")) or "<p></p>"
        items.append(f"<li>\n{written}\n</li>" if "\n" in written else f"<li>{written}</li>")
    # a list without items would be no valid list
    return "\n".join((f"<{name}{start}>", *items, f"</{name}>")) if items else ""


def _quote(children: Blocks, around: _Around) -> str:
    written = _blocks(children, around.within("other"))
    return f"<blockquote>\n{written}\n</blockquote>" if written else ""


def _table(table: Table, place: Place) -> str:
    head = "".join(f"<th><p>{inlines(cell, place)}</p></th>" for cell in table.header)
    rows = [_row(row, place) for row in table.rows]
    return "\n".join(("<table>", "<tbody>", f"<tr>{head}</tr>", *rows, "</tbody>", "</table>"))


def _row(row: Row, place: Place) -> str:
    nested = f"{_INDENT * row.depth}↳&#160;" if row.depth else ""
    before = anchor(row.anchor) + nested
    cells = [inlines(cell, place) for cell in row.cells]
    if cells:
        cells[0] = before + cells[0]
    return f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in cells)}</tr>"


def _panel(panel: Panel, around: _Around) -> str:
    if around.holder == "other":
        return _quote((_bold(panel.title), *panel.children), around)
    written = _blocks((_bold(panel.title), *panel.children), around.within("other"))
    return macro(_PANELS[panel.tone], rich=written or "<p></p>")


def _expand(title: str, children: Blocks, around: _Around) -> str:
    if around.holder != "page":
        return _blocks((_bold(title), *children), around)
    written = _blocks(children, around.within("expand")) or "<p></p>"
    return macro("expand", ("title", title), rich=written)


def _endpoint(endpoint: Endpoint) -> str:
    method = status(endpoint.method, _METHODS.get(endpoint.method.upper(), ""))
    path = f"<code>{running(endpoint.path)}</code>" if endpoint.path else ""
    shown = f"<del>{path}</del>" if endpoint.deprecated and path else path
    return f"<p>{' '.join(filter(None, (method, shown)))}</p>"


def _plot(plot: Plot) -> str:
    """The plot as an attachment of the page; Confluence shows an SVG only where it has a width."""
    about = attribute(one_line(f"{plot.title}. {plot.description}"))
    file = f'<ri:attachment ri:filename="{file_name(plot)}" />'
    return f'<p><ac:image ac:alt="{about}" ac:width="{WIDTH}">{file}</ac:image></p>'


def _bold(text: str) -> Paragraph:
    """A line that heads what could not have a frame of its own; no line without a text."""
    return Paragraph((Strong((Text(text),)),) if one_line(text) else ())
