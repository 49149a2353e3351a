"""A body in storage format drawn as HTML, much as Confluence draws it.

It is for looking at, so it takes whatever people may have put on a page: macros it does not know
become a box with their name, elements it does not know lose their tags, and what is no XML is shown
as it stands. Nothing of a body can run: every element and attribute that comes out is one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from xml.etree import ElementTree as ET

from msgspec import Struct

from releasebot.confluence.document import document

AC = "{http://www.atlassian.com/schema/confluence/4/ac/}"
RI = "{http://www.atlassian.com/schema/confluence/4/ri/}"

_PLAIN = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre"),
        *("tbody", "thead", "tr", "strong", "em", "del", "s", "u", "b", "i", "sub", "sup", "code"),
    }
)
_VOID = frozenset({"br", "hr"})
_CELLS = frozenset({"td", "th"})
_SPANS = ("colspan", "rowspan")
_PANELS = frozenset({"info", "note", "panel", "tip", "warning"})
ATTACHMENTS = "attachments"
"""The folder of the pages' files, beside that of the previews."""

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.svg")
_SCHEMES = ("http://", "https://", "mailto:")


class Contents(Struct, frozen=True):
    """An entry of a page's table of contents."""

    level: int
    anchor: str
    text: str


class Surroundings(Struct, frozen=True):
    """What a page needs to know of the others.

    `address_of` gives a page's address by its title, None where there is no such page; `children`
    are the titles and addresses of the pages below.
    """

    address_of: Callable[[str], str | None]
    children: Sequence[tuple[str, str]] = ()


class _Drawn(Struct, frozen=True):
    around: Surroundings
    contents: tuple[Contents, ...]


def draw(body: str, around: Surroundings) -> str:
    """The body as HTML."""
    try:
        root = ET.fromstring(document(body))  # noqa: S314  no DTD can stand inside the root
        return _children(root, _Drawn(around, tuple(_contents(root))))
    except (ET.ParseError, RecursionError):
        return f'<p class="fault">No valid storage format:</p><pre>{escape(body)}</pre>'


def _contents(root: ET.Element) -> list[Contents]:
    return [
        Contents(int(element.tag[1]), _anchor_in(element), "".join(_visible_text(element)))
        for element in root.iter()
        if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
    ]


def _visible_text(element: ET.Element) -> list[str]:
    if element.tag == f"{AC}parameter":
        return []
    parts = [element.text or ""]
    for child in element:
        parts.extend((*_visible_text(child), child.tail or ""))
    return parts


def _anchor_in(element: ET.Element) -> str:
    for macro in element.iter(f"{AC}structured-macro"):
        if macro.get(f"{AC}name") == "anchor":
            return _parameters(macro).get("", "")
    return ""


def _children(element: ET.Element, drawn: _Drawn) -> str:
    parts = [escape(element.text or "")]
    for child in element:
        parts.extend((_element(child, drawn), escape(child.tail or "")))
    return "".join(parts)


def _element(element: ET.Element, drawn: _Drawn) -> str:
    tag = element.tag
    if tag in _VOID:
        return f"<{tag}>"
    within = _children(element, drawn)
    if tag == "table":
        return f'<div class="table"><table>{within}</table></div>'
    if tag in _CELLS:
        spans = "".join(f' {name}="{_number(element.get(name))}"' for name in _SPANS)
        return f"<{tag}{spans}>{within}</{tag}>"
    if tag == "ol" and element.get("start"):
        return f'<ol start="{_number(element.get("start"))}">{within}</ol>'
    if tag in _PLAIN:
        return f"<{tag}>{within}</{tag}>"
    return _special(element, within, drawn)


def _special(element: ET.Element, within: str, drawn: _Drawn) -> str:
    if element.tag == "a":
        href = element.get("href", "")
        safe = href.lower().startswith(_SCHEMES)
        return f'<a href="{escape(href)}" rel="noopener">{within}</a>' if safe else within
    if element.tag == f"{AC}link":
        return _link(element, within, drawn.around)
    if element.tag == f"{AC}structured-macro":
        return _macro(element, drawn)
    if element.tag == f"{AC}image":
        return _image(element)
    return within


