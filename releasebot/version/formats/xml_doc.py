"""XML manifests: which element or attribute of which root states the version.

A selector is a path of element names and perhaps an attribute: `project/version`,
`manifest@android:versionName`; dots do as well, and the root may be left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.document import finding, selected
from releasebot.version.formats.names import is_container, rank_of_name
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.selector import dotted
from releasebot.version.formats.value import is_placeholder, is_specific
from releasebot.version.formats.xml_scan import scan
from releasebot.version.place import Finding

_LIKELY = 1
_MOST_ATTRIBUTES = 4
_ROOTS_OF_OTHERS = frozenset(
    {"dependencies", "testsuite", "coverage", "response", "rss", "Package"}
)
"""Roots whose `version` is another's: Salesforce's `Package` states that of the API."""


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:  # noqa: ARG001 - it reads all
    """Every scalar of the text.

    Raises:
        UsageError: the text is not well-formed XML.
    """
    return scan(text)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The `version` below the root of any XML text, or what the selector names.

    Raises:
        UsageError: the text is not well-formed XML, or the selector cannot be read.
    """
    if selector is not None:
        return select_xml(scan(text), selector)
    return _judge(scan(text), text)


def select_xml(found: Sequence[Scalar], selector: str) -> list[Finding]:
    """The findings that a selector with slashes, dots and `@` names.

    Raises:
        UsageError: the selector cannot be read.
    """
    return selected(found, as_keys(selector))


def as_keys(selector: str) -> str:
    """A selector with slashes, or with `@` right behind a name, as one with dots."""
    if "/" in selector:
        names = [name for name in selector.replace("@", "/@").split("/") if name]
        return dotted([name.partition("[")[0] for name in names])
    element, at, attribute = selector.partition("@")
    if at and element and element[-1] not in ".\"'[":
        return f'{element}."@{attribute}"'
    return selector


def _judge(found: Sequence[Scalar], text: str) -> list[Finding]:
    results: list[Finding] = []
    for index, one in enumerate(found):
        root, *inner = map(str, one.path)
        if root in _ROOTS_OF_OTHERS or not inner:
            continue
        named = _attribute_that_names(found, index, text)
        if inner[-1].startswith("@") and not (named and inner[-1] == "@value"):
            continue
        above = inner[:-2] if inner[-1] == "@value" else inner[:-1]
        *containers, name = [*above, *(named.split(".") if named else inner[-1:])]
        if rank_of_name(name) is None or not all(map(is_container, containers)):
            continue
        stated = is_placeholder(one.value) or is_specific(one.value)
        made = finding(one, _LIKELY) if stated else None
        if made:
            results.append(made)
    return results


def _attribute_that_names(found: Sequence[Scalar], index: int, text: str) -> str:
    """What an element calls the value that it holds: `<property name="version" value="1.2"/>`."""
    value = found[index]
    element = value.path[:-1] if value.path[-1] == "@value" else value.path
    for one in found[max(index - _MOST_ATTRIBUTES, 0) : index + _MOST_ATTRIBUTES]:
        between = text[min(one.end, value.end) : max(one.start, value.start)]
        if one.path in {(*element, "@name"), (*element, "@key")} and "<" not in between:
            return one.value
    return ""
