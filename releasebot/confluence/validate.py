"""Whether a body is storage format as our pages may use it: an allow-list, checked before writing.

No schema of the format is published. What is allowed here is what Atlassian's pages "Confluence
Storage Format" and "Confluence Storage Format for Macros" describe, cut down to what we write; both
of Confluence's editors open it without turning it into something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from xml.parsers import expat

from msgspec import Struct

from releasebot.confluence.document import ROOT, document
from releasebot.confluence.elements import (
    ELEMENTS,
    HOLDS,
    LINKS,
    MACRO,
    NEED_PARTS,
    PARAMETER,
    PLAIN,
    RICH,
    Element,
)
from releasebot.confluence.macros import MACROS, Macro
from releasebot.errors import ReleasebotError

_ANCHOR = re.compile(r"[!-~]+")
_START = re.compile(r"-?[0-9]+")
_SHOWN = 5
_PANELS = frozenset({"info", "note", "panel", "tip", "warning"})
_HOLDERS = frozenset({"blockquote", "li", "td", "th"})
_SINGLE = frozenset({RICH, PLAIN, "ri:page", "ac:link-body", "tbody"})
_SCHEMES = ("http://", "https://", "mailto:")
_BODY = Element("part", "blocks")
_UNKNOWN = Element("block", "running")


class Violation(Struct, frozen=True):
    """Something the format, or our use of it, does not allow; `line` counts the body's lines."""

    line: int
    text: str


class _Open(Struct):
    """An element that has been opened: what it is, what is around it, what it has held so far."""

    name: str
    element: Element
    macro: str = ""
    parameter: str = ""
    anchor: str = ""
    in_link: bool = False
    boxed: bool = False
    expanded: bool = False
    held: list[str] = []
    parameters: list[str] = []
    text: str = ""
    cells: int = 0


@lru_cache(maxsize=8192)  # a run looks twice at the same pages: before it acts, and when it does
def check(body: str, page: str) -> None:
    """Return if the body may be written.

    Raises:
        ReleasebotError: it may not, which is a fault of ours: `page` and the violations are named.
    """
    found = violations(body)
    if found:
        raise ReleasebotError(
            f"a fault in releasebot itself: the body of {page} is no valid storage format; "
            f"line {found[0].line}: {found[0].text}",
            hint="nothing was written; send the API document along with a report",
            details=tuple(f"line {one.line}: {one.text}" for one in found[:_SHOWN]),
        )


def violations(body: str) -> tuple[Violation, ...]:
    """Everything in the body that is not allowed, in order; none where it may be written."""
    checker = _Checker()
    try:
        checker.parser.Parse(document(body).encode("utf-8", "surrogatepass"), True)  # noqa: FBT003  expat's own signature
    except expat.ExpatError as error:
        checker.found.append(
            Violation(max(error.lineno - 1, 1), f"not well-formed: {expat.ErrorString(error.code)}")
        )
    return tuple(checker.found)


