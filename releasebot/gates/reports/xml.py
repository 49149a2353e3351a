"""Reports in XML: read in pieces, without entities, and no deeper or longer than reports are.

expat fetches nothing: an external DTD, which Cobertura's reports name, is passed over. What it
would do is to expand entities that a report declares (CWE-776), so that no report may.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from releasebot.gates.reading import Unreadable
from releasebot.gates.reports.data import LONGEST_LINE, chunks

DEEPEST = 100
"""How many elements may stand inside one another."""


class Handler(Protocol):
    """Who is told of the elements, and keeps count of `depth`."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        ...

    def end(self, name: str) -> None:
        """An element has ended."""
        ...


def new_parser() -> expat.XMLParserType:
    """A parser that refuses entities."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse
    return parser


def walk(report: Path, parser: expat.XMLParserType, handler: Handler) -> None:
    """Tell the handler of every element of the report.

    Raises:
        Unreadable: it cannot be read, is no XML or hostile.
    """
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    fed = 0
    try:
        for chunk in _pieces(report):
            fed += len(chunk)
            parser.Parse(chunk, not chunk)
            # What expat has not told of yet it holds in memory: a tag or a comment without an end.
            if chunk and fed - parser.CurrentByteIndex > LONGEST_LINE:
                raise Unreadable("the report has a tag or a comment of more than 8 MiB")
    except expat.ExpatError as error:
        raise Unreadable(_complaint(error)) from error
    except (ValueError, LookupError) as error:
        raise Unreadable("the report is in an encoding that is not known") from error


def _pieces(report: Path) -> Iterator[bytes]:
    """The chunks, and an empty one that says there are no more."""
    yield from chunks(report)
    yield b""


def too_deep() -> Unreadable:
    """The finding about elements that never end."""
    return Unreadable(f"the report has more than {DEEPEST} elements inside one another")


def _refuse(name: str, *_: object) -> None:
    raise Unreadable(f"the report declares the entity {name[:50]!r}; no report has entities")


def _complaint(error: expat.ExpatError) -> str:
    told = expat.errors.messages
    open_ends = {
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    }
    message = told[error.code]
    if message in open_ends:
        return f"the report ends in the middle, at line {error.lineno}"
    return f"the report is no XML: {message} at line {error.lineno}, column {error.offset + 1}"
