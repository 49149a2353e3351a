"""Pages of a tree as pages of MkDocs: drawn as HTML, without a Markdown file on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as BuilderPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from releasebot.pages.model import Page, PageTree
from releasebot.site import escape
from releasebot.site.configuration import permalink
from releasebot.site.html import Section, draw
from releasebot.site.layout import Layout
from releasebot.site.markdown import status_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


class DrawnPage(BuilderPage):
    """One page of a tree in a builder's hands."""

    def __init__(
        self,
        page: Page,
        layout: Layout,
        file: File,
        config: MkDocsConfig,
        *,
        permalink: str,
        searched: bool,
    ) -> None:
        title = escape.html(page.title)
        super().__init__(title, file, config)
        self._page = page
        self._layout = layout
        self._permalink = permalink
        status = status_of(page)
        self.meta = {"title": title, **({"status": status} if status else {})}
        if not searched:
            self.meta["search"] = {"exclude": True}

    def read_source(self, config: MkDocsConfig) -> None:
        """There is none."""
        del config
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Draw the page; every link in it leads to a page of the tree."""
        del config, files
        drawn = draw(self._page, self._layout, permalink=self._permalink)
        self.content = drawn.html
        self.toc = _contents(drawn.sections)
        self.present_anchor_ids = {section.anchor for section in drawn.sections}


def add_pages(
    files: Files,
    config: MkDocsConfig,
    tree: PageTree,
    layout: Layout,
    kept: frozenset[str] | None = None,
) -> list[File]:
    """Add the tree's pages to a build, and return their files.

    `kept` are the paths of those that need not be built. Where it is None the builder's own search
    looks for words in what is drawn.
    """
    added = []
    for page, _ in tree.walk():
        path = layout.path(page)
        is_kept = kept is not None and path in kept
        level = InclusionLevel.EXCLUDED if is_kept else InclusionLevel.NOT_IN_NAV
        file = File.generated(config, path, content="", inclusion=level)
        title = permalink(tree.language)
        DrawnPage(page, layout, file, config, permalink=title, searched=kept is None)
        files.append(file)
        added.append(file)
    return added


def _contents(sections: tuple[Section, ...]) -> TableOfContents:
    """The headings as a tree: each below the last one of a lower level."""
    top: list[AnchorLink] = []
    above: list[AnchorLink] = []
    for section in sections:
        entry = AnchorLink(section.title, section.anchor, section.level)
        while above and above[-1].level >= entry.level:
            above.pop()
        (above[-1].children if above else top).append(entry)
        above.append(entry)
    if top:
        top[0].active = True  # type: ignore[attr-defined]  # as the builder's own reader marks it
    return TableOfContents(top)
