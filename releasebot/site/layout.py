"""Where each page of a tree stands in the site, and how one page links to another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from releasebot.pages.anchors import anchors
from releasebot.pages.model import Blocks, Endpoint, Heading, Page, PageTree
from releasebot.site import console, escape

_RESERVED: Final = frozenset({"index", "readme", "404", "templates"})
"""Names that MkDocs reads as an index or an error page, or leaves out (`exclude_docs`)."""

_LONGEST_NAME = 100


class Spot(Struct, frozen=True):
    """One page's place: the path of its Markdown file in the site, and the anchors it offers."""

    path: str
    anchors: frozenset[str]


class Layout:
    """The places of a tree's pages.

    The overview is `index.md`, a page with children the `index.md` of a folder named by its slug,
    any other page a file named by its slug, its later parts beside it. Names are ASCII and differ
    without regard to case.
    `folder` is where the tree begins, empty or with a slash at its end. With `directory_urls` a
    built page is the index of a folder of its own, as MkDocs' `use_directory_urls` has it.
    """

    def __init__(
        self,
        tree: PageTree,
        *,
        folder: str = "",
        directory_urls: bool = False,
        with_console: bool = False,
    ) -> None:
        self._spots = dict(_places(tree.root, folder, f"{folder}index.md"))
        self._moved = {
            (page.part_of, anchor): page.key
            for page, _ in tree.walk()
            if page.part_of
            for anchor in self._spots[page.key].anchors
        }
        self._folder = folder
        self._directory_urls = directory_urls
        self.console = f"{folder}{console.PAGE}" if with_console else ""
        """The path of the page to call the API on, empty where there is none."""
        self._try_it = console.WORDS[tree.language].try_it
        self._addresses: dict[tuple[str, str], str] = {}

    def path(self, page: Page) -> str:
        """The path of the page's file, with forward slashes, relative to the site's sources."""
        return self._spots[page.key].path

    def link(self, origin: Page, key: str, anchor: str) -> str | None:
        """A relative address from `origin` to the Markdown file of the page `key`.

        None where there is no such page. An anchor that the page does not have is left out: a
        reader lands at its top.
        """
        target = self._target(key, anchor)
        if target is None:
            return None
        return self._address(self.path(origin), target, target.path, anchor)

    def built_link(self, origin: Page, key: str, anchor: str) -> str | None:
        """The same from and to the pages that a builder makes of the files."""
        target = self._target(key, anchor)
        if target is None:
            return None
        return self._address(
            self._built(self.path(origin)), target, self._built(target.path), anchor
        )

    def _target(self, key: str, anchor: str) -> Spot | None:
        """The place of the page, or of the part of it that has the anchor."""
        return self._spots.get(self._moved.get((key, anchor), key))

    def link_from(self, path: str, key: str, anchor: str) -> str | None:
        """The same from a file at `path` that is no page of the tree."""
        target = self._target(key, anchor)
        if target is None:
            return None
        return self._address(path, target, self._built(target.path), anchor)

    def built_path(self, page: Page) -> str:
        """The path of the file that a builder makes of the page."""
        return self._built(self.path(page))

    def former(self, trail: Sequence[str]) -> str:
        """The path, without its ending, that a page at the end of the slugs has or had."""
        names = (_free_name(slug, set(_RESERVED)) for slug in trail)
        return self._folder + "/".join(names)

    def console_link(
        self, origin: Page, endpoint: Endpoint, *, built: bool
    ) -> tuple[str, str] | None:
        """The console's address for an operation of `origin`, and what the link to it says.

        It leads there from the page's file, or from what is `built` of it. None where there is no
        console, or where the request is not one to the API.
        """
        if not self.console or not origin.key.startswith(("operation:", "tag:")):
            return None
        path = self._built(self.path(origin)) if built else self.path(origin)
        name = quote(f"{endpoint.method} {endpoint.path}", safe="/")
        return f"{self._relative(posixpath.dirname(path), self.console)}#{name}", self._try_it

    def _built(self, path: str) -> str:
        folder, name = posixpath.split(path)
        if not self._directory_urls or name == "index.md":
            return f"{path.removesuffix('.md')}.html"
        return f"{folder}/{name.removesuffix('.md')}/index.html".lstrip("/")

    def _address(self, origin: str, target: Spot, path: str, anchor: str) -> str:
        place = f"#{escape.anchor(anchor)}" if anchor in target.anchors else ""
        if path == origin and place:
            return place
        relative = self._relative(posixpath.dirname(origin), path)
        if self._directory_urls and relative.endswith("index.html"):
            relative = relative.removesuffix("index.html") or "./"
        return relative + place

    def _relative(self, folder: str, path: str) -> str:
        """The address of `path` from `folder`; a large site has a hundred thousand links."""
        found = self._addresses.get((folder, path))
        if found is None:
            found = self._addresses[folder, path] = posixpath.relpath(f"/{path}", f"/{folder}")
        return found


def first_heading(blocks: Blocks) -> int:
    """How many blocks stand before the first heading."""
    return next((n for n, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))


def top_anchor(page: Page) -> str:
    """The anchor of the page's title: `top`, unless one of its headings is called so."""
    taken = set(anchors(page.blocks))
    name = "top"
    while name in taken:
        name += "-of-page"
    return name


def _places(page: Page, folder: str, path: str) -> Iterator[tuple[str, Spot]]:
    yield page.key, Spot(path, frozenset(anchors(page.blocks)))
    taken = set(_RESERVED)
    for child in _beside(page.children):
        name = _free_name(child.slug, taken)
        taken.add(name.lower())
        if any(not below.part_of for below in child.children):
            below_it = f"{folder}{name}/"
            yield from _places(child, below_it, f"{below_it}index.md")
        elif child.children:
            yield child.key, Spot(f"{folder}{name}.md", frozenset(anchors(child.blocks)))
        else:
            yield from _places(child, folder, f"{folder}{name}.md")


def _beside(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages of a folder: those that have parts and nothing else below them with their parts.

    Parts come last, so that no page's name depends on how much another page says.
    """
    own = sorted(pages, key=lambda page: bool(page.part_of))
    yield from own
    for page in own:
        if all(below.part_of for below in page.children):
            yield from page.children


def _free_name(slug: str, taken: set[str]) -> str:
    """A file name for the slug: never empty, hidden, a path of its own, or one that is taken."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", slug)[:_LONGEST_NAME].strip(".-") or "page"
    number = 1
    free = name
    while free.lower() in taken:
        number += 1
        free = f"{name}-{number}"
    return free
