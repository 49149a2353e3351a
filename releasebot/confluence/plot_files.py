"""Plots as files beside the pages that show them.

A file has a ground of its own and follows the reader's system between light and dark: an image
takes no colours from the page around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from releasebot.confluence.attached import Attached
from releasebot.pages.model import PageTree, Plot
from releasebot.pages.plot_svg import drawing, file_name

_OWN_COLOURS = """
:root { --rb-plot-1: #0b62c4; --rb-plot-2: #8f5400; --rb-plot-3: #126631; --rb-plot-4: #8250df;
  color: #1f2328; font-family: "Noto Sans KR", "Malgun Gothic", sans-serif; }
.rb-plot__ground { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --rb-plot-1: #6cb2ff; --rb-plot-2: #f0b45a; --rb-plot-3: #5fd07f; --rb-plot-4: #d2a8ff;
    color: #e6edf3; }
  .rb-plot__ground { fill: #1d2125; }
}
"""


def plot_files(tree: PageTree) -> Mapping[str, tuple[Attached, ...]]:
    """The files of the tree's plots, by the key of the page that each is on."""
    found = {
        page.key: tuple(_file(block) for block in page.blocks if isinstance(block, Plot))
        for page, _ in tree.walk()
    }
    return {key: made for key, made in found.items() if made}


def _file(plot: Plot) -> Attached:
    style = f"{_OWN_COLOURS}{_style()}"
    return Attached(file_name(plot), drawing(plot, lambda _: None, style=style).encode())


@cache
def _style() -> str:
    return (files("releasebot") / "templates" / "plot.css").read_text("utf-8")
