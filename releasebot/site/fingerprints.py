"""What the file of a page depends on, page by page: what is the same need not be built again.

A page's file holds more than the page: the menu around it, the titles before and after it, the
addresses of the pages that it links to. All of that is in its fingerprint.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from releasebot.pages.anchors import anchors
from releasebot.pages.model import Endpoint, Page, PageTree
from releasebot.site.configuration import is_pruned, listed
from releasebot.site.layout import Layout
from releasebot.site.markdown import status_of

_LINKED = re.compile(rb'"page_link","page":("(?:[^"\\]|\\.)*")')


def fingerprints(tree: PageTree, layout: Layout, *, common: str) -> dict[str, str]:
    """The fingerprint of each page by its path.

    Pages of equal fingerprints have files of equal bytes. `common` stands for what all pages
    depend on: the configuration and the programs.
    """
    lines = {page.key: _line(page, layout) for page, _ in tree.walk()}
    near = dict(_neighbours(tree))
    whole_menu = () if is_pruned(tree) else tuple(lines.values())
    paths = {msgspec.json.encode(page.key): _paths(page, layout) for page, _ in tree.walk()}
    found = {}
    for page, ancestors in tree.walk():
        own = msgspec.json.encode((page.title, page.blocks, page.search))
        menu = [lines[child.key] for above in (*ancestors, page) for child in listed(above)]
        around = (
            common,
            layout.console,
            lines[page.key],
            whole_menu or menu,
            [lines[one.key] for one in (*near.get(page.key, ()), *page.children)],
            [paths.get(key) for key in _LINKED.findall(own)],
        )
        made_from = own + msgspec.json.encode(around)
        found[layout.path(page)] = hashlib.sha256(made_from).hexdigest()
    return found


def _paths(page: Page, layout: Layout) -> str:
    """Where links to the page lead: to its file, or to that of a part, by the part's places."""
    path = layout.path(page)
    parts = [child for child in page.children if child.part_of == page.key]
    if not parts:
        return path
    places = [(layout.path(one), [*anchors(one.blocks)]) for one in parts]
    return f"{path} {hashlib.sha256(msgspec.json.encode(places)).hexdigest()}"


def _line(page: Page, layout: Layout) -> tuple[str, str, str, str]:
    """What other pages say of a page, in their menu and in lists of children."""
    endpoint = next((block for block in page.blocks if isinstance(block, Endpoint)), None)
    named = f"{endpoint.method} {endpoint.path}" if endpoint else ""
    return page.title, layout.path(page), status_of(page), named


def _neighbours(tree: PageTree) -> Iterator[tuple[str, tuple[Page, ...]]]:
    """The pages before and after each page of the menu, by its key."""
    order: list[Page | None] = [None, *_in_menu(tree.root), None]
    for before, (here, after) in zip(order, pairwise(order[1:]), strict=False):
        if here:
            yield here.key, tuple(one for one in (before, after) if one)


def _in_menu(page: Page) -> Iterator[Page]:
    yield page
    for child in listed(page):
        yield from _in_menu(child)
