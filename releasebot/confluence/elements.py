"""The elements of storage format that our pages use: their attributes and what they may hold."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Content = Literal["blocks", "running", "characters", "nothing", "parts"]


class Element(Struct, frozen=True):
    """What an element may have.

    `content` is what stands in it: blocks (and no bare text), running text, characters alone,
    nothing, or the elements named in `parts`. `kind` says where the element itself may stand; a
    macro is a block or running text by its own kind.
    """

    kind: Literal["block", "running", "part"]
    content: Content
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


_HEADING = Element("block", "running")
_LIST_PARTS = frozenset({"li"})
_CELL = Element("part", "blocks")

MACRO = "ac:structured-macro"
PARAMETER = "ac:parameter"
RICH = "ac:rich-text-body"
PLAIN = "ac:plain-text-body"

ELEMENTS: dict[str, Element] = {
    "p": Element("block", "running"),
    "h2": _HEADING,
    "h3": _HEADING,
    "h4": _HEADING,
    "h5": _HEADING,
    "h6": _HEADING,
    "hr": Element("block", "nothing"),
    "blockquote": Element("block", "blocks"),
    "ul": Element("block", "parts", parts=_LIST_PARTS),
    "ol": Element("block", "parts", parts=_LIST_PARTS, optional=frozenset({"start"})),
    "li": Element("part", "blocks"),
    "table": Element("block", "parts", parts=frozenset({"tbody"})),
    "tbody": Element("part", "parts", parts=frozenset({"tr"})),
    "tr": Element("part", "parts", parts=frozenset({"th", "td"})),
    "th": _CELL,
    "td": _CELL,
    "strong": Element("running", "running"),
    "em": Element("running", "running"),
    "del": Element("running", "running"),
    "code": Element("running", "characters"),
    "br": Element("running", "nothing"),
    "a": Element("running", "running", required=frozenset({"href"})),
    "ac:link": Element(
        "running",
        "parts",
        parts=frozenset({"ri:page", "ac:link-body"}),
        optional=frozenset({"ac:anchor"}),
    ),
    "ac:link-body": Element("part", "running"),
    "ri:page": Element("part", "nothing", required=frozenset({"ri:content-title"})),
    "ac:image": Element(
        "running",
        "parts",
        parts=frozenset({"ri:attachment"}),
        optional=frozenset({"ac:alt", "ac:width"}),
    ),
    "ri:attachment": Element("part", "nothing", required=frozenset({"ri:filename"})),
    MACRO: Element(
        "part",  # by its own kind it is a block or running text
        "parts",
        parts=frozenset({PARAMETER, RICH, PLAIN}),
        required=frozenset({"ac:name", "ac:schema-version"}),
    ),
    PARAMETER: Element("part", "characters", required=frozenset({"ac:name"})),
    RICH: Element("part", "blocks"),
    PLAIN: Element("part", "characters"),
}

HOLDS: dict[Content, frozenset[str]] = {
    "blocks": frozenset(name for name, one in ELEMENTS.items() if one.kind == "block"),
    "running": frozenset(name for name, one in ELEMENTS.items() if one.kind == "running"),
    "characters": frozenset(),
    "nothing": frozenset(),
    "parts": frozenset(),
}
"""The elements that may stand in each kind of content, those of `parts` and macros apart."""

LINKS = frozenset({"a", "ac:link"})
"""Elements in which neither of them may stand again, nor any macro."""

NEED_PARTS: dict[str, frozenset[str]] = {
    "ul": _LIST_PARTS,
    "ol": _LIST_PARTS,
    "table": frozenset({"tbody"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "ac:link": frozenset({"ac:link-body"}),
    "ac:image": frozenset({"ri:attachment"}),
}
"""Elements that say nothing without one of these in them."""
