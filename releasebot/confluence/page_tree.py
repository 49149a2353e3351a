"""The pages of the folder in the order in which Confluence would list them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from releasebot.confluence.stored import StoredPage
from releasebot.confluence.titles import folded

_NEAR = 20
"""How many of a page's many siblings the list beside it shows on either side of it."""


class Node(Struct, frozen=True):
    """An entry in a list of pages; `here` marks the page that the list stands on.

    An entry without an address stands for the pages that are left out.
    """

    title: str
    address: str = ""
    here: bool = False
    below: tuple[Node, ...] = ()


class Shelf:
    """Pages by id, by title and by the page above them; siblings are ordered by title."""

    def __init__(self, pages: Sequence[StoredPage]) -> None:
        self.pages = {page.id: page for page in sorted(pages, key=_order)}
        self._by_title = {folded(page.properties.title): page.id for page in pages}
        self._below: dict[str | None, list[StoredPage]] = {}
        for page in self.pages.values():
            above = page.properties.parent
            known = above if above in self.pages and above != page.id else None
            self._below.setdefault(known, []).append(page)

    def below(self, name: str | None) -> Sequence[StoredPage]:
        """The pages right below a page; below None those at the top."""
        return self._below.get(name, ())

    def titled(self, title: str) -> str | None:
        """The id of the page of that title, None where there is none."""
        return self._by_title.get(folded(title))

    def above(self, page: StoredPage) -> tuple[StoredPage, ...]:
        """The pages above a page, the topmost first."""
        path: list[StoredPage] = []
        name = page.properties.parent
        while name in self.pages and name != page.id and self.pages[name] not in path:
            path.insert(0, self.pages[name])
            name = path[0].properties.parent
        return tuple(path)

    def tree(self, page: StoredPage) -> tuple[Node, ...]:
        """The list beside a page: what is at the top, and what is below the pages above it.

        Of many siblings only those nearest to the page, or to the page above it, are in it.
        """
        path = [one.id for one in (*self.above(page), page)]
        return tuple(self._path(None, path, page.id))

    def whole_tree(self) -> tuple[Node, ...]:
        """Every page."""
        return tuple(self._all(None))

    def _path(self, above: str | None, path: Sequence[str], here: str) -> Iterator[Node]:
        siblings = self.below(above)
        middle = next((i for i, one in enumerate(siblings) if one.id in path), 0)
        first, last = max(middle - _NEAR, 0), middle + _NEAR + 1
        if first:
            yield Node(f"… {first}")
        for one in siblings[first:last]:
            below = tuple(self._path(one.id, path, here)) if one.id in path else ()
            yield Node(one.properties.title, f"{one.id}.html", one.id == here, below)
        if len(siblings) > last:
            yield Node(f"… {len(siblings) - last}")

    def _all(self, above: str | None) -> Iterator[Node]:
        for one in self.below(above):
            below = tuple(self._all(one.id))
            yield Node(one.properties.title, f"{one.id}.html", below=below)


def _order(page: StoredPage) -> tuple[str, str]:
    return folded(page.properties.title), page.id
