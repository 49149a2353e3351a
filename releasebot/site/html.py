"""A page as HTML: what a builder makes of its Markdown, made without the way round.

A builder spends most of its time on Markdown and on looking for headings in the HTML. For the sites
that we build ourselves both are known beforehand. `releasebot.site.markdown` draws the same
elements: a test compares the two for every block.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape as escaped
from typing import assert_never

from msgspec import Struct

from releasebot.pages.model import (
    Badge,
    Block,
    Blocks,
    ChildPages,
    Code,
    CodeBlock,
    Emphasis,
    Endpoint,
    Expand,
    Heading,
    Inline,
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
    Row,
    Rule,
    Strike,
    Strong,
    Table,
    Tabs,
    Text,
)
from releasebot.site import escape
from releasebot.site.code import highlighted
from releasebot.site.html_parts import NOTHING, badge, line, path, shown
from releasebot.site.inlines import without_links
from releasebot.site.layout import Layout, first_heading, top_anchor
from releasebot.site.leaves import DEEPEST_ROW
from releasebot.site.markdown import ADMONITION, Container
from releasebot.site.plots import figure


class Section(Struct, frozen=True):
    """A heading of a page: its level, its anchor, and what it says as HTML."""

    level: int
    anchor: str
    title: str


class Drawn(Struct, frozen=True):
    """A page's own part of the HTML file, and its headings in order, the page's title first."""

    html: str
    sections: tuple[Section, ...]


def draw(page: Page, layout: Layout, *, permalink: str) -> Drawn:
    """The page as HTML; `permalink` is the title of each heading's link to itself."""
    pen = _Pen(page, layout, escaped(permalink))
    pen.heading(1, top_anchor(page), escaped(escape.one_line(page.title).strip()))
    first = first_heading(page.blocks)
    pen.blocks(page.blocks[:first])
    pen.hidden_words(page.search)
    pen.blocks(page.blocks[first:])
    return Drawn("\n".join(pen.lines), tuple(pen.sections))


