"""One run of what `benchmarks.site` measures, in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.openapi.source import obtain
from releasebot.pages.build import build as tree_of
from releasebot.pages.model import Edition
from releasebot.site.build import build, write_sources
from releasebot.site.folder import Wanted, publish
from releasebot.site.generate import Order, generate
from releasebot.site.mark import Standing

EDITION = Edition("1.0.0", "v1.0.0", "0" * 40, 1_790_000_000)


def main(place: Path, what: str, spec: Path, pages: str) -> None:
    """Read the document and write its Markdown, or bring its site into a folder."""
    document = obtain(SpecSettings(file=spec.name), base=spec.parent)
    settings = DocsSettings(pages="tag" if pages == "tag" else "operation")
    order = Order(tree_of(document, settings, version="1.0.0"), EDITION)
    if what == "generate":
        write_sources(generate(order), place / "markdown")
        return

    def make(sources: Path, site: Path, standing: Standing | None) -> Mapping[str, str]:
        return build(order, sources=sources, site=site, standing=standing)

    folder = place / pages / "site"
    publish(folder, Wanted(EDITION, order.digest), make=make, worktree=place)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4])
