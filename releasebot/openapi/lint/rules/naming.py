"""Names that are written otherwise than most of the same kind in the same document.

No style is asked for: the document's own is. A style that fewer than most names have is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from releasebot.openapi.findings import Location
from releasebot.openapi.lint.rule import Fault, Rule, Words
from releasebot.openapi.lint.survey import Named, Survey
from releasebot.openapi.refs import Target
from releasebot.openapi.tour import Part

_MOST = 0.8
"""Which part of the names makes a style the document's."""
_FEWEST = 10
"""How many names there have to be before one can be told from the others."""
_STYLES = (
    ("camelCase", re.compile(r"[a-z][a-z0-9]*([A-Z][A-Za-z0-9]*)+\Z")),
    ("snake_case", re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+\Z")),
    ("kebab-case", re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+\Z")),
    ("PascalCase", re.compile(r"[A-Z][a-z0-9]+([A-Z][a-z0-9]*)*\Z")),
    ("UPPER_CASE", re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*\Z")),
)


def style_of(name: str) -> str:
    """How a name is written; empty where it is a single small word, which fits several styles."""
    return next((style for style, form in _STYLES if form.match(name)), "")


def _odd(names: Mapping[str, Named]) -> Iterator[Fault]:
    told = [(name, one, style_of(name)) for name, one in names.items()]
    styles: Counter[str] = Counter()
    for _, one, style in told:
        if style:
            styles[style] += one.count
    if styles.total() < _FEWEST:
        return
    ((common, count),) = styles.most_common(1)
    if count < _MOST * styles.total():
        return
    for name, one, style in told:
        if style not in {"", common}:
            yield Fault(one.location, {"name": name, "style": style, "common": common})


def _counted(names: Iterable[tuple[str, Location]]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for name, location in names:
        found.setdefault(name, Named(location)).count += 1
    return found


def _properties(part: Part, survey: Survey) -> Iterator[Fault]:
    del part
    return _odd(survey.properties)


def _segments(part: Part, survey: Survey) -> Iterator[Fault]:
    del survey
    return _odd(
        _counted(
            (segment, part.location.child(path))
            for path in part.node
            for segment in path.split("/")
            if path.startswith("/") and "{" not in segment
        )
    )


def _parameters(part: Part, survey: Survey) -> Iterator[Fault]:
    del part
    found: dict[Location, str] = {}
    for operation in survey.operations:
        stated = operation.node.get("parameters")
        for index, node in enumerate(stated if type(stated) is list else ()):
            at = operation.location.child("parameters", index)
            reached = survey.resolver.follow_all(node, at)
            if isinstance(reached, Target) and type(reached.node) is dict:
                name, place = reached.node.get("name"), reached.node.get("in")
                if type(name) is str and place == "query":
                    found[reached.location] = name
    return _odd(_counted((name, at) for at, name in found.items()))


def _schemas(part: Part, survey: Survey) -> Iterator[Fault]:
    del part
    return _odd(
        _counted(
            (component.name, location)
            for component, location in survey.components()
            if component.group in {"schemas", "definitions"}
        )
    )


_FINDS = Words(
    "`{name}` is {style}, where most others are {common}",
    "`{name}`은(는) {style}인데 나머지는 대부분 {common}입니다",
)

RULES = (
    Rule(
        id="property-naming",
        level="warn",
        about="document",
        wants=Words("Properties are written in one style.", "속성 이름은 한 가지 방식으로 씁니다."),
        finds=_FINDS,
        check=_properties,
        fix="@ApiProperty({ name: '...' })",
    ),
    Rule(
        id="path-naming",
        level="warn",
        about="paths",
        wants=Words("Paths are written in one style.", "경로는 한 가지 방식으로 씁니다."),
        finds=_FINDS,
        check=_segments,
        fix="@Controller('order-items')",
    ),
    Rule(
        id="parameter-naming",
        level="warn",
        about="document",
        wants=Words(
            "Query parameters are written in one style.",
            "쿼리 파라미터 이름은 한 가지 방식으로 씁니다.",
        ),
        finds=_FINDS,
        check=_parameters,
        fix="@Query('pageSize')",
    ),
    Rule(
        id="schema-naming",
        level="warn",
        about="document",
        wants=Words("Schemas are named in one style.", "스키마 이름은 한 가지 방식으로 씁니다."),
        finds=_FINDS,
        check=_schemas,
        fix="@ApiSchema({ name: 'OrderItem' })",
    ),
)
