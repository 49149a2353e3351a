"""MSBuild's project and property files: the version among the properties.

Source: https://learn.microsoft.com/nuget/reference/msbuild-targets and
https://learn.microsoft.com/dotnet/core/project-sdk/msbuild-props.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats import xml_doc
from releasebot.version.formats.document import finding
from releasebot.version.formats.scalar import Scalar
from releasebot.version.formats.xml_doc import scalars, select_xml
from releasebot.version.place import Dynamic, Finding, Source

_RANKS = {
    "Version": 0,
    "VersionPrefix": 1,
    "PackageVersion": 1,
    "ApplicationDisplayVersion": 1,
    "InformationalVersion": 2,
    "AssemblyVersion": 3,
    "FileVersion": 4,
    "AssemblyFileVersion": 4,
}
_REFERENCE = re.compile(r"\$\(([A-Za-z_][\w.-]*)\)")
_HERE = "$(MSBuildThisFileDirectory)"
_SHARED = "Directory.Build.props"
_LEVELS = 4
_LONGEST_CHAIN = 10


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The version properties, through other properties of the same file where they refer to some.

    Raises:
        UsageError: the text is not well-formed XML, or the selector cannot be read.
    """
    found = xml_doc.scalars(text)
    if selector is not None:
        return [_resolved(one, found) for one in select_xml(found, selector)]
    results: list[Finding] = []
    for one in found:
        rank = _RANKS.get(_property(one))
        made = finding(one, rank) if rank is not None else None
        if made:
            results.append(_resolved(made, found))
    return results


def _property(scalar: Scalar) -> str:
    """The name of the property that a scalar sets, or nothing."""
    match scalar.path:
        case ("Project", "PropertyGroup", str(name)):
            return name
        case _:
            return ""


def _resolved(stated: Finding, found: Sequence[Scalar]) -> Finding:
    """The place that a reference to a property leads to; else what it was, with its sources."""
    current: Finding = stated
    for _ in range(_LONGEST_CHAIN):
        reference = (
            _REFERENCE.fullmatch(current.expression) if isinstance(current, Dynamic) else None
        )
        if reference is None:
            return current
        definitions = [one for one in found if _property(one) == reference[1]]
        made = finding(definitions[0], stated.rank) if len(definitions) == 1 else None
        if made is None or made == current:
            return Dynamic(
                reference[0],
                current.start,
                current.end,
                current.selector,
                _sources(f"Project.PropertyGroup.{reference[1]}", found),
                stated.rank,
            )
        current = made
    return stated


def _sources(selector: str, found: Sequence[Scalar]) -> tuple[Source, ...]:
    """The files that a property may come from: what is imported, then what MSBuild looks for."""
    files: list[str] = []
    for one in found:
        if one.path == ("Project", "Import", "@Project"):
            path = one.value.removeprefix(_HERE).replace("\\", "/")
            if "$(" not in path:
                files.append(path)
    files.extend("../" * level + _SHARED for level in range(_LEVELS))
    return tuple(Source(path, selector) for path in dict.fromkeys(files))


__all__ = ["locate", "scalars"]
