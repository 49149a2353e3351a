"""The events of a build that is ours alone: every page drawn from a tree, none read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin, event_priority
from msgspec import Struct

from releasebot.pages.model import PageTree
from releasebot.site.build import TREE
from releasebot.site.configuration import nav
from releasebot.site.drawn import add_pages
from releasebot.site.layout import Layout
from releasebot.site.scripts import Scripts
from releasebot.site.search_index import INDEX, entries, entries_in

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

_FIRST = 100


class Task(Struct, frozen=True):
    """What is to be drawn: the tree, the paths of its pages that are there already.

    `console` says whether there is a page to call the API on. `standing` is the folder of the site
    that those pages are in.
    """

    tree: PageTree
    kept: frozenset[str]
    console: bool
    standing: str = ""


def read_task(sources: Path) -> Task:
    """The task that `releasebot.site.build` wrote."""
    return msgspec.json.decode((sources / TREE).read_bytes(), type=Task)


class NoSettings(Config):  # type: ignore[no-untyped-call]  # the builder's own
    """A plugin of ours is told everything when it is made."""


class OwnSite(BasePlugin[NoSettings]):  # type: ignore[no-untyped-call]  # as above
    """Puts the pages of a tree into a build that has no Markdown files."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task
        self._layout = Layout(task.tree, with_console=task.console)
        self._all: list[File] = []
        self._scripts = Scripts()

    def on_config(self, config: MkDocsConfig) -> None:
        """Set the menu, which would be slow to read from a file."""
        config.nav = nav(self._task.tree.root, self._layout)

    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the pages; one that is kept stands in the menu and is not built."""
        self._all = add_pages(files, config, self._task.tree, self._layout, self._task.kept)

    def on_env(self, env: Environment, **_: Any) -> Environment:  # noqa: ANN401  the builder's
        """Leave out the lines around the theme's statements: half of what a menu weighs."""
        env.trim_blocks = env.lstrip_blocks = True
        return env

    def on_template_context(
        self,
        context: TemplateContext,
        *,
        template_name: str,
        **_: Any,  # noqa: ANN401  the builder's
    ) -> TemplateContext:
        """List the pages that are kept in the sitemap too."""
        if template_name == "sitemap.xml":
            context["pages"] = self._all
        return context

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401  as above
        """Move the page's scripts into files, and let go of what has been written.

        All pages at once are a lot of memory.
        """
        page.content = None
        return self._scripts.moved(output, root="../" * page.url.count("/"))

    def on_post_template(
        self,
        output_content: str,
        *,
        template_name: str,
        config: MkDocsConfig,
    ) -> str:
        """Move the scripts of the page for dead links, which is shown at any depth."""
        if not template_name.endswith(".html"):
            return output_content
        path = urlsplit(config.site_url or "").path.rstrip("/")
        return self._scripts.moved(output_content, root=f"{path}/")

    @event_priority(_FIRST)  # before the search writes its index
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the scripts, and enter every page in the search index.

        The entries come from the tree, without looking for headings in HTML.
        """
        for path, script in self._scripts.files.items():
            file = Path(config.site_dir) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(script, encoding="utf-8")
        task = self._task
        kept = {f"{path.removesuffix('.md')}.html" for path in task.kept}
        known = entries_in(Path(task.standing) / INDEX, kept) if kept else {}
        index = config.plugins["material/search"].search_index  # type: ignore[attr-defined]
        index.entries += entries(task.tree, self._layout, known)
