"""Descriptions to blocks: CommonMark 0.31 with tables and strikethrough, and nothing that acts.

Authors of a description are not trusted. No HTML passes: tags are dropped, what stands between them
is kept as text. A link is kept where it leads to an http, https or mailto address; of any other
only its text is. Images become links to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from releasebot.pages import html_text
from releasebot.pages.flat import flat, lines
from releasebot.pages.inlines import SPACE, line_break, merged, plain, trimmed
from releasebot.pages.model import (
    Block,
    Blocks,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Row,
    Rule,
    Strike,
    Strong,
    Table,
    Text,
)
from releasebot.pages.slugs import Anchors

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_LENGTH = 256 * 1024
"""How many characters of one description are read as CommonMark; a longer one is shown as it is."""

# What can mean anything but itself: a text without any of it is a paragraph and nothing else.
_ACTIVE = re.compile(r"[\n\r\0`*\[<]|~~|(?<!\w)_|&[#\w]|\\[!-/:-@\[-`{-~]|^[\s#>+=~-]|^\d+[.)]|\s$")
_SAFE = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_WRAPPERS: dict[str, Callable[[Inlines], Inline]] = {
    "strong": Strong,
    "em": Emphasis,
    "s": Strike,
}
_LAST_LEVEL = 6


def blocks(text: str, *, level: int, prefix: str) -> Blocks:
    """The blocks of a description.

    Its highest headings get `level`, and anchors that start with `prefix`, ASCII and unique among
    themselves.
    """
    if not text:
        return ()
    if not _ACTIVE.search(text):
        return (Paragraph((Text(text),)),)
    if len(text) > MAX_LENGTH:
        return (CodeBlock(text),)
    return _parsed(text, level, prefix)


@lru_cache(maxsize=4096)
def inlines(text: str) -> Inlines:
    """A description in one line of a table: its paragraphs and items, with line breaks between."""
    if not text:
        return ()
    if not _ACTIVE.search(text):
        return (Text(text),)
    if len(text) > MAX_LENGTH:
        return (Text(text),)
    return flat(_parsed(text, _LAST_LEVEL, ""))


def first_line(text: str) -> str:
    """The first paragraph of a description as plain text, for a list of operations."""
    shown = lines(blocks(text, level=_LAST_LEVEL, prefix=""))
    return next((words for line in shown if (words := plain(line).strip())), "")


def link(address: str, label: str) -> Inlines:
    """A link to `address`; its label alone where no link may lead there."""
    return (Link(address, (Text(label),)),) if is_safe(address) else (Text(label),)


def is_safe(address: str) -> bool:
    """Whether a link may lead to `address`."""
    return _SAFE.match(address) is not None


@lru_cache(maxsize=4096)
def _parsed(text: str, level: int, prefix: str) -> Blocks:
    tokens = _parser().parse(text)
    levels = [int(token.tag[1:]) for token in tokens if token.type == "heading_open"]
    shift = level - min(levels, default=1)
    return tuple(_Reader(tokens, shift, prefix).blocks_until(""))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40})
    parser.enable(["table", "strikethrough"])
    # Which links are kept is decided here; the parser would leave the source of others as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


class _Reader:
    """Turns the flat sequence of tokens into nested blocks."""

    def __init__(self, tokens: Sequence[Token], shift: int, prefix: str) -> None:
        self._tokens = iter(tokens)
        self._shift = shift
        self._anchors = Anchors(prefix)

    def blocks_until(self, closing: str) -> Iterator[Block]:
        """The blocks before the token of type `closing`, which is consumed."""
        for token in self._tokens:
            if token.type == closing:
                return
            yield from self._block(token)

    def _block(self, token: Token) -> Iterator[Block]:
        match token.type:
            case "paragraph_open":
                content = self._inline("paragraph_close")
                if content:
                    yield Paragraph(content)
            case "heading_open":
                yield self._heading(int(token.tag[1:]))
            case "bullet_list_open" | "ordered_list_open":
                yield self._list(token)
            case "blockquote_open":
                yield Quote(tuple(self.blocks_until("blockquote_close")))
            case "fence" | "code_block":
                yield CodeBlock(token.content.rstrip("\n"), _language(token.info))
            case "hr":
                yield Rule()
            case "table_open":
                yield self._table()
            case "html_block":
                yield from html_text.blocks(token.content, is_safe)
            case _:  # what only closes, or defines
                return

    def _heading(self, level: int) -> Heading:
        content = self._inline("heading_close")
        anchor = self._anchors.give(plain(content))
        return Heading(min(level + self._shift, _LAST_LEVEL), anchor, content)

    def _list(self, opening: Token) -> ListBlock:
        closing = opening.type.replace("_open", "_close")
        items = []
        for token in self._tokens:
            if token.type == closing:
                break
            if token.type == "list_item_open":
                items.append(tuple(self.blocks_until("list_item_close")))
        start = opening.attrGet("start")
        return ListBlock(
            tuple(items),
            opening.type.startswith("ordered"),
            int(start) if start is not None else 1,
        )

    def _table(self) -> Table:
        rows: list[list[Inlines]] = []
        for token in self._tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(_inlines(token))
        header, *body = rows
        return Table(tuple(header), tuple(Row(tuple(cells)) for cells in body))

    def _inline(self, closing: str) -> Inlines:
        found: Inlines = ()
        for token in self._tokens:
            if token.type == closing:
                break
            if token.type == "inline":
                found = _inlines(token)
        return trimmed(found)


class _Frame(Struct):
    """An inline element that has not ended yet; `html` where a tag opened it."""

    kind: str
    href: str = ""
    html: bool = False
    nested: bool = True
    children: list[Inline] = []


def _inlines(token: Token) -> Inlines:
    frames = [_Frame("", children=[])]
    for child in token.children or ():
        kind = child.type
        if kind == "text":
            if child.content:
                frames[-1].children.append(Text(child.content))
        elif kind == "html_inline":
            _tag(frames, child.content)
        elif kind.endswith("_open"):
            frames.append(_frame(child, len(frames)))
        elif kind.endswith("_close"):
            _close(frames, child.tag or "a")
        else:
            frames[-1].children += _leaf(child)
    while len(frames) > 1:
        _close(frames, frames[-1].kind)
    return merged(frames[0].children)


def _frame(token: Token, depth: int) -> _Frame:
    """The element that `token` opens; one that is too deep is followed, but marks nothing."""
    if depth > html_text.MAX_NESTING:
        return _Frame(token.tag or "a", nested=False, children=[])
    return _Frame(token.tag or "a", str(token.attrGet("href") or ""), children=[])


def _leaf(token: Token) -> Inlines:
    match token.type:
        case "softbreak":
            return (SPACE,)
        case "hardbreak":
            return line_break(1)
        case "code_inline":
            return (Code(token.content),)
        case "image":
            address = str(token.attrGet("src") or "")
            label = token.content or (address if is_safe(address) else "")
            return _wrap(_Frame("a", address, children=[Text(label)])) if label else ()
        case _:
            return (Text(token.content),) if token.content else ()


def _close(frames: list[_Frame], kind: str) -> None:
    """End the innermost element of `kind`; elements that a tag opened inside it end with it."""
    while len(frames) > 1:
        frame = frames.pop()
        frames[-1].children += _wrap(frame)
        if frame.kind == kind:
            return


def _tag(frames: list[_Frame], source: str) -> None:
    tag = html_text.read_tag(source)
    if tag is None:
        return
    if tag.name == "br":
        frames[-1].children += line_break(1)
    elif tag.closes:
        if frames[-1].html and frames[-1].kind == tag.kind:
            _close(frames, tag.kind)
    elif tag.kind and len(frames) <= html_text.MAX_NESTING:
        frames.append(_Frame(tag.kind, tag.href, html=True, children=[]))


def _wrap(frame: _Frame) -> Inlines:
    children = merged(frame.children)
    if not children or not frame.nested:
        return children
    if frame.kind == "code":
        return (Code(plain(children)),)
    if frame.kind == "a":
        return (Link(frame.href, children),) if is_safe(frame.href) else children
    wrapper = _WRAPPERS.get(frame.kind)
    return (wrapper(children),) if wrapper else children


def _language(info: str) -> str:
    """The language of a fenced block, as far as it is a name."""
    word = info.strip().split(" ")[0].lower()
    return word if re.fullmatch(r"[a-z0-9+#.-]{1,20}", word) else ""
