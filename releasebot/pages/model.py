"""The page model: what every output can draw, and nothing that only one of them can.

A `PageTree` is made from a spec by `releasebot.pages.build` and drawn by `releasebot.site` as
Markdown and by `releasebot.confluence` as storage format. Texts are plain Unicode: whatever an
author wrote in a description has been parsed into these blocks, so a renderer only escapes. Two
equal trees encode to the same bytes with `msgspec.json.encode`, which is what content hashes rest
on. The values hold no cycles, so the garbage collector need not look at them (`gc=False`): a large
tree has a million of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Tone = Literal["neutral", "info", "success", "warning", "danger"]


class Text(Struct, frozen=True, gc=False, tag="text"):
    """Characters to be shown as they are."""

    text: str


class Code(Struct, frozen=True, gc=False, tag="code"):
    """Characters in a fixed-width face."""

    text: str


class Strong(Struct, frozen=True, gc=False, tag="strong"):
    """Strong importance."""

    children: tuple[Inline, ...]


class Emphasis(Struct, frozen=True, gc=False, tag="emphasis"):
    """Stress."""

    children: tuple[Inline, ...]


class Strike(Struct, frozen=True, gc=False, tag="strike"):
    """Text that no longer holds."""

    children: tuple[Inline, ...]


class Link(Struct, frozen=True, gc=False, tag="link"):
    """A link to an address outside the tree; `href` is http, https or mailto, nothing else."""

    href: str
    children: tuple[Inline, ...]


class PageLink(Struct, frozen=True, gc=False, tag="page_link"):
    """A link to the page of this tree whose key is `page`, at `anchor` where it is not empty."""

    page: str
    children: tuple[Inline, ...]
    anchor: str = ""


class Badge(Struct, frozen=True, gc=False, tag="badge"):
    """A short label, such as a method, `required` or `deprecated`."""

    text: str
    tone: Tone = "neutral"


class LineBreak(Struct, frozen=True, gc=False, tag="line_break"):
    """A new line within a paragraph or cell."""


Inline = Text | Code | Strong | Emphasis | Strike | Link | PageLink | Badge | LineBreak
Inlines = tuple[Inline, ...]


class Heading(Struct, frozen=True, gc=False, tag="heading"):
    """A heading below the page's title; `level` is 2 to 6, `anchor` ASCII, unique in its page.

    `search` are extra words under which a reader may look for what stands below it, as `Page` has.
    `former` are anchors that lead here too, as it had them in earlier releases.
    """

    level: int
    anchor: str
    children: Inlines
    search: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


class Paragraph(Struct, frozen=True, gc=False, tag="paragraph"):
    """Running text."""

    children: Inlines


class ListBlock(Struct, frozen=True, gc=False, tag="list"):
    """A bulleted or numbered list; each item is a sequence of blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


class Quote(Struct, frozen=True, gc=False, tag="quote"):
    """A block quotation."""

    children: tuple[Block, ...]


class Rule(Struct, frozen=True, gc=False, tag="rule"):
    """A thematic break."""


class CodeBlock(Struct, frozen=True, gc=False, tag="code_block"):
    """Preformatted text; `language` is a lower-case name such as `json`, or empty."""

    text: str
    language: str = ""
    title: str = ""


class Row(Struct, frozen=True, gc=False, tag="row"):
    """One row of a table; `anchor` is empty or an ASCII id that links may name."""

    cells: tuple[Inlines, ...]
    anchor: str = ""
    depth: int = 0
    """How deep the row's subject is nested, for tables that show a tree; 0 is the top."""


class Table(Struct, frozen=True, gc=False, tag="table"):
    """A table with one header row; every row has as many cells as `header`."""

    header: tuple[Inlines, ...]
    rows: tuple[Row, ...]


class Panel(Struct, frozen=True, gc=False, tag="panel"):
    """A boxed remark."""

    tone: Tone
    children: tuple[Block, ...]
    title: str = ""


class Expand(Struct, frozen=True, gc=False, tag="expand"):
    """Blocks that the reader opens."""

    title: str
    children: tuple[Block, ...]