def _number(text: str | None) -> str:
    return text if text and text.isascii() and text.isdigit() else "1"


def _link(element: ET.Element, within: str, around: Surroundings) -> str:
    anchor = element.get(f"{AC}anchor", "")
    fragment = f"#{anchor}" if anchor else ""
    page = element.find(f"{RI}page")
    if page is None:
        return f'<a href="{escape(fragment)}">{within}</a>' if fragment else within
    title = page.get(f"{RI}content-title", "")
    text = within.strip() or escape(title)
    address = around.address_of(title)
    if address is None:
        return f'<span class="missing" title="{escape(title)}">{text}</span>'
    return f'<a href="{escape(address + fragment)}">{text}</a>'


def _image(element: ET.Element) -> str:
    """An attached picture, which stands in a folder beside that of the previews."""
    file = element.find(f"{RI}attachment")
    name = "" if file is None else file.get(f"{RI}filename", "")
    about = escape(element.get(f"{AC}alt", ""))
    if not _FILE.fullmatch(name):
        return f'<span class="missing">{about or escape(name)}</span>'
    width = _number(element.get(f"{AC}width"))
    return f'<img src="../{ATTACHMENTS}/{name}" alt="{about}" width="{width}">'


def _parameters(macro: ET.Element) -> dict[str, str]:
    return {
        parameter.get(f"{AC}name", ""): parameter.text or ""
        for parameter in macro.findall(f"{AC}parameter")
    }


def _macro(macro: ET.Element, drawn: _Drawn) -> str:  # noqa: PLR0911  a case per macro
    name = macro.get(f"{AC}name", "")
    given = _parameters(macro)
    rich = macro.find(f"{AC}rich-text-body")
    within = "" if rich is None else _children(rich, drawn)
    if name in _PANELS:
        title = given.get("title", "")
        head = f'<p class="panel-title">{escape(title)}</p>' if title else ""
        return f'<div class="panel panel-{name}"><div>{head}{within}</div></div>'
    match name:
        case "status":
            return _status(given)
        case "anchor":
            return f'<span id="{escape(given.get("", ""))}"></span>'
        case "expand":
            title = escape(given.get("title") or "Click here to expand...")
            return f"<details><summary>{title}</summary><div>{within}</div></details>"
        case "code" | "noformat":
            return _code(macro, given)
        case "toc":
            return _toc(drawn.contents, given)
        case "children":
            return _links(drawn.around.children)
        case _:
            return f'<div class="unknown"><p>{escape(name)}</p>{within}</div>'


def _status(given: Mapping[str, str]) -> str:
    colour = given.get("colour", "").lower()
    known = colour if colour in {"blue", "green", "red", "yellow", "purple"} else "grey"
    return f'<span class="status status-{known}">{escape(given.get("title", ""))}</span>'


def _code(macro: ET.Element, given: Mapping[str, str]) -> str:
    text = macro.findtext(f"{AC}plain-text-body", "")
    title = given.get("title", "")
    head = f'<div class="code-title">{escape(title)}</div>' if title else ""
    return f'<div class="code">{head}<pre><code>{escape(text)}</code></pre></div>'


def _toc(contents: Sequence[Contents], given: Mapping[str, str]) -> str:
    low, high = int(_number(given.get("minLevel"))), int(_number(given.get("maxLevel", "7")))
    entries = "".join(
        f'<li class="level-{one.level - low}"><a href="#{escape(one.anchor)}">'
        f"{escape(one.text)}</a></li>"
        for one in contents
        if low <= one.level <= high
    )
    return f'<ul class="toc">{entries}</ul>'


def _links(pages: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<li><a href="{escape(address)}">{escape(title)}</a></li>' for title, address in pages
    )
    return f'<ul class="children">{entries}</ul>'
