"""A Debian changelog: the newest entry, which stands first, states the version.

Source: deb-changelog(5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.place import Finding, Place

_ENTRY = re.compile(r"[a-z0-9][a-z0-9+.-]* \(([0-9][0-9A-Za-z.+:~-]*)\)[^;\r\n]*;[^\r\n]*")
_SELECTOR = "version"


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The version of the first entry; the selector `version` names it too."""
    if selector not in {None, _SELECTOR}:
        return ()
    entry = _ENTRY.match(text, len(text) - len(text.lstrip()))
    return (Place(entry[1], entry.start(1), entry.end(1), _SELECTOR),) if entry else ()
