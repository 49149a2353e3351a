"""A tree of pages as the files that a site is built from."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, resources
from typing import Final

import msgspec
from msgspec import Struct

import releasebot
from releasebot.pages.model import Edition, PageTree
from releasebot.site.configuration import STYLE, WORKER, configuration
from releasebot.site.layout import Layout
from releasebot.site.markdown import render

DOCUMENTS: Final = "docs"
"""The folder of the pages, beside `mkdocs.yml`."""

_ASSETS: Final = {STYLE: "releasebot.css", WORKER: "iframe-worker.js"}
_BUILDERS: Final = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Pygments")


class SourceFile(Struct, frozen=True):
    """One file: its path with forward slashes below the folder of the sources, and its text."""

    path: str
    text: str


class Order(Struct, frozen=True):
    """What a site is made from: the pages, the edition they state, and where the site will be."""

    tree: PageTree
    edition: Edition
    url: str | None = None

    @property
    def digest(self) -> str:
        """Equal for orders that give the same site, byte for byte, with the programs of today."""
        made_from = (self.tree, self.edition, self.url, _programs(), [_asset(a) for a in _ASSETS])
        return hashlib.sha256(msgspec.json.encode(made_from)).hexdigest()


def generate(order: Order) -> tuple[SourceFile, ...]:
    """The sources: `mkdocs.yml`, one Markdown file for each page, and the assets.

    Equal orders give equal files in the same order.
    """
    layout = Layout(order.tree)
    settings = configuration(order.tree, order.edition, layout, url=order.url)
    pages = (
        SourceFile(f"{DOCUMENTS}/{layout.path(page)}", render(page, layout))
        for page, _ in order.tree.walk()
    )
    assets = (SourceFile(f"{DOCUMENTS}/{path}", _asset(path)) for path in _ASSETS)
    return (SourceFile("mkdocs.yml", settings), *pages, *assets)


def _asset(path: str) -> str:
    template = resources.files("releasebot.templates") / "site" / _ASSETS[path]
    return template.read_text("utf-8")


@cache
def _programs() -> tuple[tuple[str, str], ...]:
    """The versions of everything that has a say in what the site's bytes are."""
    return (
        ("releasebot", releasebot.__version__),
        *((name, metadata.version(name)) for name in _BUILDERS),
    )
