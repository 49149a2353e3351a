"""A plot as SVG: no script, no style of its own, no address outside the tree.

Colours come from the classes `rb-plot-1` to `rb-plot-4` and from the text around it, so one drawing
serves light and dark pages, and a content security policy that forbids inline styles. Series differ
in form as well as in colour (WCAG 2.2, 1.4.1). A point leads to its page; so does its row in the
table beside the drawing, which is why the tabulator key passes the points over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

from msgspec import Struct

from releasebot.pages.axes import day_ticks, shown, ticks, width
from releasebot.pages.model import Plot
from releasebot.pages.plot_marks import bar, bar_width, colour, cut, dashes, sign

WIDTH = 720
MARK = "rb-plot__drawing"
"""The class of the element, by which a plot of ours is known."""

_HEIGHT = 240
_RIGHT, _TOP, _BOTTOM = 16, 12, 30
_FACE = 12
_LEGEND_LINE = 20
_GAP = 16
_NARROWEST_STEP = 90
"""Pixels that a tick of an axis of time needs at least."""

_NO_XML = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
"""What no XML document may hold (XML 1.0, 2.2), and what it should not."""

Address = Callable[[str], str | None]
"""Gives the address of the page of a key, None where there is none."""


class _Frame(Struct, frozen=True):
    """Where the values stand: the corners of the field, in the drawing's own units."""

    left: float
    top: float
    bottom: float
    highest: float
    places: tuple[float, ...]
    """How far to the right each point stands."""

    @property
    def step(self) -> float:
        """How far apart points of equal steps are."""
        return (WIDTH - _RIGHT - self.left) / len(self.places)

    def down(self, value: float) -> float:
        return self.bottom - value / self.highest * (self.bottom - self.top)


def file_name(plot: Plot) -> str:
    """What a file with the plot is called."""
    return f"{plot.name}.svg"


def drawing(plot: Plot, address: Address, *, style: str = "") -> str:
    """The SVG element; equal plots give equal bytes.

    With `style`, rules for its classes, it is a document that can stand in a file of its own.
    """
    legend, below = _legend(plot)
    known = [plot.highest, *_known(plot)]
    marks = ticks(max(known), whole=all(value == int(value) for value in known))
    frame = _frame(plot, marks, below)
    height = below + _HEIGHT
    root = ET.Element(
        "svg",
        {
            "class": MARK,
            "viewBox": f"0 0 {WIDTH} {cut(height)}",
            # A picture with parts of its own: the role `img` would hide the links in it.
            "role": "graphics-document",
            "aria-labelledby": f"plot-{plot.name}-title plot-{plot.name}-desc",
        },
    )
    if style:
        size = {"width": str(WIDTH), "height": cut(height)}
        root.attrib |= {"xmlns": "http://www.w3.org/2000/svg", **size}
    _text_in(root, "title", plot.title, id=f"plot-{plot.name}-title")
    _text_in(root, "desc", _description(plot), id=f"plot-{plot.name}-desc")
    if style:
        _text_in(root, "style", style)
        ET.SubElement(root, "rect", {"class": "rb-plot__ground", "width": "100%", "height": "100%"})
    root.append(legend)
    root.append(_axes(plot, frame, marks))
    if plot.form == "line":
        root.extend(_lines(plot, frame))
    root.extend(_points(plot, frame, address))
    return ET.tostring(root, encoding="unicode")


def _description(plot: Plot) -> str:
    """What the plot is of, and the first and the last value of each series in words."""
    ends = []
    for series in plot.series:
        known = [
            (label, value)
            for label, value in zip(plot.labels, series.values, strict=True)
            if value is not None
        ]
        if known:
            (first, start), (last, end) = known[0], known[-1]
            ends.append(
                f"{series.name}: {first} {shown(start, plot.unit)}, {last} {shown(end, plot.unit)}."
            )
    return " ".join((plot.description, *ends))


def _known(plot: Plot) -> Iterator[float]:
    for series in plot.series:
        yield from (value for value in series.values if value is not None)


def _frame(plot: Plot, marks: tuple[float, ...], below: float) -> _Frame:
    words = max(width(shown(mark, plot.unit)) for mark in marks)
    left = round(words * _FACE) + 12
    room = WIDTH - left - _RIGHT
    count = len(plot.labels)
    if plot.days:
        first, last = min(plot.days), max(plot.days)
        span = last - first
        inner = room - 2 * _GAP
        shares = [(day - first) / span if span else 0.5 for day in plot.days]
        places = tuple(left + _GAP + share * inner for share in shares)
    else:
        places = tuple(left + room * (number + 0.5) / count for number in range(count))
    return _Frame(left, below + _TOP, below + _HEIGHT - _BOTTOM, marks[-1], places)


def _legend(plot: Plot) -> tuple[ET.Element, float]:
    """The names of the series beside their marks, and how high they are together."""
    group = ET.Element("g", {"class": "rb-plot__legend"})
    if len(plot.series) == 1:
        return group, 0
    across, line = float(_GAP), 1
    for number, series in enumerate(plot.series):
        wide = width(series.name) * _FACE + 2 * _GAP
        if across + wide > WIDTH and across > _GAP:
            across, line = float(_GAP), line + 1
        middle = line * _LEGEND_LINE - _FACE / 2
        size = (across - 5, middle - 5, 11, 10)
        group.append(bar(number, *size) if plot.form == "bars" else sign(number, across, middle))
        _text_in(group, "text", series.name, x=cut(across + 10), y=cut(line * _LEGEND_LINE - 2))
        across += wide
    return group, line * _LEGEND_LINE + 4