class _Pen:
    """Writes the blocks of one page, one after the other."""

    def __init__(self, page: Page, layout: Layout, permalink: str) -> None:
        self.lines: list[str] = []
        self.sections: list[Section] = []
        self._page = page
        self._layout = layout
        self._permalink = permalink
        self._tabs = 0
        self._depth = 0

    def write(self, html: str) -> None:
        self.lines.append(html)

    def heading(self, level: int, anchor: str, title: str, listed: str | None = None) -> None:
        """A heading; `listed` is how a list of contents names it, which is a link itself."""
        self.sections.append(Section(level, anchor, title if listed is None else listed))
        link = f'<a class="headerlink" href="#{anchor}" title="{self._permalink}">&para;</a>'
        self.write(f'<h{level} id="{anchor}">{title or NOTHING}{link}</h{level}>')

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _block(  # noqa: C901, PLR0912  a case for each kind of block
        self, block: Block
    ) -> None:
        match block:
            case Heading(level=level, anchor=anchor, children=children, search=words):
                self.lines += (f'<span id="{escape.anchor(one)}"></span>' for one in block.former)
                listed = self.text(without_links(children))
                self.heading(level, escape.anchor(anchor), self.text(children), listed)
                self.hidden_words(words)
            case Paragraph(children=children):
                text = self.text(children)
                if text:
                    self.write(f"<p>{text}</p>")
            case Rule():
                self.write("<hr>")
            case CodeBlock():
                self._code(block)
            case Table():
                self._table(block)
            case Endpoint():
                self._endpoint(block)
            case ChildPages():
                self._children()
            case Plot():
                self.write(figure(block, self._page, self._layout))
            case ListBlock() | Quote() | Panel() | Expand() | Tabs():
                self._container(block)
            case _:
                assert_never(block)

    def _container(self, block: Container) -> None:
        match block:
            case ListBlock():
                self._list(block)
            case Quote(children=children):
                self._within("<blockquote>", children, "</blockquote>")
            case Panel(tone=tone, title=title, children=children):
                head = f'<p class="admonition-title">{line(title)}</p>' if title.strip() else ""
                opening = f'<div class="admonition {ADMONITION[tone]}">{head}'
                self._within(opening, children, "</div>")
            case Expand(title=title, children=children):
                opening = f'<details class="rb-expand"><summary>{line(title)}</summary>'
                self._within(opening, children, "</details>")
            case Tabs():
                self._tab_set(block)
            case _:
                assert_never(block)

    def hidden_words(self, words: tuple[str, ...]) -> None:
        """Words that are searched and not seen."""
        if words:
            hidden = escaped(escape.one_line(" ".join(words)))
            self.write(f'<p class="rb-words" hidden>{hidden}</p>')

    def _within(self, opening: str, children: Blocks, closing: str) -> None:
        self.write(opening)
        self._depth += 1
        self.blocks(children)
        self._depth -= 1
        self.write(closing)

    def _code(self, block: CodeBlock) -> None:
        if block.title.strip():
            self.write(f'<p><span class="rb-code-title">{line(block.title)}</span></p>')
        text = escape.preformatted(block.text).removesuffix("\n")
        self.write(highlighted(text, escape.language(block.language)))

    def _table(self, table: Table) -> None:
        if not table.header:
            return
        head = "".join(f"<th>{self.text(cell) or NOTHING}</th>" for cell in table.header)
        self.write(f"<table><thead><tr>{head}</tr></thead><tbody>")
        self.lines += map(self._row, table.rows)
        self.write("</tbody></table>")

    def _row(self, row: Row) -> str:
        cells = [self.text(cell) for cell in row.cells]
        start = f'<span id="{escape.anchor(row.anchor)}"></span>' if row.anchor else ""
        if row.depth:
            depth = min(row.depth, DEEPEST_ROW)
            start += f'<span class="rb-depth rb-depth--{depth}"></span>'
        return f"<tr><td>{start}{'</td><td>'.join(cells)}</td></tr>"

    def _endpoint(self, endpoint: Endpoint) -> None:
        gone = " rb-endpoint--deprecated" if endpoint.deprecated else ""
        named = f"{badge(endpoint.method, 'neutral')} {path(endpoint.path)}"
        console = self._layout.console_link(self._page, endpoint, built=True)
        if console and not self._depth:
            where, words = console
            named += f' <a class="rb-try" href="{where}">{words}</a>'
        self.write(f'<p class="rb-endpoint{gone}">{named}</p>')

    def _children(self) -> None:
        if not self._page.children:
            return
        self.write("<ul>")
        for child in self._page.children:
            where = self._layout.built_link(self._page, child.key, "")
            link = f'<a href="{where}">{line(child.title)}</a>'
            endpoint = next((one for one in child.blocks if isinstance(one, Endpoint)), None)
            if endpoint:
                link = f"{badge(endpoint.method, 'neutral')} {link} {path(endpoint.path)}"
            self.write(f"<li>{link}</li>")
        self.write("</ul>")

    def _list(self, block: ListBlock) -> None:
        name = "ol" if block.ordered else "ul"
        start = f' start="{max(block.start, 0)}"' if block.ordered and block.start != 1 else ""
        close = [one.children for item in block.items for one in _only_paragraph(item)]
        self.write(f"<{name}{start}>")
        if len(close) == len(block.items):  # a list of single paragraphs is set close
            self.lines += [f"<li>{self.text(text) or NOTHING}</li>" for text in close]
        else:
            for item in block.items:
                self._within("<li>", item, "</li>")
        self.write(f"</{name}>")

    def _tab_set(self, block: Tabs) -> None:
        """Radio buttons and their labels, as `pymdownx.tabbed` writes its alternate style."""
        self._tabs += 1
        number, count = self._tabs, len(block.tabs)
        if not count:
            return
        names = [f"__tabbed_{number}_{place}" for place in range(1, count + 1)]
        inputs = "".join(
            f'<input{" checked" if place == 0 else ""} id="{name}" name="__tabbed_{number}" '
            'type="radio">'
            for place, name in enumerate(names)
        )
        labels = "".join(
            f'<label for="{name}">{line(tab.title)}</label>'
            for name, tab in zip(names, block.tabs, strict=True)
        )
        self.write(
            f'<div class="tabbed-set tabbed-alternate" data-tabs="{number}:{count}">{inputs}'
            f'<div class="tabbed-labels">{labels}</div><div class="tabbed-content">'
        )
        for tab in block.tabs:
            self._within('<div class="tabbed-block">', tab.children, "</div>")
        self.write("</div></div>")

    def text(self, children: Inlines) -> str:
        """Inline elements on one line."""
        return "".join(map(self._inline, children)).strip()

    def _inline(  # noqa: PLR0911  one return for each kind of element
        self, element: Inline
    ) -> str:
        match element:
            case Text(text=text):
                return shown(text)
            case Code(text=text):
                return f"<code>{shown(text)}</code>"
            case Badge(text=text, tone=tone):
                return badge(text, tone)
            case LineBreak():
                return "<br> "
            case Link() | PageLink():
                return self._link(element)
            case Strong(children=children):
                return f"<strong>{self._nested(children)}</strong>"
            case Emphasis(children=children):
                return f"<em>{self._nested(children)}</em>"
            case Strike(children=children):
                return f"<del>{self._nested(children)}</del>"
            case _:
                assert_never(element)

    def _nested(self, children: Inlines) -> str:
        return "".join(map(self._inline, children))

    def _link(self, link: Link | PageLink) -> str:
        """A link; where its target is none of ours and no address, what it says remains."""
        text = self._nested(without_links(link.children))
        match link:
            case Link(href=href):
                target = escape.address(href)
            case PageLink(page=key, anchor=anchor):
                target = self._layout.built_link(self._page, key, anchor)
            case _:
                assert_never(link)
        return f'<a href="{target}">{text or NOTHING}</a>' if target else text


def _only_paragraph(item: Blocks) -> tuple[Paragraph, ...]:
    return tuple(one for one in item if isinstance(one, Paragraph)) if len(item) == 1 else ()
