"""Property lists: the keys of the top dictionary.

Source: https://developer.apple.com/documentation/bundleresources/information_property_list.
"""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats import strings_doc
from releasebot.version.formats.document import locate_selected
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.xml_scan import scan
from releasebot.version.place import Finding

_TOP = ("plist", "dict")


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:
    """The values of the top dictionary, each under its key.

    Raises:
        UsageError: the text is neither well-formed XML nor an old-style list.
    """
    if not text.lstrip().startswith("<"):
        return strings_doc.scalars(text, only)
    found: list[Scalar] = []
    key: str | None = None
    for one in scan(text):
        if one.path == (*_TOP, "key"):
            key = one.value
            continue
        if key is not None and len(one.path) == len(_TOP) + 1 and one.path[:2] == _TOP:
            found.append(Scalar((key,), one.value, one.start, one.end, one.quote))
        key = None  # the value of this key has been seen, be it a dictionary
    return found


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """What the selector, a key of the top dictionary, names; the row knows the usual ones.

    Raises:
        UsageError: the text is no property list, or the selector cannot be read.
    """
    return locate_selected(scalars, text, selector or "CFBundleShortVersionString")
