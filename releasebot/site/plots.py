"""A plot on a page of the site: inline, so that it takes the page's colours and has links."""

from __future__ import annotations

from html import escape as escaped

from releasebot.pages.model import Page, Plot
from releasebot.pages.plot_svg import drawing
from releasebot.site import escape
from releasebot.site.layout import Layout


def figure(plot: Plot, page: Page, layout: Layout) -> str:
    """The plot in a frame, on one line of HTML that is also Markdown.

    On a narrow screen the frame scrolls, for which it has to take the keyboard's focus
    (WCAG 2.2, 2.1.1).
    """

    def address(key: str) -> str | None:
        return layout.built_link(page, key, "")

    label = escaped(escape.one_line(plot.title).strip())
    picture = escape.one_line(drawing(plot, address))
    frame = f'<figure class="rb-plot" role="group" tabindex="0" aria-label="{label}">'
    # a site's own preprocessors look for braces in everything
    return f"{frame}{picture}</figure>".replace("{", "&#123;")
