"""Xcode's project.pbxproj: the marketing version in the build settings of every target.

Source: https://developer.apple.com/documentation/xcode/build-settings-reference.
"""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats import strings_doc
from releasebot.version.formats.document import finding, findings
from releasebot.version.formats.selector import select
from releasebot.version.formats.strings_doc import scalars
from releasebot.version.place import Finding

_SETTING = "MARKETING_VERSION"


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """Every `MARKETING_VERSION`, or what the selector names.

    Raises:
        UsageError: the selector cannot be read.
    """
    found = strings_doc.scalars(text)
    if selector is not None:
        return findings(select(found, selector))
    return [made for one in found if one.path[-1:] == (_SETTING,) and (made := finding(one))]


__all__ = ["locate", "scalars"]