class _Checker:
    """One pass over one body."""

    def __init__(self) -> None:
        self.found: list[Violation] = []
        self.open: list[_Open] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartCdataSectionHandler = self._cdata
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction

    def _say(self, text: str) -> None:
        self.found.append(Violation(self.parser.CurrentLineNumber - 1, text))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self.open:
            self.open.append(_Open(ROOT, _BODY))
            return
        holder = self.open[-1]
        element = ELEMENTS.get(name)
        opened = _Open(
            name,
            element or _UNKNOWN,
            in_link=holder.in_link or name in LINKS,
            boxed=holder.boxed or holder.name in _HOLDERS or holder.macro in _PANELS,
            expanded=holder.expanded or holder.macro == "expand",
        )
        if element is None:
            self._say(f"<{name}> is no element of ours")
        else:
            if attributes or element.required:
                self._attributes(opened, attributes)
            self._place(opened, holder)
        if holder.element.content == "parts":
            self._account(opened, holder)
        self.open.append(opened)

    def _attributes(self, opened: _Open, attributes: Mapping[str, str]) -> None:
        element, name = opened.element, opened.name
        if attributes.keys() != element.required:
            for missing in sorted(element.required - attributes.keys()):
                self._say(f"<{name}> lacks {missing}")
            for extra in sorted(attributes.keys() - element.required - element.optional):
                self._say(f"<{name}> has {extra}, which it may not")
        opened.anchor = attributes.get("ac:anchor", "")
        if name == MACRO:
            opened.macro = attributes.get("ac:name", "")
            self._macro(opened, attributes.get("ac:schema-version", ""))
        elif name == PARAMETER:
            opened.parameter = attributes.get("ac:name", "")
        else:
            self._values(name, attributes)

    def _values(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "ac:link" and not _ANCHOR.fullmatch(attributes.get("ac:anchor", "-")):
            self._say(f"a link to the anchor {attributes['ac:anchor']!r}, which is not ASCII")
        elif name == "ri:page" and not attributes.get("ri:content-title"):
            self._say("a link to a page without a title")
        elif name == "a" and not attributes.get("href", "").lower().startswith(_SCHEMES):
            self._say(f"a link to {attributes.get('href')!r}, which is no web or mail address")
        elif name == "ol" and not _START.fullmatch(attributes.get("start", "1")):
            self._say(f"a list that starts at {attributes['start']!r}")

    def _place(self, opened: _Open, holder: _Open) -> None:
        name, content = opened.name, holder.element.content
        if name == MACRO:
            macro = MACROS.get(opened.macro)
            fits = content == ("running" if macro and macro.inline else "blocks")
        else:
            fits = name in HOLDS[content] or name in holder.element.parts
        if not fits:
            self._say(f"<{name}> stands in <{holder.name}>, which may not hold it")
        if holder.in_link and (name in LINKS or name == MACRO):
            self._say(f"<{name}> stands in a link")

    def _macro(self, opened: _Open, schema_version: str) -> None:
        name = opened.macro
        macro = MACROS.get(name)
        if macro is None:
            self._say(f"{name!r} is no macro of ours")
            return
        if schema_version != str(macro.schema_version):
            self._say(f"{name} is not of schema version {macro.schema_version}")
        framed = name == "expand" and (opened.boxed or opened.expanded)
        if framed or (name in _PANELS and opened.boxed):
            self._say(f"{name} stands in something that Cloud cannot show it in")

    def _account(self, opened: _Open, holder: _Open) -> None:
        """Note in the holder what it holds, each thing once where once is all it may be."""
        name = opened.name
        if name in _SINGLE and name in holder.held:
            self._say(f"<{holder.name}> has more than one <{name}>")
        holder.held.append(name)
        if name == PARAMETER:
            if opened.parameter in holder.parameters:
                self._say(f"{holder.macro} has {opened.parameter!r} twice")
            holder.parameters.append(opened.parameter)
        elif name in {"td", "th"}:
            holder.cells += 1

    def _end(self, name: str) -> None:
        closed = self.open.pop()
        if name in NEED_PARTS and NEED_PARTS[name].isdisjoint(closed.held):
            self._say(f"<{name}> without {' or '.join(sorted(NEED_PARTS[name]))} in it")
        if name == "ac:link" and "ri:page" not in closed.held and not closed.anchor:
            self._say("a link to no page and no anchor")
        if name == "tr":
            self._same_width(closed.cells)
        elif name == PARAMETER:
            self._parameter(self.open[-1].macro, closed)
        elif name == MACRO and closed.macro in MACROS:
            self._whole_macro(MACROS[closed.macro], closed)

    def _same_width(self, cells: int) -> None:
        table = self.open[-1]
        if table.cells not in {0, cells}:
            self._say(f"a row of {cells} cells in a table of {table.cells} columns")
        table.cells = cells

    def _parameter(self, name: str, parameter: _Open) -> None:
        macro = MACROS.get(name)
        if macro is None:
            return
        values = dict(macro.parameters)
        if parameter.parameter not in values:
            self._say(f"{name} has no parameter {parameter.parameter!r}")
            return
        allowed = values[parameter.parameter]
        if allowed is not None and parameter.text not in allowed:
            self._say(f"{name} has no {parameter.parameter} {parameter.text!r}")
        if name == "anchor" and not _ANCHOR.fullmatch(parameter.text):
            self._say(f"the anchor {parameter.text!r} is not ASCII")

    def _whole_macro(self, macro: Macro, closed: _Open) -> None:
        bodies = {"rich": {RICH}, "plain": {PLAIN}, "none": set[str]()}[macro.body]
        if {RICH, PLAIN}.intersection(closed.held) != bodies:
            self._say(f"{closed.macro} has not the body that it must have ({macro.body})")
        needed = {"anchor": "", "code": "language", "status": "title"}.get(closed.macro)
        if needed is not None and needed not in closed.parameters:
            self._say(f"{closed.macro} lacks its parameter {needed!r}")

    def _characters(self, text: str) -> None:
        holder = self.open[-1]
        if holder.element.content == "characters":
            holder.text += text
        elif holder.element.content != "running" and text.strip(" \n\t"):
            self._say(f"bare text in <{holder.name}>: {text.strip()[:40]!r}")

    def _cdata(self) -> None:
        if self.open[-1].name != PLAIN:
            self._say(f"CDATA in <{self.open[-1].name}>")

    def _comment(self, text: str) -> None:
        self._say(f"a comment: {text[:40]!r}")

    def _instruction(self, target: str, data: str) -> None:
        self._say(f"a processing instruction: {target} {data}"[:60])
