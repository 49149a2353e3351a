"""The scalars of an XML text: the text of elements without children, and attributes.

A path holds the local names of the elements from the root, and `@name` for an attribute. Elements
of one name are not numbered. Source: Extensible Markup Language (XML) 1.0, fifth edition.
"""

from __future__ import annotations

import re

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.text import line_of

_TAG = re.compile(r"""<(/?)([^\s<>/!?"'=]+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(
    r"""([^\s=/<>"']++)\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)')"""
)
_ENTITY = re.compile(r"&(?:\#x([0-9a-fA-F]{1,6})|\#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST_CODE = 0x10FFFF
_SKIPPED = (("<!--", "-->"), ("<?", "?>"))
_CDATA = "<![CDATA["
_DEEPEST = 500


class _Open(Struct):
    """An element that is not closed yet, and the non-blank pieces of text in it."""

    name: str
    path: Path
    pieces: list[tuple[int, int, bool]]
    has_children: bool = False


def scan(text: str) -> list[Scalar]:
    """Every scalar of the text in its order; an empty element without attributes counts too.

    Raises:
        UsageError: the text is not well-formed XML.
    """
    return _Scan(text).read()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Scalar] = []
        self.stack: list[_Open] = []

    def read(self) -> list[Scalar]:
        text, at = self.text, 0
        while at < len(text):
            mark = text.find("<", at)
            mark = mark if mark >= 0 else len(text)
            self._piece(at, mark, plain=True)
            if mark == len(text):
                break
            at = self._markup(mark)
        if self.stack or not self.found:
            raise self._unreadable(len(text))
        return self.found

    def _markup(self, at: int) -> int:
        text = self.text
        for start, end in _SKIPPED:
            if text.startswith(start, at):
                return self._behind(end, at + len(start))
        if text.startswith(_CDATA, at):
            end_at = self._behind("]]>", at)
            self._piece(at + len(_CDATA), end_at - 3, plain=False)
            return end_at
        if text.startswith("<!", at):
            return self._declaration(at)
        tag = _TAG.match(text, at)
        if tag is None:
            raise self._unreadable(at)
        if tag[1]:
            self._close(tag)
        else:
            self._open(tag)
        return tag.end()

    def _declaration(self, at: int) -> int:
        """The end of a document type declaration, its internal subset included."""
        close, subset = self._behind(">", at), self.text.find("[", at)
        if 0 <= subset < close:
            return self._behind(">", self._behind("]", subset))
        return close

    def _open(self, tag: re.Match[str]) -> None:
        if self.stack:
            self.stack[-1].has_children = True
        if len(self.stack) > _DEEPEST:
            raise self._unreadable(tag.start())
        parent = self.stack[-1].path if self.stack else ()
        path = (*parent, tag[2].rsplit(":", 1)[-1])
        offset = tag.start(3)
        for match in _ATTRIBUTE.finditer(tag[3]):
            group, quote = ("double", '"') if match["double"] is not None else ("single", "'")
            start, end = offset + match.start(group), offset + match.end(group)
            self._add((*path, "@" + match[1]), start, end, quote)
        if tag[3].endswith("/"):
            self.found.append(Scalar(path, "", tag.end(), tag.end()))
        else:
            self.stack.append(_Open(tag[2], path, []))

    def _close(self, tag: re.Match[str]) -> None:
        if not self.stack or self.stack[-1].name != tag[2]:
            raise self._unreadable(tag.start())
        closed = self.stack.pop()
        if closed.has_children:
            return
        if len(closed.pieces) == 1:
            start, end, plain = closed.pieces[0]
            self._add(closed.path, start, end, "", plain=plain)
        else:  # empty, or written in several pieces, which no version is
            self.found.append(Scalar(closed.path, "", tag.start(), tag.start()))

    def _piece(self, start: int, end: int, *, plain: bool) -> None:
        piece = self.text[start:end]
        bare = piece.strip()
        if not bare:
            return
        if not self.stack:
            raise self._unreadable(start)
        first = start + piece.index(bare)
        self.stack[-1].pieces.append((first, first + len(bare), plain))

    def _add(self, path: Path, start: int, end: int, quote: str, *, plain: bool = True) -> None:
        value = self.text[start:end]
        if plain and "&" in value:
            value = _ENTITY.sub(_character, value)
        self.found.append(Scalar(path, value, start, end, quote))

    def _behind(self, mark: str, at: int) -> int:
        end = self.text.find(mark, at)
        if end < 0:
            raise self._unreadable(at)
        return end + len(mark)

    def _unreadable(self, at: int) -> UsageError:
        return UsageError(
            f"line {line_of(self.text, at)}: not well-formed XML",
            hint="correct the file, or describe the place with --pattern",
        )


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code) if code <= _LAST_CODE else match[0]
