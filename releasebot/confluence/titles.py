"""Titles in Confluence: unique over the whole space, whatever the pages are called in the tree.

A space holds no two pages of one title, upper and lower case being the same. A page whose title
would not be its own gets something added that says which page it is; which page it is added to
does not depend on the order of pages, so a page keeps its title when others come and go.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping

from msgspec import Struct

from releasebot.confluence.markup import one_line
from releasebot.pages.model import Endpoint, Page, PageTree

LONGEST = 255
"""How many characters a title may have."""


class _Candidate(Struct, frozen=True):
    """A page with what may be added to its title, the plainest first; the last is always unique."""

    key: str
    base: str
    additions: tuple[str, ...]

    def title(self, level: int) -> str:
        added = f" ({self.additions[level]})" if self.additions[level] else ""
        room = LONGEST - len(added)
        base = self.base if len(self.base) <= room else self.base[: room - 1].rstrip() + "…"
        return base + added


def titles(tree: PageTree, taken: Collection[str]) -> Mapping[str, str]:
    """The title of every page of the tree by its key; none is another's, and none is in `taken`."""
    candidates = [
        _candidate(page, above[-1] if above else None, tree) for page, above in tree.walk()
    ]
    reserved = {folded(title) for title in taken}
    levels = Counter[str]()
    while True:
        chosen = {one.key: one.title(levels[one.key]) for one in candidates}
        count = Counter(folded(title) for title in chosen.values())
        clashing = [
            one
            for one in candidates
            if levels[one.key] + 1 < len(one.additions)
            and (count[folded(chosen[one.key])] > 1 or folded(chosen[one.key]) in reserved)
        ]
        if not clashing:
            return chosen
        levels.update(one.key for one in clashing)


def folded(title: str) -> str:
    """What two titles have in common that Confluence takes for one."""
    return unicodedata.normalize("NFC", title).casefold()


def provisional(title: str, key: str) -> str:
    """A title that no page wants, for a page whose own is still borne by another one."""
    added = f" ({hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:12]})"
    return title[: LONGEST - len(added)].rstrip() + added


def _candidate(page: Page, parent: Page | None, tree: PageTree) -> _Candidate:
    base = _clean(page.title) or _clean(page.key)
    endpoint = next((block for block in page.blocks if isinstance(block, Endpoint)), None)
    digest = hashlib.sha256(page.key.encode("utf-8", "surrogatepass")).hexdigest()
    additions = (
        _clean(f"{endpoint.method} {endpoint.path}") if endpoint else "",
        _clean(parent.title) if parent else "",
        _clean(tree.title) if parent else "",
        _clean(page.key),
        digest[:8],
        digest,
    )
    short = (one for one in additions if one and len(one) < LONGEST // 2)
    return _Candidate(page.key, base, ("", *short))


def _clean(title: str) -> str:
    return one_line(unicodedata.normalize("NFC", title))
