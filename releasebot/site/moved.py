"""Pages at the addresses that pages of earlier releases had, leading to those of today."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from releasebot.pages.model import Moved, PageTree
from releasebot.site.layout import Layout
from releasebot.site.leading import leading_page

SCRIPT: Final = "assets/moved.js"
_TITLES: Final = {"ko": "옮겨진 페이지", "en": "This page has moved"}


def leading_pages(tree: PageTree, layout: Layout) -> Iterator[tuple[str, str]]:
    """The path and the HTML of each page that leads on, relative to the site's sources.

    A page of today is never replaced: who asks for its address wants that page.
    """
    there = {layout.built_path(page).lower() for page, _ in tree.walk()}
    former: dict[str, list[Moved]] = {}
    for one in tree.moved:
        former.setdefault(f"{layout.former(one.trail)}.html", []).append(one)
    for path, moved in sorted((*former.items(), *_folders(former, tree, layout))):
        if path.lower() in there:
            continue
        there.add(path.lower())
        targets = [(one.anchor, layout.link_from(path, one.page, one.to)) for one in moved]
        links = [(anchor, href) for anchor, href in targets if href]
        if links:
            script = posixpath.relpath(SCRIPT, posixpath.dirname(path) or ".")
            sections = {anchor: href for anchor, href in links if anchor}
            title = _TITLES[tree.language]
            yield (
                path,
                leading_page(
                    title,
                    links[0][1],
                    script=script,
                    sections=sections,
                    language=tree.language,
                ),
            )


def _folders(
    former: dict[str, list[Moved]], tree: PageTree, layout: Layout
) -> Iterator[tuple[str, list[Moved]]]:
    """The pages above those that moved, which lead to the pages above where these are now."""
    above = {page.key: ancestors[-1].key for page, ancestors in tree.walk() if ancestors}
    first = {one.trail[:-1]: one for moved in former.values() for one in reversed(moved)}
    for trail, one in first.items():
        if trail:
            page = one.page if one.to else above.get(one.page, one.page)
            yield f"{layout.former(trail)}/index.html", [Moved(trail, "", page)]
