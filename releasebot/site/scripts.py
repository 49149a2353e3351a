"""A theme's inline scripts moved into files, so that a site works where a policy forbids them.

A Content-Security-Policy without `'unsafe-inline'` lets no script stand in a page (W3C, Content
Security Policy Level 3, 6.7.3). Each is put into a file that is called after its content, which is
the same for all pages: what a script took from the page's address it takes from its own.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

FOLDER: Final = "assets/scripts"
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FROM_PAGE: Final = re.compile(r'new URL\("\.{1,2}(?:/\.\.)*"(?:,location)?\)')
"""The site's root as a page's script finds it: from the page's own address upwards."""

_UP: Final = "/".join(".." for _ in FOLDER.split("/"))
_FROM_SCRIPT: Final = f'new URL("{_UP}",document.currentScript.src)'
_DIGITS: Final = 16


class Scripts:
    """Collects the scripts of a site's pages; `files` holds them by their paths."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def moved(self, html: str, *, root: str) -> str:
        """The page with links in place of its inline scripts; `root` leads to the site's top.

        Scripts that are data, and those that are files already, stay as they are.
        """

        def link(found: re.Match[str]) -> str:
            script = _FROM_PAGE.sub(_FROM_SCRIPT, found[1])
            name = f"{hashlib.sha256(script.encode()).hexdigest()[:_DIGITS]}.js"
            self.files[f"{FOLDER}/{name}"] = script
            return f'<script src="{root}{FOLDER}/{name}"></script>'

        return _INLINE.sub(link, html)
