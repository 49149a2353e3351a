"""Texts made inert: whatever an author wrote, a Markdown builder only shows it.

Special characters become numeric character references, which mean nothing to Markdown, to HTML, to
Jinja (`{{`, `{%`, `{#`) or to the extensions that a reader's own site may load (snippets, emoji,
abbreviations), and which every one of them hands on to the browser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

EMPTY: Final = "&#8203;"
"""Something to stand where Markdown needs a text and there is none: a space of no width."""

_WHITE = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_NO_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_UNDERSCORE = r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"
"""Within a word an underscore is a letter to every builder, and names are full of them."""

_MARKUP = re.compile(
    r"[\\`*{}\[\]<>#|~^$&@]"
    r"|:(?!\s)"  # emoji, bare addresses
    r"|([-+=!?])(?=\1)|" + _UNDERSCORE  # admonitions, tabs, rules, keys
)
_PUNCTUATION = re.compile(r"[!-$&'*+:<=>@\[-^`{-~]|-(?=-)|" + _UNDERSCORE)
_BLOCK_START = re.compile(r"(?:[-+:/=!?.%\"'(),;]|\d+[.)])")
_TEMPLATE = re.compile(r"\{[{%#]|-8<-")
_LANGUAGE = re.compile(r"[a-z0-9][a-z0-9+#.-]{0,30}")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_ADDRESS_UNSAFE = re.compile(r"[\s\x00-\x20\x7f\"'<>()\[\]{}\\^`|*~$]")


_remembering = lru_cache(maxsize=1 << 15)
"""Names and types stand on hundreds of pages: most texts have been made inert before."""


@_remembering
def one_line(text: str) -> str:
    """The text on one line, without characters that no XML, YAML or UTF-8 can carry."""
    return _NO_TEXT.sub("\ufffd", _WHITE.sub(" ", text))


@_remembering
def prose(text: str) -> str:
    """Running text; white space is what HTML makes of it."""
    return _MARKUP.sub(_reference, one_line(text))


@_remembering
def label(text: str) -> str:
    """A text that stands between double quotes on a line of its own, as a title does."""
    return _PUNCTUATION.sub(_reference, one_line(text).strip())


def block_start(line: str) -> str:
    """Rendered inline text, changed so that it begins a paragraph and no other block."""
    found = _BLOCK_START.match(line)
    if not found:
        return line
    last = found.end() - 1
    return f"{line[:last]}&#{ord(line[last])};{line[last + 1 :]}"


@_remembering
def code(text: str) -> str:
    """Inline code; as HTML, for backquotes join with those of the code next to it."""
    return f"<code>{_PUNCTUATION.sub(_reference, one_line(text))}</code>"


def has_template(text: str) -> bool:
    """Whether a preprocessor that reads code blocks too would find something to do in the text."""
    return _TEMPLATE.search(text) is not None


def block_code(text: str) -> str:
    """Preformatted text as one line of inline HTML, for what no fence may hold."""
    escaped = _PUNCTUATION.sub(_reference, preformatted(text))
    return f'<code class="rb-pre">{escaped.replace(chr(10), "&#10;")}</code>'


def preformatted(text: str) -> str:
    """The text with newlines as line ends and without characters that cannot be written."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return "\n".join(_NO_TEXT.sub("\ufffd", line) for line in lines.split("\n"))


def language(name: str) -> str:
    """The name of a code block's language, empty where it is none."""
    return name if _LANGUAGE.fullmatch(name) else ""


def address(href: str) -> str | None:
    """The destination of a Markdown link; None where the scheme is not http, https or mailto."""
    if not _ADDRESS.match(href):
        return None
    escaped = _ADDRESS_UNSAFE.sub(lambda found: _percent(found[0]), one_line(href).strip())
    return escaped.replace("&", "&amp;")


def anchor(name: str) -> str:
    """The name of an anchor with nothing in it that an attribute or an address cannot hold."""
    return re.sub(r"[^A-Za-z0-9._:-]+", "-", name)


def html(text: str) -> str:
    """A text for a place that is read as HTML without Markdown, such as a title.

    Themes escape some of these places once more, so no more is escaped than has to be: an
    ampersand that begins no reference stays.
    """
    line = one_line(text).strip()
    return re.sub(r"&(?=[#\w])|[<{]", _reference, line)


def _reference(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in found[0])


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())
