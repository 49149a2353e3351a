"""A tree of pages as the files that a site is built from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib import metadata, resources
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

import releasebot
from releasebot.pages.model import Edition, PageTree, Paragraph, Rule, Text
from releasebot.site import moved
from releasebot.site.configuration import (
    OVERRIDES,
    SCRIPT,
    STYLE,
    WORKER,
    Place,
    configuration_with_nav,
    nav_fragment,
    old_version_banner,
)
from releasebot.site.console import console_files
from releasebot.site.layout import Layout
from releasebot.site.markdown import render
from releasebot.site.moved import leading_pages
from releasebot.site.weight import light

DOCUMENTS: Final = "docs"
"""The folder of the pages, beside `mkdocs.yml`."""

_ASSETS: Final = {
    STYLE: ("site/releasebot.css", "plot.css"),
    SCRIPT: ("site/releasebot.js",),
    WORKER: ("site/iframe-worker.js",),
}
"""The files of the site's own, and the templates that each is put together from."""
_FOR_MOVED: Final = "site/moved.js"
_BUILDERS: Final = (
    "mkdocs",
    "mkdocs-material",
    "Markdown",
    "pymdown-extensions",
    "Pygments",
    "mkdocs-swagger-ui-tag",
)
_SHOWN_DIGITS = 7


class SourceFile(Struct, frozen=True):
    """One file: its path with forward slashes below the folder of the sources, and its text."""

    path: str
    text: str


class Order(Struct, frozen=True):
    """What a site is made from: the pages, the edition they state, and where the site will be."""

    tree: PageTree
    edition: Edition
    url: str | None = None
    versioned: bool = False
    """Whether the site will stand beside those of other versions."""
    console: str = ""
    """The document for the console, as `console_spec` gives it; empty where there is none."""

    @property
    def digest(self) -> str:
        """Equal for orders that give the same site, byte for byte, with the programs of today."""
        made_from = (self.tree, self.edition, self.place, self.console, surroundings())
        return hashlib.sha256(msgspec.json.encode(made_from)).hexdigest()

    @property
    def place(self) -> Place:
        """Where the site will be."""
        return Place(self.url, self.versioned)

    @property
    def signed(self) -> PageTree:
        """The tree as it is drawn: heavy pages in parts, the first one with what it was made from.

        No other page names the edition: a page that says the same as before stays the same file.
        """
        imprint = (Rule(), Paragraph((Text(_imprint(self.edition)),)))
        tree = light(self.tree)
        root = tree.root
        return replace(tree, root=replace(root, blocks=(*root.blocks, *imprint)))


def generate(order: Order) -> tuple[SourceFile, ...]:
    """The sources: `mkdocs.yml`, one Markdown file for each page, and the assets.

    `nav.yml` holds the menu alone, for whoever has a site and settings of their own.

    Equal orders give equal files in the same order.
    """
    tree = order.signed
    layout = Layout(tree, with_console=bool(order.console))
    settings = configuration_with_nav(tree, layout, place=order.place)
    pages = (
        SourceFile(f"{DOCUMENTS}/{layout.path(page)}", render(page, layout))
        for page, _ in tree.walk()
    )
    fragment = nav_fragment(tree, layout)
    return (
        SourceFile("mkdocs.yml", settings),
        SourceFile("nav.yml", fragment),
        *pages,
        *assets(order),
    )


def assets(order: Order) -> tuple[SourceFile, ...]:
    """The files that the site has beside its pages."""
    console = console_files(order.console, title=order.tree.title, language=order.tree.language)
    files = [*((path, _asset(path)) for path in _ASSETS), *(console if order.console else ())]
    files += _moved(order.tree)
    beside = tuple(SourceFile(f"{DOCUMENTS}/{path}", text) for path, text in files)
    banner = SourceFile(f"{OVERRIDES}/main.html", old_version_banner(order.tree.language))
    return (*beside, banner) if order.versioned else beside


def _moved(tree: PageTree) -> Iterator[tuple[str, str]]:
    """What stands at the addresses of earlier releases, and the script that it needs."""
    if not tree.moved:
        return
    drawn = light(tree)
    pages = tuple(leading_pages(drawn, Layout(drawn)))
    if pages:
        yield from pages
        yield moved.SCRIPT, _template(_FOR_MOVED)


def needed() -> dict[str, str]:
    """What the pages need in anybody's site: a style sheet and a script, by their paths."""
    return {path: _asset(path) for path in (STYLE, SCRIPT)}


@cache
def surroundings() -> str:
    """The digest of everything but the pages that has a say in what the site's bytes are."""
    programs = [
        ("releasebot", releasebot.__version__),
        *((name, metadata.version(name)) for name in _BUILDERS),
    ]
    made_from = (programs, [_asset(path) for path in _ASSETS], _template(_FOR_MOVED))
    return hashlib.sha256(msgspec.json.encode(made_from)).hexdigest()


def _asset(path: str) -> str:
    return "\n".join(map(_template, _ASSETS[path]))


def _template(name: str) -> str:
    return (resources.files("releasebot.templates") / name).read_text("utf-8")


def _imprint(edition: Edition) -> str:
    """What the pages were made from, in the only time that a published page may carry."""
    day = datetime.fromtimestamp(edition.committed_at, tz=UTC).date().isoformat()
    return f"{edition.version} · {edition.commit[:_SHOWN_DIGITS]} · {day}"
