"""AppStream metadata: a history of releases, the newest of which states the version.

Source: https://www.freedesktop.org/software/appstream/docs/chap-Metadata.html#tag-releases, which
wants the newest release first.
"""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats import xml_doc
from releasebot.version.formats.document import finding
from releasebot.version.formats.xml_doc import as_keys, scalars, select_xml
from releasebot.version.place import Finding

_RELEASE = ("component", "releases", "release", "@version")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The first release's version, also where the selector names the releases.

    Raises:
        UsageError: the text is not well-formed XML, or the selector cannot be read.
    """
    found = xml_doc.scalars(text)
    if selector is not None and as_keys(selector) != ".".join(_RELEASE):
        return select_xml(found, selector)
    first = next((one for one in found if one.path == _RELEASE), None)
    made = finding(first) if first else None
    return [made] if made else []


__all__ = ["locate", "scalars"]
