"""Maven's pom.xml: the project's own version, never its parent's or a dependency's.

Source: https://maven.apache.org/pom.html and, for `${revision}`,
https://maven.apache.org/guides/mini/guide-maven-ci-friendly.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats import xml_doc
from releasebot.version.formats.document import finding
from releasebot.version.formats.scalar import Scalar
from releasebot.version.formats.selector import dotted
from releasebot.version.formats.xml_doc import scalars, select_xml
from releasebot.version.place import Dynamic, Finding, Source

_VERSION = ("project", "version")
_PARENT = ("project", "parent", "version")
_REFERENCE = re.compile(r"\$\{([^${}]+)\}")
_LONGEST_CHAIN = 10
_OF_PARENT = frozenset({"project.parent.version", "parent.version"})


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The project's version, through a property of the same file where it refers to one.

    A module without a version of its own has its parent's: that is `Dynamic`, with the parent's
    file as its source.

    Raises:
        UsageError: the text is not well-formed XML, or the selector cannot be read.
    """
    found = xml_doc.scalars(text)
    if selector is not None:
        return [_resolved(one, found) for one in select_xml(found, selector)]
    own = _first(found, _VERSION)
    if own:
        made = finding(own)
        return [_resolved(made, found)] if made else []
    parent = _first(found, _PARENT)
    return [_inherited(parent.value, parent, found)] if parent else []


def _resolved(stated: Finding, found: Sequence[Scalar]) -> Finding:
    """The place that a reference to a property leads to; else what it was."""
    current: Finding = stated
    for _ in range(_LONGEST_CHAIN):
        reference = (
            _REFERENCE.fullmatch(current.expression) if isinstance(current, Dynamic) else None
        )
        if reference is None:
            return current
        name = reference[1].strip()
        if name in _OF_PARENT:
            parent = _first(found, _PARENT)
            return _inherited(reference[0], parent, found) if parent else current
        definition = _first(found, ("project", "properties", name))
        made = finding(definition, current.rank) if definition else None
        if made is None:
            selector = dotted(("project", "properties", name))
            sources = (Source(path, selector) for path in _parent_files(found))
            return Dynamic(
                reference[0], current.start, current.end, current.selector, tuple(sources)
            )
        current = made
    return stated


def _inherited(expression: str, parent: Scalar, found: Sequence[Scalar]) -> Dynamic:
    sources = tuple(Source(path, "project.version") for path in _parent_files(found))
    return Dynamic(expression, parent.start, parent.end, "project.parent.version", sources)


def _parent_files(found: Sequence[Scalar]) -> tuple[str, ...]:
    """Where the parent's file is: `../pom.xml` unless the file says otherwise, or says nowhere."""
    if _first(found, _PARENT) is None:
        return ()
    stated = _first(found, ("project", "parent", "relativePath"))
    if stated is None:
        return ("../pom.xml",)
    if not stated.value:
        return ()
    return (stated.value if stated.value.endswith(".xml") else f"{stated.value}/pom.xml",)


def _first(found: Sequence[Scalar], path: tuple[str, ...]) -> Scalar | None:
    return next((one for one in found if one.path == path), None)


__all__ = ["locate", "scalars"]