def _axes(plot: Plot, frame: _Frame, marks: tuple[float, ...]) -> ET.Element:
    group = ET.Element("g", {"class": "rb-plot__axes"})
    right = WIDTH - _RIGHT
    for mark in marks:
        down = cut(frame.down(mark))
        kind = "rb-plot__grid" if mark else "rb-plot__base"
        ends = {"x1": cut(frame.left), "x2": cut(right), "y1": down, "y2": down}
        ET.SubElement(group, "line", {"class": kind, **ends})
        _text_in(
            group,
            "text",
            shown(mark, plot.unit),
            x=cut(frame.left - 6),
            y=cut(frame.down(mark) + 4),
            anchor="end",
        )
    for across, words in _below(plot, frame):
        _text_in(
            group,
            "text",
            words,
            x=cut(across),
            y=cut(frame.bottom + 18),
            anchor="middle",
        )
    return group


def _below(plot: Plot, frame: _Frame) -> Iterator[tuple[float, str]]:
    """What stands below the axis, as much of it as has room, and always the last point."""
    if plot.days:
        first, last = min(plot.days), max(plot.days)
        start, end = min(frame.places), max(frame.places)
        most = int((end - start) / _NARROWEST_STEP) or 1
        for day, words in day_ticks(first, last, most):
            share = (day - first) / (last - first) if last > first else 0
            yield start + share * (end - start), words
        return
    widest = max(width(label) for label in plot.labels) * _FACE + 8
    every = max(1, -int(-widest // frame.step))
    free = float(WIDTH)
    for number in range(len(plot.labels) - 1, -1, -every):
        half = width(plot.labels[number]) * _FACE / 2
        across = max(half, min(frame.places[number], WIDTH - half))
        if across + half <= free:
            free = across - half - 4
            yield across, plot.labels[number]


def _lines(plot: Plot, frame: _Frame) -> Iterator[ET.Element]:
    """The line of each series; it is broken where a value is not known."""
    for number, series in enumerate(plot.series):
        group = ET.Element("g", {"class": colour(number)})
        for piece in _pieces(series.values):
            points = " ".join(
                f"{cut(frame.places[place])},{cut(frame.down(value))}" for place, value in piece
            )
            drawn = {"class": "rb-plot__line", "points": points, "fill": "none"}
            ET.SubElement(group, "polyline", drawn | dashes(number))
        yield group


def _pieces(values: tuple[float | None, ...]) -> Iterator[list[tuple[int, float]]]:
    piece: list[tuple[int, float]] = []
    for place, value in enumerate((*values, None)):
        if value is not None:
            piece.append((place, value))
            continue
        if len(piece) > 1:
            yield piece
        piece = []


def _points(plot: Plot, frame: _Frame, address: Address) -> Iterator[ET.Element]:
    """For each point its marks in all series, as one link with all its values."""
    edges = _edges(frame)
    for place, (label, page) in enumerate(zip(plot.labels, plot.pages, strict=True)):
        words = _NO_XML.sub("\ufffd", f"{label}: {_values(plot, place)}")
        where = address(page) if page else None
        link = {"href": where, "tabindex": "-1"} if where else {}
        point = ET.Element("a" if where else "g", {"class": "rb-plot__point", **link})
        _text_in(point, "title", words)
        left, right = edges[place]
        field = {"x": cut(left), "y": cut(frame.top), "width": cut(right - left)}
        field |= {"height": cut(frame.bottom - frame.top), "class": "rb-plot__field"}
        ET.SubElement(point, "rect", field | {"fill-opacity": "0"})
        for number, series in enumerate(plot.series):
            value = series.values[place]
            if value is None:
                continue
            across, down = frame.places[place], frame.down(value)
            if plot.form == "bars":
                wide = bar_width(frame.step, len(plot.series))
                left = across + (number - len(plot.series) / 2) * wide
                point.append(bar(number, left, down, wide, frame.bottom - down))
            else:
                point.append(sign(number, across, down))
        yield point


def _values(plot: Plot, place: int) -> str:
    said = [(series.name, shown(series.values[place], plot.unit)) for series in plot.series]
    if len(said) == 1:
        return said[0][1]
    return ", ".join(f"{name} {value}" for name, value in said)


def _edges(frame: _Frame) -> list[tuple[float, float]]:
    """The field around each point in which a pointer means it: half the way to the next ones."""
    places = frame.places
    middles = [(one + other) / 2 for one, other in pairwise(places)]
    bounds = [frame.left, *middles, WIDTH - _RIGHT]
    return list(pairwise(bounds))


def _text_in(parent: ET.Element, tag: str, words: str, *, anchor: str = "", **given: str) -> None:
    aligned = {"text-anchor": anchor} if anchor else {}
    ET.SubElement(parent, tag, {**given, **aligned}).text = _NO_XML.sub("\ufffd", words)
