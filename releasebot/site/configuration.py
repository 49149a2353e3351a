"""The builder's configuration (`mkdocs.yml`) for a tree's site.

What is set here was checked with MkDocs 1.6 and Material for MkDocs 9.8: nothing is asked of any
other host, dark mode follows the system, pages can be read from a folder without a server.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from releasebot.pages.model import Page, PageTree
from releasebot.site import escape
from releasebot.site.inlines import METHODS
from releasebot.site.layout import Layout
from releasebot.site.markdown import EXTENSIONS

STYLE: Final = "assets/releasebot.css"
SCRIPT: Final = "assets/releasebot.js"
WORKER: Final = "assets/iframe-worker.js"
"""Lets the search run without a server. The theme's `offline` plugin fetches one from elsewhere
unless a script of this name is there."""

_SEPARATOR: Final = r"""[\s\-,:!=\[\]()"`/{}_.]+|(?!\b)(?=[A-Z][a-z])"""
"""Where the search parts words: at signs, and before a capital, so that `userId` is found by `id`.

Material for MkDocs, "Built-in search plugin: separator"."""

_MANY_PAGES = 150
"""From how many pages on a page's menu holds only what is near it, to keep pages light."""

_MOST_CHILDREN = 150
"""Children that a page may have in the menu; of more, the page itself is the list. A menu stands
on every page, and a thousand schemas in it would outweigh all else."""

_LONGEST_SECTION = 120
"""Characters of a section's title; YAML reads no key of more than 1,024 (YAML 1.2.2, 7.4.2)."""

STATUS: Final = {name.lower(): name for name in sorted(METHODS)}
"""What a menu can show beside a title (`extra.status` of the theme)."""

Nav: TypeAlias = "str | dict[str, list[Nav]]"


OVERRIDES: Final = "overrides"
"""The folder with our parts of the theme, beside `mkdocs.yml`."""

_SELECTOR: Final = {"provider": "mike", "default": "latest", "alias": True}
"""How the theme reads `versions.json`; a version that is not the default's carries a banner."""

_BANNER: Final = """\
{{% extends "base.html" %}}
{{% block outdated %}}
  {words}
  <a href="{{{{ '../latest/index.html' | url }}}}"><strong>{link}</strong></a>
{{% endblock %}}
"""


class Place(Struct, frozen=True):
    """Where a site will be: its address, None where that is not known.

    With `versioned` it stands beside those of other versions, under its own name.
    """

    url: str | None = None
    versioned: bool = False

    @property
    def address(self) -> str | None:
        """What search engines are told: of several versions the latest counts."""
        if not self.url or not self.versioned:
            return self.url
        return f"{self.url.rstrip('/')}/latest/"


class Labels(Struct, frozen=True):
    """What the theme has no words for: the buttons that change colours, the headings' links."""

    to_light: str
    to_dark: str
    to_system: str
    permalink: str
    old_version: str
    to_latest: str


_LABELS: Final[dict[Literal["ko", "en"], Labels]] = {
    "ko": Labels(
        to_light="밝은 화면으로",
        to_dark="어두운 화면으로",
        to_system="시스템 설정에 맞추기",
        permalink="이 항목의 링크",
        old_version="이전 버전의 문서입니다.",
        to_latest="최신 버전 보기",
    ),
    "en": Labels(
        to_light="Light mode",
        to_dark="Dark mode",
        to_system="Follow the system",
        permalink="Link to this section",
        old_version="These pages are of an older version.",
        to_latest="Go to the latest",
    ),
}


def configuration(tree: PageTree, *, place: Place) -> str:
    """The text of `mkdocs.yml` without a menu: JSON, which every YAML parser reads."""
    return _text(_settings(tree, place))


def configuration_with_nav(tree: PageTree, layout: Layout, *, place: Place) -> str:
    """The text of `mkdocs.yml` for a folder of Markdown files, with their menu."""
    left_out = "".join(f"/{path}\n" for path in _left_out(tree.root, layout))
    settings = _settings(tree, place) | {"nav": nav(tree.root, layout), "not_in_nav": left_out}
    return _text(settings)


def nav_fragment(tree: PageTree, layout: Layout) -> str:
    """The menu alone, as a part of somebody's `mkdocs.yml`."""
    return _text({"nav": nav(tree.root, layout)})


def permalink(language: Literal["ko", "en"]) -> str:
    """The title of a heading's link to itself."""
    return _LABELS[language].permalink


def old_version_banner(language: Literal["ko", "en"]) -> str:
    """The part of the theme that an older version shows above its pages."""
    labels = _LABELS[language]
    return _BANNER.format(words=labels.old_version, link=labels.to_latest)


def _text(settings: dict[str, object]) -> str:
    return msgspec.json.format(msgspec.json.encode(settings), indent=2).decode() + "\n"


def _settings(tree: PageTree, place: Place) -> dict[str, object]:
    labels = _LABELS[tree.language]
    return {
        "site_name": escape.html(tree.title) or "API",
        **({"site_url": place.address} if place.address else {}),
        "docs_dir": "docs",
        "use_directory_urls": False,  # a folder's index is shown by servers alone
        "theme": {
            "name": "material",
            **({"custom_dir": OVERRIDES} if place.versioned else {}),
            "language": tree.language,
            "font": False,
            "icon": {"logo": "material/api"},
            "palette": _palette(labels),
            "features": _features(tree),
        },
        "extra_css": [STYLE],
        "extra_javascript": [SCRIPT],
        "extra": {
            "polyfills": [WORKER],
            "status": STATUS,
            **({"version": _SELECTOR} if place.versioned else {}),
        },
        "plugins": [
            # No stemmer: it would cut `orders` in the index, but not in what a reader types.
            {"search": {"lang": ["ko", "en"], "separator": _SEPARATOR, "pipeline": []}},
            "offline",
        ],
        "markdown_extensions": [_extension(name, labels) for name in EXTENSIONS],
        "validation": {
            "omitted_files": "warn",
            "absolute_links": "warn",
            "unrecognized_links": "warn",
            "anchors": "warn",
        },
    }


def is_pruned(tree: PageTree) -> bool:
    """Whether a page's menu holds only what is near it."""
    return sum(1 for _ in tree.walk()) > _MANY_PAGES


def _features(tree: PageTree) -> list[str]:
    always = [
        "content.code.copy",
        "content.tabs.link",
        "navigation.footer",
        "navigation.indexes",
        "navigation.path",
        "navigation.top",
        "navigation.tracking",
        "search.highlight",
        "search.suggest",
        "toc.follow",
    ]
    return [*always, "navigation.prune" if is_pruned(tree) else "navigation.sections"]


def _palette(labels: Labels) -> list[dict[str, str | dict[str, str]]]:
    """Three states in a circle: as the system is set, light, dark."""
    return [
        {
            "media": "(prefers-color-scheme)",
            "toggle": {"icon": "material/brightness-auto", "name": labels.to_light},
        },
        {
            "media": "(prefers-color-scheme: light)",
            "scheme": "default",
            "primary": "indigo",
            "accent": "indigo",
            "toggle": {"icon": "material/brightness-7", "name": labels.to_dark},
        },
        {
            "media": "(prefers-color-scheme: dark)",
            "scheme": "slate",
            "primary": "black",
            "accent": "indigo",
            "toggle": {"icon": "material/brightness-4", "name": labels.to_system},
        },
    ]


def _extension(name: str, labels: Labels) -> str | dict[str, dict[str, bool | str]]:
    match name:
        case "toc":
            return {name: {"permalink": True, "permalink_title": labels.permalink}}
        case "pymdownx.tabbed":
            return {name: {"alternate_style": True}}
        case _:
            return name


def nav(page: Page, layout: Layout) -> list[Nav]:
    """The menu of a page and of what is below it, as MkDocs reads it."""
    below = listed(page)
    return [layout.path(page), *(_nav_entry(child, layout) for child in below)]


def _nav_entry(page: Page, layout: Layout) -> Nav:
    """A page by its path, its title being in its file; one with a menu of its own as a section."""
    if not listed(page):
        return layout.path(page)
    title = escape.html(page.title[:_LONGEST_SECTION]) or escape.EMPTY
    return {title: nav(page, layout)}


def listed(page: Page) -> tuple[Page, ...]:
    """The page's children that a menu lists."""
    return () if _is_long(page) else tuple(child for child in page.children if child.in_menu)


def _is_long(page: Page) -> bool:
    return sum(child.in_menu for child in page.children) > _MOST_CHILDREN


def _left_out(page: Page, layout: Layout, *, within: bool = False) -> Iterator[str]:
    """The paths of the pages that the menu leaves out, as patterns that match nothing else."""
    within = within or _is_long(page)
    for child in page.children:
        if within or not child.in_menu:
            yield layout.path(child)
        yield from _left_out(child, layout, within=within or not child.in_menu)
