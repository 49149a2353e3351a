"""A conda recipe: YAML whose version is usually set in a Jinja statement above it.

Source: https://docs.conda.io/projects/conda-build/en/stable/resources/define-metadata.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats import yaml_doc
from releasebot.version.formats.document import locate_fields, locate_selected
from releasebot.version.formats.row import Field
from releasebot.version.formats.value import is_version
from releasebot.version.formats.yaml_doc import scalars
from releasebot.version.place import Finding, Place

_SET = re.compile(r"(?<![^\r\n])[ \t]*\{%-?[ \t]*set[ \t]+(\w+)[ \t]*=[ \t]*([\"'])([^\"'\r\n]*)\2")
_NAMES = ("version", "VERSION", "pkg_version")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The version that a Jinja statement sets, else `package.version`, else the context's.

    Raises:
        UsageError: the text is not YAML, or the selector cannot be read.
    """
    found = [one for one in _set(text) if selector in {None, one.selector}]
    if found:
        return found if selector else [one for one in found if one.selector in _NAMES]
    if selector is not None:
        return locate_selected(scalars, text, selector)
    return locate_fields(
        yaml_doc.scalars, text, (Field("package.version"), Field("context.version"))
    )


def _set(text: str) -> list[Place]:
    return [
        Place(match[3], match.start(3), match.end(3), match[1], match[2])
        for match in _SET.finditer(text)
        if is_version(match[3])
    ]


__all__ = ["locate", "scalars"]
