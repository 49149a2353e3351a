"""The part of a page that is ours where people may write around it.

Two anchors, each in a paragraph of its own, enclose it: both editors of Confluence keep them, and
readers do not see them. What stands before the first and after the last is never touched.
"""

from __future__ import annotations

import re
from html.entities import html5
from xml.parsers import expat

from releasebot.confluence.document import document
from releasebot.confluence.macros import anchor

_FIRST, _LAST = "releasebot-begin", "releasebot-end"
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_CLOSED = "</p>"


def wrapped(body: str) -> str:
    """The body between its anchors."""
    return f"<p>{anchor(_FIRST)}</p>\n{body}\n<p>{anchor(_LAST)}</p>"


def replaced(stored: str, block: str) -> str | None:
    """`stored` with the text between its anchors taken from `block`, which has them too.

    All else of `stored` stays to the character, also what somebody wrote beside an anchor. None
    where `stored` has not both anchors, each once and in order, with whole elements in between.
    """
    old, new = _inside(stored), _inside(block)
    if old is None or new is None or not _is_whole(stored[slice(*old)]):
        return None
    return stored[: old[0]] + block[slice(*new)] + stored[old[1] :]


def merged(stored: str | None, body: str) -> str:
    """What to write where `stored` stands: `body`, within what people wrote around its block."""
    kept = replaced(stored, body) if stored and has_block(body) else None
    return body if kept is None else kept


def has_block(text: str) -> bool:
    """Whether there is a block of ours in the text."""
    return _inside(text) is not None


def block_in(text: str) -> str:
    """The block with its anchors, as it stands; the whole text where there is none."""
    inside = _inside(text)
    if inside is None:
        return text
    start = text.rindex("<p", 0, text.index(_FIRST))
    end = text.find(_CLOSED, text.index(_LAST)) + len(_CLOSED)
    return text[start:end]


def _inside(text: str) -> tuple[int, int] | None:
    """Where the text between the paragraphs of the anchors starts and ends."""
    if text.count(_FIRST) != 1 or text.count(_LAST) != 1:
        return None
    start = text.find(_CLOSED, text.index(_FIRST))
    opened = [found.start() for found in re.finditer(r"<p\b", text[: text.index(_LAST)])]
    if start < 0 or not opened or opened[-1] < start:
        return None
    return start + len(_CLOSED), opened[-1]


def _is_whole(fragment: str) -> bool:
    """Whether every element that opens in the fragment is closed in it, and none other."""
    numeric = _ENTITY.sub(
        lambda found: (
            found[0]
            if found[1] in _XML
            else "".join(f"&#{ord(one)};" for one in html5.get(found[1], "?"))
        ),
        fragment,
    )
    try:
        expat.ParserCreate("utf-8").Parse(document(numeric).encode("utf-8", "surrogatepass"), True)  # noqa: FBT003  expat's own signature
    except expat.ExpatError:
        return False
    return True