class Tab(Struct, frozen=True, gc=False, tag="tab"):
    """One alternative of `Tabs`."""

    title: str
    children: tuple[Block, ...]


class Tabs(Struct, frozen=True, gc=False, tag="tabs"):
    """Alternatives of which the reader sees one at a time."""

    tabs: tuple[Tab, ...]


class Endpoint(Struct, frozen=True, gc=False, tag="endpoint"):
    """The line that names an operation: its method in capitals and its path template."""

    method: str
    path: str
    deprecated: bool = False


class ChildPages(Struct, frozen=True, gc=False, tag="child_pages"):
    """A list of links to the children of the page it stands on."""


class Series(Struct, frozen=True, gc=False):
    """One measure: its name, and its value at each point, None where it is not known."""

    name: str
    values: tuple[float | None, ...]


class Plot(Struct, frozen=True, gc=False, tag="plot"):
    """Values over releases as a picture; the same values stand in a table beside it.

    `name` is ASCII and unique in its tree: files and ids are called so. `labels` are the points,
    the oldest first, `pages` the keys of the pages about them, empty where a point has none. Points
    are one step apart, or stand at their `days` since 1970-01-01. `highest` is where the axis ends
    at least, for values that have a natural end. A unit such as `%` is written after each value.
    """

    name: str
    title: str
    description: str
    labels: tuple[str, ...]
    pages: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    days: tuple[int, ...] = ()
    form: Literal["line", "bars"] = "line"
    highest: float = 0


Block = (
    Heading
    | Paragraph
    | ListBlock
    | Quote
    | Rule
    | CodeBlock
    | Table
    | Panel
    | Expand
    | Tabs
    | Endpoint
    | ChildPages
    | Plot
)
Blocks = tuple[Block, ...]


class Page(Struct, frozen=True, gc=False):
    """One page.

    `key` says what the page is about, whatever it is called, and stays when its title changes:
    `overview`, `tag:orders`, `operation:createOrder`, `schema:OrderDto`. `slug` is the ASCII path
    segment, unique among its siblings. `search` holds extra words under which a reader may look
    for the page (`userId` split into `user` and `id`, parts of Korean compounds). One that is not
    `in_menu` is reached from the page above it alone.
    """

    key: str
    slug: str
    title: str
    blocks: Blocks
    children: tuple[Page, ...] = ()
    search: tuple[str, ...] = ()
    in_menu: bool = True
    part_of: str = ""
    """The key of the page that this one is a later part of, which had too much for one page."""
    former: tuple[str, ...] = ()
    """Keys that it had in earlier releases, and that no page has now."""


class Moved(Struct, frozen=True, gc=False):
    """A place where something stood in an earlier release, and where it stands now.

    `trail` are the slugs of the pages that led there, the overview's left out, and `anchor` the
    heading on the last of them, empty for the whole page. It is on the page of the key `page` now,
    under the heading `to`, empty for the whole page.
    """

    trail: tuple[str, ...]
    anchor: str
    page: str
    to: str = ""


class PageTree(Struct, frozen=True, gc=False):
    """All pages of one API at one version; `root` is the overview.

    `moved` are the places of earlier releases whose subject stands elsewhere now.
    """

    root: Page
    title: str
    version: str
    language: Literal["ko", "en"]
    moved: tuple[Moved, ...] = ()

    def walk(self) -> Iterator[tuple[Page, tuple[Page, ...]]]:
        """Every page with its ancestors, root first, each before its children."""
        yield from _walk(self.root, ())


class Edition(Struct, frozen=True, gc=False):
    """What is being published: one version of the project at one commit.

    `commit` is the full object name, `committed_at` its committer time in seconds since the epoch:
    the only time that a published page may carry, so that publishing again gives the same bytes.
    """

    version: str
    tag: str
    commit: str
    committed_at: int


def _walk(page: Page, ancestors: tuple[Page, ...]) -> Iterator[tuple[Page, tuple[Page, ...]]]:
    yield page, ancestors
    for child in page.children:
        yield from _walk(child, (*ancestors, page))
