"""The marks of a plot's series: each is told from the others by its form as well as its colour.

That is what WCAG 2.2, 1.4.1 asks for. Colours are those of the classes `rb-plot-1` to `rb-plot-4`.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

KINDS = 4
"""How many series are told apart."""

_DASHES = ("", "7 3", "2 3", "9 3 2 3")
_OPACITIES = ("1", "0", "0.35", "0.7")
_HALF = 4.5
_SHARE = 0.7
"""How much of a step its bars take."""
_WIDEST = 40
_BETWEEN = 1


def colour(number: int) -> str:
    """The class that gives the series its colour."""
    return f"rb-plot-{number % KINDS + 1}"


def dashes(number: int) -> dict[str, str]:
    """The attribute that makes the series' line a dashed one, but for the first."""
    pattern = _DASHES[number % KINDS]
    return {"stroke-dasharray": pattern} if pattern else {}


def sign(number: int, across: float, down: float) -> ET.Element:
    """The sign of a point: a disc, a square, a triangle or a diamond around the place."""
    kind = {"class": colour(number)}
    left, top, size = cut(across - _HALF), cut(down - _HALF), cut(2 * _HALF)
    match number % KINDS:
        case 0:
            place = {"cx": cut(across), "cy": cut(down), "r": cut(_HALF - 0.5)}
            return ET.Element("circle", kind | place)
        case 1:
            place = {"x": left, "y": top, "width": size, "height": size}
            return ET.Element("rect", kind | place)
        case 2:
            form = f"M{cut(across)} {top}l{_HALF} {size}h-{size}z"
        case _:
            form = f"M{cut(across)} {top}l{_HALF} {_HALF}l-{_HALF} {_HALF}l-{_HALF} -{_HALF}z"
    return ET.Element("path", kind | {"d": form})


def bar_width(step: float, count: int) -> float:
    """How wide a bar is where `count` of them share a step."""
    return min(step * _SHARE / count, _WIDEST)


def bar(number: int, left: float, top: float, wide: float, high: float) -> ET.Element:
    """A bar: full, hollow, pale or half full, by its series."""
    size = {"x": cut(left), "y": cut(top), "width": cut(max(wide - _BETWEEN, 0.5))}
    shade = {"height": cut(high), "fill-opacity": _OPACITIES[number % KINDS]}
    return ET.Element("rect", {"class": colour(number), **size, **shade})


def cut(number: float) -> str:
    """A length with at most one digit after the point."""
    return f"{number:.1f}".removesuffix(".0")
