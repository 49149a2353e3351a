"""HTML in descriptions: what it says, without any of its tags."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from releasebot.pages.inlines import line_break, merged, plain, trimmed
from releasebot.pages.model import (
    Block,
    Blocks,
    Code,
    CodeBlock,
    Emphasis,
    Inline,
    Inlines,
    Link,
    ListBlock,
    Paragraph,
    Strike,
    Strong,
    Text,
)

MAX_NESTING = 20
"""How deep marks within marks are shown; deeper ones are dropped and their text kept."""

_KINDS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "s", "del": "s", "strike": "s",
    "code": "code", "tt": "code", "kbd": "code", "a": "a",
}  # fmt: skip
# The elements that start an HTML block in CommonMark 0.31 (section 4.6, condition 6), less the
# cells of tables, and the others that stand on lines of their own.
_BREAKING = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("html", "iframe", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre"),
        *("section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    )
)
# No `<` inside, so that a text of many open tags is read once and not once for each.
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""", re.DOTALL
)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


class Tag(Struct, frozen=True):
    """A tag: its name, what it means for text (`strong`, `em`, `s`, `code`, `a` or nothing)."""

    name: str
    kind: str = ""
    href: str = ""
    closes: bool = False


def read_tag(source: str) -> Tag | None:
    """The tag that `source` starts with; None for a comment, a declaration or an instruction."""
    found = _TAG.match(source)
    return _tag(found) if found else None


def blocks(source: str, is_safe: Callable[[str], bool]) -> Blocks:
    """The paragraphs, items and preformatted parts of a piece of HTML."""
    reader = _Reader(is_safe)
    for piece in _pieces(source):
        if isinstance(piece, str):
            reader.text(html.unescape(piece))
        elif piece.closes:
            reader.end(piece)
        else:
            reader.start(piece)
    return reader.finish()


def _tag(found: re.Match[str]) -> Tag:
    name = found[2].lower()
    href = ""
    if name == "a" and (named := _HREF.search(found[3])):
        href = html.unescape(next(part for part in named.groups() if part is not None)).strip()
    return Tag(name, _KINDS.get(name, ""), href, bool(found[1]))


def _pieces(source: str) -> Iterator[Tag | str]:
    """Tags and texts in turn; comments, declarations and instructions are left out."""
    at = 0
    while at < len(source):
        opened = source.find("<", at)
        if opened < 0:
            break
        if opened > at:
            yield source[at:opened]
        found = _TAG.match(source, opened)
        if found:
            yield _tag(found)
            at = found.end()
        elif source.startswith("<![CDATA[", opened):
            end = source.find("]]>", opened)
            yield source[opened + 9 : end if end >= 0 else len(source)]
            at = end + 3 if end >= 0 else len(source)
        else:
            at = _after_markup(source, opened)
            if at == opened:
                yield "<"
                at += 1
    yield source[at:]


def _after_markup(source: str, opened: int) -> int:
    """Where a comment, declaration or instruction ends; `opened` itself where none stands there."""
    for start, closing in (("<!--", "-->"), ("<?", "?>"), ("<!", ">")):
        if source.startswith(start, opened):
            end = source.find(closing, opened + len(start))
            return end + len(closing) if end >= 0 else len(source)
    return opened


class _Reader:
    """Collects text; a tag that breaks a paragraph ends the one before it."""

    def __init__(self, is_safe: Callable[[str], bool]) -> None:
        self._is_safe = is_safe
        self._done: list[Block] = []
        self._items: list[Blocks] = []
        self._open: list[tuple[Tag, list[Inline]]] = [(Tag(""), [])]
        self._in_item = False
        self._preformatted = False

    def start(self, tag: Tag) -> None:
        if tag.name in _BREAKING:
            self._end_paragraph()
            self._in_item = self._in_item or tag.name == "li"
            self._preformatted = self._preformatted or tag.name == "pre"
        elif tag.name == "br":
            self._open[-1][1].extend(line_break(1))
        elif tag.name in {"td", "th"} and self._open[-1][1]:
            self._open[-1][1].append(Text(" · "))
        elif tag.kind and not self._preformatted and len(self._open) <= MAX_NESTING:
            self._open.append((tag, []))

    def end(self, tag: Tag) -> None:
        if tag.name in _BREAKING:
            self._end_paragraph()
            self._in_item = self._in_item and tag.name != "li"
            self._preformatted = self._preformatted and tag.name != "pre"
            if tag.name in {"ul", "ol"}:
                self._in_item = False
                self._end_list()
        elif any(opened.name == tag.name for opened, _ in self._open[1:]):
            while self._close().name != tag.name:
                continue

    def text(self, data: str) -> None:
        if not self._preformatted:
            words = " ".join(data.split())
            if words:
                data = " " * data[0].isspace() + words + " " * data[-1].isspace()
            else:
                data = " " if data and self._open[-1][1] else ""
        if data:
            self._open[-1][1].append(Text(data))

    def finish(self) -> Blocks:
        self._end_paragraph()
        self._end_list()
        return tuple(self._done)

    def _close(self) -> Tag:
        tag, children = self._open.pop()
        self._open[-1][1].extend(self._wrap(tag, merged(children)))
        return tag

    def _wrap(self, tag: Tag, children: Inlines) -> Inlines:
        if not plain(children).strip():
            return children
        match tag.kind:
            case "strong":
                return (Strong(children),)
            case "em":
                return (Emphasis(children),)
            case "s":
                return (Strike(children),)
            case "code":
                return (Code(plain(children)),)
            case _:
                return (Link(tag.href, children),) if self._is_safe(tag.href) else children

    def _end_paragraph(self) -> None:
        while len(self._open) > 1:
            self._close()
        content = merged(self._open[0][1])
        self._open = [(Tag(""), [])]
        if not plain(content).strip():
            return
        block: Block
        if self._preformatted:
            block = CodeBlock(plain(content).strip("\n"))
        else:
            block = Paragraph(trimmed(content))
        if self._in_item:
            self._items.append((block,))
        else:
            self._end_list()
            self._done.append(block)

    def _end_list(self) -> None:
        if self._items:
            self._done.append(ListBlock(tuple(self._items)))
            self._items = []
