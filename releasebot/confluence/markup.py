"""Texts written as XML 1.0, the way Confluence's storage format wants them.

Only the characters that XML itself needs are written as references, and those numerically where
XML has no name for them: named entities of HTML need a DTD that no reader of the format has.
"""

from __future__ import annotations

import re

_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&#160;"})
_QUOTED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
)
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEW_LINE = re.compile("\r\n?")
_WHITE = re.compile(r"[ \t\r\n]+")
_CONTROL_PICTURES = 0x2400


def legal(text: str) -> str:
    """The text with what XML 1.0 cannot carry made visible, and every line end a line feed.

    A control character becomes its picture (U+0000 becomes U+2400), anything else U+FFFD
    (XML 1.0, production 2 `Char`; line ends: section 2.11).
    """
    if "\r" in text:
        text = _NEW_LINE.sub("\n", text)
    return _ILLEGAL.sub(_visible, text)


def one_line(text: str) -> str:
    """The text with each run of white space turned into one space, none at its ends."""
    return _WHITE.sub(" ", legal(text)).strip()


def running(text: str) -> str:
    """Character data of a running text: a line end in it is a space like any other."""
    return legal(text).replace("\n", " ").translate(_SPECIAL)


def attribute(text: str) -> str:
    """The text as an attribute's value, without the quotes around it."""
    return legal(text).translate(_QUOTED)


def cdata(text: str) -> str:
    """The text as CDATA sections; `]]>` within it is split over two."""
    return f"<![CDATA[{legal(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_CONTROL_PICTURES + code) if code < ord(" ") else "\ufffd"
