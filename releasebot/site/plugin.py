"""The MkDocs plugin `releasebot`: the pages of an API in anybody's own site.

A thin wrapper: the spec becomes the same pages as in a site of ours, and they are put into the menu
where the site's author wants them. MkDocs finds it by its entry point (pyproject.toml).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec
from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice, Optional, Type
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, InclusionLevel, file_sort_key
from mkdocs.utils import nest_paths

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.errors import ReleasebotError
from releasebot.openapi.load import Document
from releasebot.openapi.source import obtain
from releasebot.pages.build import build
from releasebot.pages.model import PageTree
from releasebot.site.configuration import SCRIPT, STATUS, STYLE, nav
from releasebot.site.console import console_files, console_spec
from releasebot.site.drawn import add_pages
from releasebot.site.generate import needed
from releasebot.site.layout import Layout
from releasebot.site.weight import light

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files

HERE: Final = "releasebot"
"""Stands in a site's `nav` where the pages go: `- API: releasebot`."""


class Settings(Config):  # type: ignore[no-untyped-call]  # the builder's own
    """What a site's author may set. The spec's places are as in `releasebot.toml`."""

    spec = Optional(Type(str))
    url = Optional(Type(str))
    command = Optional(Type(str))
    version = Optional(Type(str))
    title = Optional(Type(str))
    language = Choice(("auto", "ko", "en"), default="auto")
    pages = Choice(("auto", "tag", "operation"), default="auto")
    folder = Type(str, default="api")
    console = Type(bool, default=True)


class ApiPages(BasePlugin[Settings]):  # type: ignore[no-untyped-call]  # as above
    """Adds the pages of the site's OpenAPI document."""

    def __init__(self) -> None:
        super().__init__()
        self._watched: list[str] = []

    def on_config(self, config: MkDocsConfig) -> None:
        """Have the theme show methods in the menu, and load our style sheet and script."""
        config.extra["status"] = {**STATUS, **config.extra.get("status", {})}
        if STYLE not in config.extra_css:
            config.extra_css.insert(0, STYLE)
        if SCRIPT not in config.extra_javascript:
            config.extra_javascript.append(SCRIPT)

    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Read the spec, add its pages, and put them into the menu."""
        document = self._document(Path(config.config_file_path or "mkdocs.yml").parent)
        tree = light(self._tree(document))
        folder = f"{name}/" if (name := self.config.folder.strip("/")) else ""
        layout = Layout(
            tree,
            folder=folder,
            directory_urls=config.use_directory_urls,
            with_console=self.config.console,
        )
        menu = nav(tree.root, layout)
        config.nav = _placed(config.nav or _found(files), tree.title or "API", menu)
        add_pages(files, config, tree, layout)
        beside = needed()
        if self.config.console:
            spec = console_spec(document)
            console = console_files(spec, title=tree.title, language=tree.language, icon="")
            beside |= {f"{folder}{path}": text for path, text in console}
        for path, text in beside.items():
            if not files.get_file_from_path(path):
                files.append(File.generated(config, path, content=text))

    def on_serve(self, server: LiveReloadServer, **_: Any) -> None:  # noqa: ANN401  as above
        """Build again when the spec changes."""
        for path in self._watched:
            server.watch(path)

    def _document(self, base: Path) -> Document:
        chosen = self.config
        spec = SpecSettings(file=chosen.spec, url=chosen.url, command=chosen.command)
        try:
            document = obtain(spec, base=base)
        except ReleasebotError as error:
            hint = f"\n  hint: {error.hint}" if error.hint else ""
            raise PluginError(f"releasebot: {error.message}{hint}") from error
        self._watched = [str(base / name) for name in document.files if (base / name).is_file()]
        return document

    def _tree(self, document: Document) -> PageTree:
        chosen = self.config
        texts = {"title": chosen.title, "language": chosen.language, "pages": chosen.pages}
        settings = msgspec.convert(texts, DocsSettings)
        stated = document.root.value.get("info") or {}
        return build(document, settings, version=chosen.version or str(stated.get("version", "")))


Menu: TypeAlias = list[Any]
"""A menu as a site's author may write it: paths, and sections by their names."""


def _found(files: Files) -> Menu:
    """The menu that a site without `nav` has: its files in the builder's order."""
    pages = sorted(files.documentation_pages(), key=file_sort_key)
    paths = [page.src_uri for page in pages if page.inclusion != InclusionLevel.NOT_IN_NAV]
    found: Menu = nest_paths(paths)  # type: ignore[no-untyped-call]  # the builder's own
    return found


def _placed(menu: Menu, title: str, pages: Menu) -> Menu:
    """The menu with the pages where `releasebot` stands in it, else at its end."""
    placed, found = _filled(menu, title, pages)
    return placed if found else [*placed, {title: pages}]


def _filled(menu: Menu, title: str, pages: Menu) -> tuple[Menu, bool]:
    filled: Menu = []
    found = False
    for entry in menu:
        if entry == HERE:
            filled.append({title: pages})
            found = True
        elif isinstance(entry, dict):
            section = {name: _below(below, title, pages) for name, below in entry.items()}
            filled.append({name: inner for name, (inner, _) in section.items()})
            found |= any(within for _, within in section.values())
        else:
            filled.append(entry)
    return filled, found


def _below(below: Any, title: str, pages: Menu) -> tuple[Any, bool]:  # noqa: ANN401  as in `Menu`
    """What stands below a section's name: our pages, a list of entries, or one page's path."""
    if below == HERE:
        return pages, True
    return _filled(below, title, pages) if isinstance(below, list) else (below, False)
